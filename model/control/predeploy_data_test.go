package control

import (
	"testing"
	"time"

	"lossreplay/model"
)

func TestDataGuard(t *testing.T) {
	anyDay := dataGuard.Default().With("A09", "session", 0)
	const five = 5 * time.Minute
	for _, c := range []struct {
		name     string
		of       Instance
		quoted   model.Time
		tick, at time.Duration
		want     Verdict
		limit    time.Duration
	}{
		{"at_the_open", dataGuard.Default(), dayOpen, 0, 0, Pass, 0},
		{"just_before_the_open", dataGuard.Default(), dayOpen - 1, 0, 0, Block, 0},
		{"before_the_open_a_minute_later", dataGuard.Default(), dayOpen - 1, time.Minute, time.Minute, Block, time.Minute},
		{"of_yesterday", dataGuard.Default(), after(-24 * time.Hour), time.Hour, time.Hour, Block, five},
		{"just_before_the_open_any_day", anyDay, dayOpen - 1, 0, 0, Pass, 0},
		{"of_yesterday_any_day", anyDay, after(-24 * time.Hour), 0, 0, Block, five},
		{"of_the_session_any_day", anyDay, after(time.Hour), time.Hour + time.Second, time.Hour + time.Second, Pass, 0},
		{"at_max_age", dataGuard.Default(), after(time.Hour), time.Hour + five, time.Hour + five, Pass, 0},
		{"above_max_age", dataGuard.Default(), after(time.Hour), time.Hour + five + 1, time.Hour + five + 1, Block, five},
		{"above_max_age_since_the_tick", dataGuard.Default(), after(time.Hour), time.Hour + five, time.Hour + five + 1, Pass, 0},
		{"never_quoted", dataGuard.Default(), model.Never, time.Hour, time.Hour, Pass, 0},
		{"before_the_session", dataGuard.Default(), after(-24 * time.Hour), 0, -1, Pass, 0},
		{"after_the_session", dataGuard.Default(), dayOpen, 390 * time.Minute, 390 * time.Minute, Pass, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSim(t, c.of)
			for i := range s.w.QuotedAt {
				s.w.QuotedAt[i] = dayClose // fresher than any tick of the session
			}
			child := s.child(1, 0)
			s.w.QuotedAt[child.Symbol] = c.quoted
			s.at(c.tick).tick()
			s.at(c.at).vote(child)
			s.vote(s.child(2, 0)) // another symbol
			s.wantVotes(c.want, Pass)
			if c.want == Pass {
				s.wantTrips()
				return
			}
			s.wantTrips(Trip{At: after(c.at), Effect: after(c.at), Scope: Scope{OnSymbol, uint32(child.Symbol)},
				Seen: int64(after(c.tick).Sub(c.quoted)), Limit: int64(c.limit), Unit: Nanoseconds})
		})
	}
}

func TestDataGuardRearmsAtTheTickThatShowsAFreshQuote(t *testing.T) {
	s := newSim(t, dataGuard.Default())
	child := s.child(1, 0)
	s.w.QuotedAt[child.Symbol] = dayOpen - 1
	s.at(0).tick()
	s.vote(child)
	s.w.QuotedAt[child.Symbol] = after(time.Second)
	s.at(time.Second).tick()
	s.vote(child)
	s.at(time.Hour).tick()
	c := s.fork()
	s.vote(child)
	c.w.QuotedAt[child.Symbol] = after(time.Hour)
	c.vote(child)
	s.wantVotes(Block, Pass, Block)
	c.wantVotes(Block, Pass, Pass)
	if len(s.m.Trips()) != 1 {
		t.Errorf("%d trips: one a symbol is enough", len(s.m.Trips()))
	}
}

func TestDataGuardBeforeTheFirstTickTakesTheOpen(t *testing.T) {
	s := newSim(t, dataGuard.Default())
	child := s.child(1, 0)
	s.w.QuotedAt[child.Symbol] = dayOpen
	s.at(time.Millisecond).vote(child)
	s.w.QuotedAt[child.Symbol] = dayOpen - 1
	s.vote(child)
	s.wantVotes(Pass, Block)

	s = newSim(t, dataGuard.Default().With("A09", "session", 0))
	s.w.QuotedAt[child.Symbol] = after(-5*time.Minute - 1)
	s.at(time.Millisecond).vote(child)
	s.wantVotes(Block)
}
