package control

import (
	"testing"
	"time"

	"lossreplay/model"
)

func TestPageTakesTheNamedServerOut(t *testing.T) {
	s := newSim(t, alertPage.Default().With("A42", "count", 2)).at(-time.Hour)
	alert := on(model.OpAlert, 7, 0)
	s.operate(alert)
	s.operate(on(model.OpAlert, 6, 0))
	s.operate(model.Operation{Kind: model.OpAlert}) // names nobody
	s.wantTrips()
	s.operate(alert)
	s.operate(alert)
	s.wantTrips(Trip{At: after(-time.Hour), Effect: after(-25 * time.Minute), Scope: Scope{OnServer, 7}, Seen: 2, Limit: 2, Unit: Count})
	s.at(-25*time.Minute - 1).vote(s.child(1, 7))
	s.at(-25 * time.Minute).vote(s.child(1, 7))
	s.vote(s.child(1, 6))
	s.wantVotes(Pass, Block, Pass)
}
