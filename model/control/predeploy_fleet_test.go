package control

import (
	"testing"
	"time"

	"lossreplay/model"
	"lossreplay/model/router"
)

// deployedBut puts the RLP build on every server but those.
func deployedBut(s *sim, missed ...model.ServerID) {
	skip := map[model.ServerID]bool{}
	for _, m := range missed {
		skip[m] = true
	}
	for server := range model.ServerID(8) {
		if !skip[server] {
			s.operate(on(model.OpDeploy, server, router.BuildRLP))
		}
	}
}

func TestFleetCheckTakesTheMissedServerOut60sAfterTheRollout(t *testing.T) {
	s := newSim(t, fleetVersion.Default()).at(0)
	deployedBut(s, 7)
	s.wantTrips()
	s.operate(model.Operation{Kind: model.OpRolloutEnd})
	s.wantTrips(Trip{At: dayOpen, Effect: after(time.Minute), Scope: Scope{OnServer, 7}, Seen: 1, Limit: 0, Unit: Count})
	s.at(time.Minute - 1).vote(s.child(1, 7))
	s.at(time.Minute).vote(s.child(1, 7))
	s.vote(s.child(1, 6))
	s.wantVotes(Pass, Cut, Pass)
}

func TestFleetCheckLogsEachServerOnce(t *testing.T) {
	s := newSim(t, fleetVersion.Default().With("A01", "latency", 0)).at(0)
	deployedBut(s, 2, 7)
	s.operate(model.Operation{Kind: model.OpRolloutEnd})
	s.at(time.Second).operate(model.Operation{Kind: model.OpStartOfDay})
	s.wantTrips(
		Trip{At: dayOpen, Effect: dayOpen, Scope: Scope{OnServer, 2}, Seen: 2, Limit: 0, Unit: Count},
		Trip{At: dayOpen, Effect: dayOpen, Scope: Scope{OnServer, 7}, Seen: 2, Limit: 0, Unit: Count})
}

func TestFleetCheckPassesAUniformFleetAndALaterRollback(t *testing.T) {
	s := newSim(t, fleetVersion.Default()).at(0)
	deployedBut(s)
	s.operate(model.Operation{Kind: model.OpRolloutEnd})
	s.operate(model.Operation{Kind: model.OpStartOfDay})
	s.operate(on(model.OpRollback, 0, router.Build2005))
	s.at(time.Hour).vote(s.child(1, 0))
	s.wantVotes(Pass)
	s.wantTrips()
}
