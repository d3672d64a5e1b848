package control

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lossreplay/model"
)

func TestThrottleDenies4thOrderIn1s(t *testing.T) {
	s := newSim(t, orderRate.Default().With("A16", "limit", 3))
	s.obey = true
	for i := range 4 {
		s.at(time.Duration(i) * 100 * time.Millisecond).send(s.child(1, 0))
	}
	s.send(s.child(1, 1))                             // another server
	s.at(time.Second - 1).send(s.child(1, 0))         // the first is still in the window
	s.at(time.Second).send(s.child(1, 0))             // and has now left it
	s.at(time.Second).send(s.child(1, 0))             // which made room for one
	s.at(1100 * time.Millisecond).send(s.child(1, 0)) // and another
	s.at(3 * time.Second).send(s.child(1, 0))         // an empty window
	s.wantVotes(Pass, Pass, Pass, Block, Pass, Block, Pass, Block, Pass, Pass)
	s.wantTrips(Trip{At: after(300 * time.Millisecond), Effect: after(300 * time.Millisecond), Scope: Scope{OnServer, 0}, Seen: 4, Limit: 3, Unit: Count})
}

func TestThrottleCountsOnlyWhatWentOut(t *testing.T) {
	for mode := range int64(3) {
		s := newSim(t, orderRate.Default().With("A16", "limit", 1).With("A16", "mode", mode)).at(0)
		for range 3 {
			s.vote(s.child(1, 0)) // voted on, but another control holds it back
		}
		s.wantVotes(Pass, Pass, Pass)
	}
}

func TestThrottleKillsTheServerAtItsFirstBreach(t *testing.T) {
	s := newSim(t, orderRate.Default().With("A16", "limit", 2).With("A16", "mode", modeKill)).at(0)
	s.obey = true
	for range 3 {
		s.send(s.child(1, 0))
	}
	s.send(s.child(1, 1))
	s.at(5 * time.Hour).send(s.child(1, 0)) // an empty window: the session stays terminated
	s.wantVotes(Pass, Pass, Cut, Pass, Cut)
	breach := Trip{At: after(0), Effect: after(0), Scope: Scope{OnServer, 0}, Seen: 3, Limit: 2, Unit: Count}
	s.wantTrips(breach)
	s.trace = nil
	s.operate(on(model.OpOverride, 0, 0))
	for range 3 {
		s.send(s.child(1, 0))
	}
	s.wantVotes(Pass, Pass, Cut)
	breach.At, breach.Effect = after(5*time.Hour), after(5*time.Hour)
	if trips := s.m.Trips(); len(trips) != 2 || trips[1] != breach {
		t.Errorf("trips after the override: %+v", trips)
	}
}

func TestThrottleQueuesInOrderOfAsking(t *testing.T) {
	s := newSim(t, orderRate.Default().With("A16", "limit", 2).With("A16", "mode", modeQueue))
	s.obey = true
	ms := func(n int) time.Duration { return time.Duration(n) * time.Millisecond }
	s.at(0).send(s.child(1, 0))
	s.at(ms(400)).send(s.child(1, 0))
	var ready []time.Duration
	for _, at := range []int{500, 500, 600, 600, 700} {
		c := s.child(1, 0)
		if s.at(ms(at)).send(c); s.trace[len(s.trace)-1] == Delay {
			ready = append(ready, s.m.(Delayer).ReadyAt(&s.w, &c).Sub(dayOpen))
		}
	}
	// Two leave at 1.0 and 1.4 s, which makes room for the next two, and so on.
	if want := []time.Duration{ms(1000), ms(1400), ms(2000), ms(2400), ms(3000)}; !slices.Equal(ready, want) {
		t.Errorf("ready at %v, want %v", ready, want)
	}
	s.send(s.child(1, 1)) // another server does not wait
	s.wantVotes(Pass, Pass, Delay, Delay, Delay, Delay, Delay, Pass)
	s.wantTrips(Trip{At: after(ms(500)), Effect: after(ms(500)), Scope: Scope{OnServer, 0}, Seen: 3, Limit: 2, Unit: Count})
	if !orderRate.LoopOnly(Values{"mode": modeQueue}) || orderRate.LoopOnly(Values{"mode": modeKill}) || orderRate.LoopOnly(orderRate.Default().Values) {
		t.Error("the queue, and it alone, needs the closed loop")
	}
}

func TestThrottleQueueLeavesTheRoomOfWhoStaysAway(t *testing.T) {
	s := newSim(t, orderRate.Default().With("A16", "limit", 1).With("A16", "mode", modeQueue)).at(0)
	s.obey = true
	s.send(s.child(1, 0))
	first, second := s.child(1, 0), s.child(4, 0)
	s.send(first)
	s.m.(Delayer).ReadyAt(&s.w, &first)
	s.send(second)
	s.m.(Delayer).ReadyAt(&s.w, &second)
	s.at(time.Second + 1).send(s.child(1, 0)) // the first does not come back: its room is taken
	s.at(2 * time.Second).send(second)        // one nanosecond early by that: behind all that wait
	if at := s.m.(Delayer).ReadyAt(&s.w, &second); at != after(2*time.Second+1) {
		t.Errorf("ready at %v", at.Sub(dayOpen))
	}
	s.wantVotes(Pass, Delay, Delay, Pass, Delay)
}

func TestThrottleQueueOfAForkIsItsOwn(t *testing.T) {
	s := newSim(t, orderRate.Default().With("A16", "limit", 1).With("A16", "mode", modeQueue)).at(0)
	c := s.child(1, 0)
	s.send(c)
	s.m.(Delayer).ReadyAt(&s.w, &c)
	world, fork := s.m.(*rateQueue).queue[0].at, s.fork().m.(*rateQueue).queue[0].at
	if !slices.Equal(world, fork) || &world[0] == &fork[0] {
		t.Errorf("the world's places are %v, its fork's %v, and they share memory or differ", world, fork)
	}
}

// waits is the queue by brute force: of children in order of asking, the earliest moment, none before an earlier one's, with
// fewer than limit sent within the window before it.
func waits(asked []model.Time, limit int, window model.Duration) (sent []model.Time) {
	for i, at := range asked {
		if i > 0 {
			at = max(at, sent[i-1])
		}
		for {
			within := 0
			for _, s := range sent {
				if at.Sub(s) < window {
					within++
				}
			}
			if within < limit {
				break
			}
			at++
		}
		sent = append(sent, at)
	}
	return sent
}

func TestThrottleQueueIsFirstInFirstOut(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		limit := rapid.IntRange(1, 4).Draw(r, "limit")
		window := rapid.Int64Range(1, 20).Draw(r, "window")
		one := orderRate.Default().With("A16", "mode", modeQueue).With("A16", "limit", int64(limit))
		one.Values["window"] = window // nanoseconds, so that brute force can try each
		s := newSim(t, one)
		s.obey = true
		var asked []model.Time
		at := dayOpen
		for _, gap := range rapid.SliceOfN(rapid.IntRange(0, 8), 1, 40).Draw(r, "gaps") {
			at += model.Time(gap)
			asked = append(asked, at)
		}
		got := make([]model.Time, len(asked))
		type ask struct {
			child int
			at    model.Time
		}
		var line []ask // those that wait; one that comes back asks before a new one
		for next := 0; next < len(asked) || len(line) > 0; {
			var now ask
			if len(line) > 0 && (next == len(asked) || line[0].at <= asked[next]) {
				now, line = line[0], line[1:]
			} else {
				now = ask{next, asked[next]}
				next++
			}
			s.w.Now = now.at
			c := s.child(1, 0)
			switch s.send(c) {
			case Pass:
				got[now.child] = now.at
			case Delay:
				line = append(line, ask{now.child, s.m.(Delayer).ReadyAt(&s.w, &c)})
				if rapid.IntRange(0, 9).Draw(r, "fork") == 0 { // go on with a copy; what becomes of the original does not matter
					original := s.m
					s.m = s.m.Clone()
					original.(Delayer).ReadyAt(&s.w, &c)
					original.(SentWatcher).Sent(&s.w, &c)
				}
			}
			if !slices.IsSortedFunc(line, func(a, b ask) int { return int(a.at - b.at) }) {
				r.Fatalf("a child waits less than one that asked before it: %v", line)
			}
		}
		if want := waits(asked, limit, time.Duration(window)); !slices.Equal(got, want) {
			r.Fatalf("asked %v\n sent %v\n want %v", asked, got, want)
		}
	})
}
