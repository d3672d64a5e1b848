package control

import (
	"testing"
	"time"

	"lossreplay/model"
)

func TestSelfMatchStopsWhatMeetsAnOwnOrder(t *testing.T) {
	s := newSim(t, selfMatch.Default()).at(time.Second)
	s.obey = true
	s.send(s.child(1, 0)) // a buy in symbol 1
	s.send(s.child(7, 5)) // another: the same side
	s.send(s.child(4, 5)) // a sell in symbol 1, from another server
	s.send(s.child(2, 0)) // a sell in symbol 2
	s.send(s.child(5, 0)) // a buy in symbol 2
	s.send(s.child(6, 0)) // a sell in symbol 0
	s.wantVotes(Pass, Pass, Block, Pass, Block, Pass)
	at := after(time.Second)
	s.wantTrips(Trip{At: at, Effect: at, Scope: Scope{OnSymbol, 1}, Seen: 200, Limit: 0, Unit: Shares},
		Trip{At: at, Effect: at, Scope: Scope{OnSymbol, 2}, Seen: 100, Limit: 0, Unit: Shares})
	s.trace = nil
	s.send(s.child(4, 0)) // still
	s.end(s.child(1, 0), model.ExecExpired)
	s.send(s.child(4, 0)) // one is left
	s.end(s.child(7, 5), model.ExecExpired)
	s.send(s.child(4, 0)) // and now none
	s.send(s.child(1, 0)) // but that sell is
	s.wantVotes(Block, Block, Pass, Block)
	if n := len(s.m.Trips()); n != 2 {
		t.Errorf("%d trips, want one a symbol", n)
	}
}
