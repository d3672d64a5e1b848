package control

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"lossreplay/model"
)

// capitalAt is the threshold in dollars, with the default lag of a second.
func capitalAt(dollars int64) Instance {
	return firmCapital.Default().With("A20", "limit", dollars*1_000_000)
}

func TestCapitalCountsTheErrorAccountAndWorkingOrders(t *testing.T) {
	s := newSim(t, capitalAt(3000)).at(0)
	fullParents(s)
	s.trade(s.child(1, 0)) // long 100 in the error account
	s.trade(s.child(2, 0)) // short 100
	s.send(s.child(3, 0))  // working 100: at the limit
	s.wantTrips()
	one := s.child(6, 0)
	one.Qty = 1
	s.at(time.Second).send(one)
	s.wantTrips(Trip{At: after(2 * time.Second), Effect: after(2 * time.Second), Scope: Scope{Kind: Firm},
		Seen: 3_010_000_000, Limit: 3_000_000_000, Unit: Micros})
	s.at(2*time.Second - 1).vote(s.child(5, 4))
	s.at(2 * time.Second).vote(s.child(5, 4))
	s.at(5 * time.Hour).vote(s.child(8, 1))
	s.wantVotes(Pass, Pass, Pass, Pass, Pass, Halt, Halt)
}

func TestCapitalWithoutTheErrorAccountSeesWorkingOrdersOnly(t *testing.T) {
	s := newSim(t, capitalAt(1000).With("A20", "error_account", accountExcluded)).at(0)
	fullParents(s)
	for range 50 {
		s.trade(s.child(1, 0)) // at the limit while it works
	}
	s.tick(9*ten, 9*ten, 9*ten)
	s.wantTrips()
	s.send(s.child(1, 0)) // 100 at 90.00
	if n := len(s.m.Trips()); n != 1 || s.m.Trips()[0].Seen != 9_000_000_000 {
		t.Errorf("trips %+v", s.m.Trips())
	}
}

func TestCapitalDoesNotSeeWhatParentsAskedFor(t *testing.T) {
	s := newSim(t, capitalAt(1000)).at(0)
	for range 3 {
		s.trade(s.child(1, 0))
	}
	s.wantTrips()
}

func TestCapitalSeesMarksMoveAndOrdersEnd(t *testing.T) {
	s := newSim(t, capitalAt(2000).With("A20", "lag", 0)).at(0)
	fullParents(s)
	s.trade(s.child(1, 0))
	s.send(s.child(1, 0))
	s.end(s.live[0], model.ExecCanceled)
	s.send(s.child(4, 0)) // a sell that would reduce the account counts while it works
	s.at(time.Second).tick(ten, ten, ten)
	s.wantTrips()
	s.at(2*time.Second).tick(ten, ten+1, ten)
	s.wantTrips(Trip{At: after(2 * time.Second), Effect: after(2 * time.Second), Scope: Scope{Kind: Firm},
		Seen: 2_000_020_000, Limit: 2_000_000_000, Unit: Micros})
	s.fillAll(ten) // the account is flat again; nobody takes the stop back
	s.at(3*time.Second).tick(ten, ten, ten)
	s.vote(s.child(2, 0))
	s.wantVotes(Pass, Pass, Pass, Halt)
}

func TestCapitalOfAForkedWorldIsItsOwn(t *testing.T) {
	s := newSim(t, capitalAt(2000)).at(0)
	s.send(s.child(1, 0))
	other := s.fork()
	other.send(other.child(1, 0))
	other.end(other.live[0], model.ExecCanceled)
	other.end(other.live[0], model.ExecCanceled)
	s.send(s.child(1, 0))
	s.wantTrips()
	s.send(s.child(3, 0))
	if trips := s.m.Trips(); len(trips) != 1 || trips[0].Seen != 3_000_000_000 {
		t.Errorf("trips %+v", trips)
	}
	for range 3 {
		other.send(other.child(1, 0))
	}
	if trips := other.m.Trips(); len(trips) != 1 || trips[0].Seen != 3_000_000_000 {
		t.Errorf("trips of the fork %+v", trips)
	}
}

func TestCapitalIsTheWorldsAtEveryEvent(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		limit, lag := rapid.Int64Range(1000, 20_000).Draw(r, "dollars"), rapid.Int64Range(0, 2_000_000_000).Draw(r, "lag")
		account := rapid.Int64Range(accountIncluded, accountExcluded).Draw(r, "account")
		s := newSim(t, capitalAt(limit).With("A20", "lag", lag).With("A20", "error_account", account))
		s.obey = rapid.Bool().Draw(r, "obey")
		h := watch(r, s)
		passed := model.Never
		h.happened = func(w *World) {
			exposure := openByHand(h, w)
			if account == accountIncluded {
				exposure += w.Book.Gross(w.Mid)
			}
			if passed == model.Never && exposure > model.Money(limit)*model.MoneyUnit {
				passed = w.Now
			}
		}
		h.want = func(w *World, c *Child) Verdict {
			if w.Now >= passed.Add(time.Duration(lag)) {
				return Halt
			}
			return Pass
		}
		s.take(genSteps(120).Draw(r, "day")...)
	})
}
