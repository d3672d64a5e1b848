package control

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"lossreplay/model"
)

// tight is the runbook at $1,500, which 200 shares exceed.
func tight() Instance { return incidentRunbook.Default().With("A43", "threshold", 1_500_000_000) }

func TestRunbookDeclaresThenHalts(t *testing.T) {
	s := newSim(t, tight()).at(0)
	fullParents(s)
	s.trade(s.child(1, 0))
	s.at(time.Second).trade(s.child(2, 0)) // short: gross 2,000
	const seen = 181 * time.Second         // lag and detect after that
	s.at(seen - 1).tick()
	if s.w.Declared != model.Never {
		t.Fatalf("declared at %v", s.w.Declared)
	}
	s.wantTrips()
	s.at(seen).tick()
	if s.w.Declared != after(seen) {
		t.Fatalf("declared at %v", s.w.Declared)
	}
	const stop = seen + 7*time.Minute
	s.wantTrips(Trip{At: after(seen), Effect: after(stop), Scope: Scope{Kind: Firm}, Seen: 2_000_000_000, Limit: 1_500_000_000, Unit: Micros})
	s.at(seen + time.Minute).tick()
	s.trace = nil
	s.at(stop - 1).vote(s.child(5, 4))
	s.at(stop).vote(s.child(5, 4))
	s.wantVotes(Pass, Halt)
	if len(s.m.Trips()) != 1 {
		t.Errorf("%d trips", len(s.m.Trips()))
	}
}

func TestRunbookAtItsThresholdDeclaresNothing(t *testing.T) {
	s := newSim(t, incidentRunbook.Default().With("A43", "threshold", 2_000_000_000)).at(0)
	fullParents(s)
	s.trade(s.child(1, 0))
	s.trade(s.child(1, 0))
	for m := range 60 {
		s.at(time.Duration(m) * time.Minute).tick()
	}
	if s.w.Declared != model.Never || len(s.m.Trips()) > 0 {
		t.Errorf("declared at %v, trips %+v", s.w.Declared, s.m.Trips())
	}
}

func TestRunbookTakesUpWhatSomebodyElseDeclares(t *testing.T) {
	s := newSim(t, tight()).at(0)
	s.w.Declared = after(time.Minute)
	s.at(time.Minute).tick()
	s.wantTrips(Trip{At: after(time.Minute), Effect: after(8 * time.Minute), Scope: Scope{Kind: Firm}, Seen: 0, Limit: 1_500_000_000, Unit: Micros})
}

func TestRunbookRefusesRollbacksOnceDeclared(t *testing.T) {
	rollback := on(model.OpRollback, 0, 0)
	reaction := rollback
	reaction.Reaction = true
	for _, c := range []struct {
		name     string
		at       time.Duration
		declared time.Duration // -1 for never
		op       model.Operation
		refused  bool
	}{
		{"before_it", 10*time.Minute - 1, -1, rollback, false},
		{"nothing_declared", time.Hour, -1, reaction, false},
		{"with_it", 10 * time.Minute, 10 * time.Minute, rollback, true},
		{"a_reaction_too", time.Hour, 10 * time.Minute, reaction, true},
		{"a_deploy", time.Hour, 10 * time.Minute, on(model.OpDeploy, 0, 2), false},
		{"last_of_the_session", 390*time.Minute - 1, 10 * time.Minute, rollback, true},
		{"after_the_session", 390 * time.Minute, 10 * time.Minute, rollback, false},
		{"before_the_session", -1, -time.Hour, rollback, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSim(t, tight())
			if c.declared != -1 {
				s.w.Declared = after(c.declared)
			}
			if got := s.at(c.at).operate(c.op); got != c.refused {
				t.Errorf("refused %t, want %t", got, c.refused)
			}
		})
	}
}

// both is a kill switch and a runbook in one world. over is when the book's gross first exceeded the switch's threshold, and
// when the runbook's.
type both struct {
	kill *peoplesStop
	book *runbook
	over [2]model.Time
}

func (b *both) Clone() Monitor {
	return &both{b.kill.Clone().(*peoplesStop), b.book.Clone().(*runbook), b.over}
}
func (b *both) Trips() []Trip                   { return nil }
func (b *both) Vote(w *World, c *Child) Verdict { return max(b.kill.Vote(w, c), b.book.Vote(w, c)) }
func (b *both) Declares(w *World) bool          { return b.book.Declares(w) }

func (b *both) Filled(w *World, f *Fill) {
	b.kill.Filled(w, f)
	b.book.Filled(w, f)
	b.look(w)
}

func (b *both) Ticked(w *World) {
	b.kill.Ticked(w)
	b.book.Ticked(w)
	b.look(w)
}

func (b *both) look(w *World) {
	for i, limit := range []model.Money{b.kill.chain.limit, b.book.watch.limit} {
		if w.Book.Gross(w.Mid) > limit {
			b.over[i] = min(b.over[i], w.Now)
		}
	}
}

// TestKillSwitchAndRunbookTogether holds the pair, and each alone, against what their texts say, on days that nobody stops.
func TestKillSwitchAndRunbookTogether(t *testing.T) {
	short := rapid.SampledFrom([]int64{0, 1, int64(time.Second), int64(30 * time.Second), int64(2 * time.Minute)})
	gross := rapid.SampledFrom([]int64{1_000_000, 1_000_000_000, 3_000_000_000, 100_000_000_000})
	rapid.Check(t, func(r *rapid.T) {
		a41, a43 := killSwitch.Default(), incidentRunbook.Default()
		for _, p := range []string{"lag", "detect", "decide", "declared_decide", "execute"} {
			a41 = a41.With("A41", p, short.Draw(r, "A41 "+p))
		}
		for _, p := range []string{"lag", "detect", "decide_cap", "execute"} {
			a43 = a43.With("A43", p, short.Draw(r, "A43 "+p))
		}
		a41, a43 = a41.With("A41", "threshold", gross.Draw(r, "A41 threshold")), a43.With("A43", "threshold", gross.Draw(r, "A43 threshold"))
		kill, book, pair := started(t, a41, false), started(t, a43, false), started(t, a41, false)
		two := &both{pair.m.(*peoplesStop), a43.Monitor(pair.env).(*runbook), [2]model.Time{model.Never, model.Never}}
		pair.m = two

		declared := model.Never
		for _, e := range genSteps(80).Draw(r, "day") {
			if e.kind == stepTick && declared == model.Never && pair.w.Now.Add(e.wait) >= two.over[1].Add(model.Duration(a43.Values["lag"]+a43.Values["detect"])) {
				declared = pair.w.Now.Add(e.wait)
			}
			kill.take(e)
			book.take(e)
			pair.take(e)
			if pair.w.Declared != declared || book.w.Declared != declared {
				r.Fatalf("at %v declared at %v and %v, want %v", pair.w.Now, pair.w.Declared, book.w.Declared, declared)
			}
			v := func(names ...string) (sum model.Duration) {
				for _, n := range names {
					sum += model.Duration(a41.Values[n])
				}
				return sum
			}
			alone := two.over[0].Add(v("lag", "detect", "decide", "execute"))
			halted := declared.Add(model.Duration(a43.Values["decide_cap"] + a43.Values["execute"]))
			killed := min(alone, declared.Add(v("declared_decide", "execute")))
			child := pair.child(1, 7)
			for what, c := range map[string]struct {
				s    *sim
				want Verdict
			}{"A41": {kill, verdictAt(Kill, alone, pair.w.Now)}, "A43": {book, verdictAt(Halt, halted, pair.w.Now)},
				"both": {pair, max(verdictAt(Kill, killed, pair.w.Now), verdictAt(Halt, halted, pair.w.Now))}} {
				if got := c.s.vote(child); got != c.want {
					r.Fatalf("%s at %v: %d, want %d", what, pair.w.Now, got, c.want)
				}
			}
			if pair.vote(child) < max(kill.vote(child), book.vote(child)) {
				r.Fatalf("at %v the pair is later than one alone", pair.w.Now)
			}
		}
	})
}

func verdictAt(v Verdict, at, now model.Time) Verdict {
	if now >= at {
		return v
	}
	return Pass
}
