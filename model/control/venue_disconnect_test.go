package control

import (
	"slices"
	"testing"
	"time"

	"lossreplay/model"
)

// cancel asks a [Canceler], twice, what an operation takes off its venues, and takes it off if the world obeys.
func (s *sim) cancel(op *model.Operation) {
	m, ok := s.m.(Canceler)
	if !ok {
		return
	}
	servers := m.Cancels(&s.w, op)
	n := len(s.m.Trips())
	if m.Cancels(&s.w, op) != servers || len(s.m.Trips()) != n {
		s.t.Fatalf("asked twice at %v: other servers or another trip", s.w.Now)
	}
	for _, c := range slices.Clone(s.live) {
		if s.obey && servers&(1<<c.Server) != 0 {
			s.end(c, model.ExecCanceled)
		}
	}
}

func TestDisconnectCancelsWhatTheServerHasAtVenues(t *testing.T) {
	s := newSim(t, cancelOnDisconnect.Default()).at(time.Second)
	s.obey = true
	s.send(s.child(1, 0))
	s.send(s.child(2, 0))
	s.send(s.child(1, 3))
	s.operate(on(model.OpAlert, 0, 0)) // no loss of a session
	s.operate(on(model.OpDisconnect, 5, 0))
	if len(s.live) != 3 {
		t.Fatalf("%d orders at venues, want all 3", len(s.live))
	}
	s.wantTrips()
	s.at(2 * time.Second).operate(on(model.OpDisconnect, 0, 0))
	if len(s.live) != 1 || s.live[0].Server != 3 || s.w.Buying[1] != 100 || s.w.Selling[2] != 0 {
		t.Errorf("at venues: %+v", s.live)
	}
	first := Trip{At: after(2 * time.Second), Effect: after(2 * time.Second), Scope: Scope{OnServer, 0}, Seen: 200, Limit: 0, Unit: Shares}
	s.wantTrips(first)
	s.send(s.child(1, 0)) // the session is back: nothing is held back
	s.at(3 * time.Second).operate(model.Operation{Kind: model.OpDisconnect})
	if len(s.live) != 0 {
		t.Errorf("at venues after all sessions are lost: %+v", s.live)
	}
	s.wantTrips(first, Trip{At: after(3 * time.Second), Effect: after(3 * time.Second), Scope: Scope{OnServer, 3}, Seen: 100, Limit: 0, Unit: Shares})
}

func TestDisconnectKnowsWhatIsStillAtVenues(t *testing.T) {
	m := cancelOnDisconnect.Default()
	s := newSim(t, m).at(0)
	fullParents(s)
	s.trade(s.child(1, 0)) // executed at once
	s.send(s.child(2, 1))
	s.end(s.child(2, 1), model.ExecExpired)
	stop := model.Operation{Kind: model.OpStop}
	if got := s.m.(Canceler).Cancels(&s.w, &stop); got != 0 {
		t.Errorf("a stop with nothing at venues cancels of servers %b", got)
	}
	s.send(s.child(2, 1)) // a sell
	s.send(s.child(1, 6))
	if got := s.m.(Canceler).Cancels(&s.w, &stop); got != 1<<1|1<<6 {
		t.Errorf("a stop cancels of servers %b, want 1 and 6", got)
	}
	if n := len(s.m.Trips()); n != 2 {
		t.Errorf("%d trips, want one a server", n)
	}
}
