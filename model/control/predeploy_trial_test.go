package control

import (
	"testing"
	"time"

	"lossreplay/model"
	"lossreplay/model/router"
)

// released is the RLP release on all servers but 7, under wide caps but for one; it stands at the open.
func released(t *testing.T, param string, value int64) *sim {
	i := trialLimits.Default().With("A08", "symbols", 100).With("A08", "parents", 100)
	s := newSim(t, i.With("A08", param, value)).at(0)
	s.obey = true
	deployedBut(s, 7)
	return s
}

func TestTrialCapsSymbols(t *testing.T) {
	s := released(t, "symbols", 2)
	s.send(s.child(1, 0)) // BBB
	s.send(s.child(2, 1)) // CCC: at the cap
	s.wantTrips()
	s.send(s.child(3, 2)) // AAA
	s.send(s.child(6, 3)) // AAA again: logged once
	s.send(s.child(4, 4)) // BBB, another parent: goes on
	s.wantVotes(Pass, Pass, Block, Block, Pass)
	s.wantTrips(Trip{At: dayOpen, Effect: dayOpen, Scope: Scope{OnSymbol, 0}, Seen: 3, Limit: 2, Unit: Count})
}

func TestTrialCapsParents(t *testing.T) {
	s := released(t, "parents", 2)
	s.send(s.child(1, 0))
	s.send(s.child(2, 1)) // at the cap
	s.wantTrips()
	s.at(time.Second).send(s.child(4, 0))
	s.send(s.child(1, 5)) // one of the two, on another server: the release is one
	s.wantVotes(Pass, Pass, Block, Pass)
	s.wantTrips(Trip{At: after(time.Second), Effect: after(time.Second), Scope: Scope{OnParent, 4}, Seen: 3, Limit: 2, Unit: Count})
}

func TestTrialCapsWhatItSends(t *testing.T) {
	s := released(t, "notional", 2_000_000_000) // $2,000: 200 shares at 10.00
	s.send(s.child(1, 0))
	one := s.child(1, 0)
	one.Qty = 1
	s.send(s.child(2, 1)) // a sell adds up with the buy: at the cap
	s.wantTrips()
	s.send(one)
	s.wantVotes(Pass, Pass, Block)
	s.wantTrips(Trip{At: dayOpen, Effect: dayOpen, Scope: Scope{Kind: Firm}, Seen: 2_010_000_000, Limit: 2_000_000_000, Unit: Micros})
}

func TestTrialOfNothing(t *testing.T) {
	for _, param := range []string{"symbols", "parents", "notional"} {
		s := released(t, param, 0)
		s.send(s.child(1, 0))
		s.wantVotes(Block)
	}
}

func TestTrialEndsDaysAfterTheDeploy(t *testing.T) {
	s := newSim(t, trialLimits.Default().With("A08", "parents", 0).With("A08", "days", 2)).at(-48 * time.Hour)
	s.operate(on(model.OpDeploy, 0, router.BuildRLP))
	s.at(-48*time.Hour + 1).operate(on(model.OpDeploy, 1, router.BuildRLP))
	s.at(-1).vote(s.child(1, 0))
	s.at(0).vote(s.child(1, 0))
	s.vote(s.child(1, 1))
	s.at(1).vote(s.child(1, 1))
	s.wantVotes(Block, Pass, Block, Pass)
}

func TestTrialCoversNewPathsOnly(t *testing.T) {
	ordinary := func(c Child) Child {
		c.Flag = router.FlagNone
		return c
	}
	s := released(t, "parents", 0)
	s.vote(s.child(1, 7))           // missed by the deploy: no new path, no cap
	s.vote(ordinary(s.child(1, 0))) // the path that this flag selected before
	s.vote(s.child(1, 0))
	s.operate(on(model.OpDeploy, 0, router.BuildRLP)) // what it runs already
	s.vote(s.child(1, 0))
	s.operate(on(model.OpRollback, 0, router.Build2005)) // Power Peg again, without caps
	s.vote(s.child(1, 0))
	s.vote(s.child(1, 1))
	s.operate(on(model.OpDeploy, 0, router.BuildRLP)) // new once more
	s.vote(s.child(1, 0))
	s.wantVotes(Pass, Pass, Block, Block, Pass, Block, Block)
}

func TestTrialOfARepeatedDeployGoesOn(t *testing.T) {
	s := newSim(t, trialLimits.Default().With("A08", "parents", 0).With("A08", "days", 1)).at(-24 * time.Hour)
	s.operate(on(model.OpDeploy, 0, router.BuildRLP))
	s.at(-time.Hour).operate(on(model.OpDeploy, 0, router.BuildRLP)) // selects nothing new: the trial is not longer for it
	s.at(-1).vote(s.child(1, 0))
	s.at(0).vote(s.child(1, 0))
	s.wantVotes(Block, Pass)
}

func TestTrialCountsWhatWentOutOnNewPaths(t *testing.T) {
	s := released(t, "parents", 1)
	s.vote(s.child(1, 0)) // voted on, but another control holds it back
	s.send(s.child(2, 7)) // the old path
	s.send(s.child(3, 0))
	s.send(s.child(4, 0))
	s.wantVotes(Pass, Pass, Pass, Block)
}

func TestTrialCloneIsAlone(t *testing.T) {
	s := released(t, "parents", 1)
	c := s.fork()
	c.send(c.child(1, 0))
	c.send(c.child(2, 0))
	c.operate(on(model.OpRollback, 1, router.Build2005))
	c.send(c.child(3, 1))
	s.send(s.child(2, 0))
	s.send(s.child(3, 1))
	c.wantVotes(Pass, Block, Pass)
	s.wantVotes(Pass, Block)

	s = released(t, "symbols", 1)
	c = s.fork()
	c.send(c.child(1, 0)) // BBB
	s.send(s.child(2, 0)) // CCC
	s.send(s.child(1, 0))
	s.wantVotes(Pass, Block)
}
