package control

import (
	"testing"
	"time"

	"lossreplay/model"
)

func TestKillSwitchTakesThePeoplesTime(t *testing.T) {
	s := newSim(t, killSwitch.Default().With("A41", "threshold", 1_500_000_000)).at(0)
	fullParents(s)
	s.trade(s.child(1, 0))
	s.at(time.Second).trade(s.child(1, 0))
	const seen = time.Second + time.Minute
	const stop = seen + 10*time.Minute
	s.wantTrips(Trip{At: after(seen), Effect: after(stop), Scope: Scope{Kind: Firm}, Seen: 2_000_000_000, Limit: 1_500_000_000, Unit: Micros})
	s.at(stop - 1).vote(s.child(5, 4))
	s.at(stop).vote(s.child(5, 4))
	s.wantVotes(Pass, Pass, Pass, Kill)
}

func TestKillSwitchHoldsTheGrossAgainstItsThreshold(t *testing.T) {
	for _, c := range []struct {
		name  string
		mid   model.Price
		trips int
	}{{"one_tick_below", ten - 1, 0}, {"at", ten, 0}, {"one_tick_above", ten + 1, 1}, {"no_quote_yet", 0, 0}} {
		t.Run(c.name, func(t *testing.T) {
			s := newSim(t, killSwitch.Default().With("A41", "threshold", 1_000_000_000)).at(0)
			fullParents(s)
			child := s.child(1, 0)
			s.w.Mid[child.Symbol] = 1
			s.trade(child)
			s.w.Mid[child.Symbol] = c.mid
			s.at(time.Second).tick()
			if got := len(s.m.Trips()); got != c.trips {
				t.Errorf("%d trips, want %d", got, c.trips)
			}
		})
	}
}

func TestKillSwitchMayLeaveWhatIsAtVenues(t *testing.T) {
	s := newSim(t, killSwitch.Default().With("A41", "cancels", cancelsNothing).With("A41", "threshold", 1_000_000)).at(0)
	fullParents(s)
	s.trade(s.child(1, 0))
	s.at(time.Hour).vote(s.child(1, 0))
	s.wantVotes(Pass, Halt)
}

func TestKillSwitchHearsOfADeclaredIncident(t *testing.T) {
	const second = time.Second
	for _, c := range []struct {
		name           string
		over, declared time.Duration // when the account is over the threshold, when the incident is declared; 0 for never
		decide         time.Duration // its own
		at, stop       time.Duration // of the trip; 0 for none
	}{
		{"nothing", 0, 0, 420 * second, 0, 0},
		{"own_chain_alone", 1 * second, 0, 420 * second, 61 * second, 661 * second},
		{"declared_alone", 0, 5 * second, 420 * second, 5 * second, 185 * second},
		{"declared_is_earlier", 1 * second, 200 * second, 420 * second, 61 * second, 380 * second},
		{"declared_before_the_monitor_shows_it", 1 * second, 5 * second, 420 * second, 5 * second, 185 * second},
		{"declared_as_early", 1 * second, 481 * second, 420 * second, 61 * second, 661 * second},
		{"declared_too_late", 1 * second, 482 * second, 420 * second, 61 * second, 661 * second},
		{"own_chain_begins_later_and_is_earlier", 10 * second, 5 * second, 0, 5 * second, 130 * second},
		{"own_chain_begins_later_and_is_later", 10 * second, 5 * second, 60 * second, 5 * second, 185 * second},
	} {
		t.Run(c.name, func(t *testing.T) {
			i := killSwitch.Default().With("A41", "threshold", 1_500_000_000).With("A41", "decide", int64(c.decide))
			if c.decide < 420*second { // whoever decides at once also looks at once
				i = i.With("A41", "lag", 0).With("A41", "detect", int64(time.Minute))
			}
			s := newSim(t, i).at(0)
			fullParents(s)
			s.trade(s.child(1, 0))
			for at := second; at <= 490*second; at += second {
				s.at(at)
				if at == c.over {
					s.trade(s.child(1, 0))
				}
				if at == c.declared {
					s.w.Declared = s.w.Now
				}
				s.tick()
			}
			if c.stop == 0 {
				s.wantTrips()
				return
			}
			gross := int64(2_000_000_000)
			if c.over == 0 || (c.declared > 0 && c.declared < c.over) {
				gross = 1_000_000_000 // what the monitor had when it heard
			}
			s.wantTrips(Trip{At: after(c.at), Effect: after(c.stop), Scope: Scope{Kind: Firm}, Seen: gross, Limit: 1_500_000_000, Unit: Micros})
			s.trace = nil
			s.at(c.stop - 1).vote(s.child(5, 4))
			s.at(c.stop).vote(s.child(5, 4))
			s.wantVotes(Pass, Kill)
		})
	}
}

func TestKillSwitchOfAForkHearsAlone(t *testing.T) {
	s := newSim(t, killSwitch.Default().With("A41", "threshold", 500_000_000)).at(0)
	fullParents(s)
	s.trade(s.child(1, 0))
	declared := s.fork()
	declared.w.Declared = after(time.Second)
	declared.at(time.Second).tick()
	s.at(time.Second).tick()
	s.wantTrips(Trip{At: after(time.Minute), Effect: after(11 * time.Minute), Scope: Scope{Kind: Firm}, Seen: 1_000_000_000, Limit: 500_000_000, Unit: Micros})
	declared.wantTrips(Trip{At: after(time.Second), Effect: after(181 * time.Second), Scope: Scope{Kind: Firm}, Seen: 1_000_000_000, Limit: 500_000_000, Unit: Micros})
	s.trace = nil
	s.at(181 * time.Second).vote(s.child(5, 4))
	s.wantVotes(Pass)
}
