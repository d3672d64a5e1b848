package control

import (
	"testing"
	"time"

	"lossreplay/model"
)

// TestNoEventAllocates drives each control, before and after its trip, through what a runaway does millions of times.
func TestNoEventAllocates(t *testing.T) {
	for _, c := range append(All(), sharp()...) {
		s := started(t, c, false)
		child := s.child(1, 7)
		mids := []model.Price{ten, ten, ten}
		s.operate(on(model.OpAlert, 7, 0))
		s.operate(model.Operation{Kind: model.OpStartOfDay})
		for range 500 { // whatever this trips has tripped
			s.trade(child)
			s.tick(mids...)
		}
		fill := Fill{Parent: 1, Server: 7, Symbol: child.Symbol, Qty: 100, Unmatched: 100, Px: ten}
		voter, _ := s.m.(ChildVoter)
		sent, _ := s.m.(SentWatcher)
		filled, _ := s.m.(FillWatcher)
		ticked, _ := s.m.(TickWatcher)
		if n := testing.AllocsPerRun(200, func() {
			s.w.Now = s.w.Now.Add(time.Second)
			if voter != nil {
				voter.Vote(&s.w, &child)
			}
			if sent != nil {
				sent.Sent(&s.w, &child)
			}
			if filled != nil {
				filled.Filled(&s.w, &fill)
			}
			if ticked != nil {
				ticked.Ticked(&s.w)
			}
		}); n != 0 {
			t.Errorf("%s: %v allocations an event", c.Name, n)
		}
	}
}
