package control

import (
	"testing"
	"time"

	"lossreplay/model"
)

func TestPositionMonitorCallsAPerson(t *testing.T) {
	const shown = 5 * time.Second
	const stop = shown + 134*time.Second + time.Minute
	for _, c := range []struct {
		name    string
		control Instance
		mid     model.Price
		effect  time.Duration // 0 for no trip
		at      Verdict       // at stop
	}{
		{"one_tick_below", positionMonitor.Default(), ten - 1, 0, Pass},
		{"at", positionMonitor.Default(), ten, 0, Pass},
		{"one_tick_above", positionMonitor.Default(), ten + 1, stop, Halt},
		{"no_quote_yet", positionMonitor.Default(), 0, 0, Pass},
		{"display_tells_nobody", positionMonitor.Default().With("A38", "action", monitorDisplays), ten + 1, shown, Pass},
		{"alert_late", positionMonitor.Default().With("A38", "alert", int64(6*time.Second)), ten + 1, stop + time.Second, Pass},
		{"react_slow", positionMonitor.Default().With("A38", "react", int64(135*time.Second)), ten + 1, stop + time.Second, Pass},
		{"execute_slow", positionMonitor.Default().With("A38", "execute", int64(61*time.Second)), ten + 1, stop + time.Second, Pass},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSim(t, c.control.With("A38", "limit", 2_000_000_000)).at(-time.Second)
			fullParents(s)
			s.trade(s.child(1, 0)) // long
			s.trade(s.child(4, 7)) // short, as much, in the same symbol
			s.trade(s.child(3, 0)) // long in another
			s.trade(s.child(7, 0)) // long in the first
			for i := range s.w.Mid {
				s.w.Mid[i] = c.mid
			}
			s.at(0).tick()
			s.trace = nil
			s.at(stop - 1).vote(s.child(5, 4))
			s.at(stop).vote(s.child(5, 4))
			s.wantVotes(Pass, c.at)
			if c.effect == 0 {
				s.wantTrips()
				return
			}
			at := after(shown)
			if c.name == "alert_late" {
				at = after(6 * time.Second)
			}
			s.wantTrips(Trip{At: at, Effect: after(c.effect), Scope: Scope{Kind: Firm}, Seen: 2_000_020_000, Limit: 2_000_000_000, Unit: Micros})
		})
	}
}

func TestDisplayNeverStopsAnything(t *testing.T) {
	s := newSim(t, positionMonitor.Default().With("A38", "action", monitorDisplays).With("A38", "limit", 1_000_000)).at(0)
	fullParents(s)
	for h := range 6 {
		s.at(time.Duration(h) * time.Hour).trade(s.child(1, 0))
	}
	s.wantVotes(Pass, Pass, Pass, Pass, Pass, Pass)
	if len(s.m.Trips()) != 1 {
		t.Errorf("trips %+v", s.m.Trips())
	}
}
