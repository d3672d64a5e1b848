package control

import (
	"slices"

	"lossreplay/model"
	"lossreplay/model/market"
)

// stockBreaker is A34: the single-stock circuit breakers of the day, on the world's own prices.
var stockBreaker = Spec{
	ID: "A34", Name: "Single-stock circuit breaker", Family: Detect,
	Observes: "the mid of each symbol at every tick, in place of the last sale (assumed)",
	Trigger:  "the mid lies HaltMove or more away from any mid of the preceding window: 10 %, 30 % or 50 % by symbol",
	Scope:    "symbol",
	Action:   "no child in that symbol goes out during the pause; the window then starts anew",
	Latency:  "none: the venue pauses trading with the tick",
	Rearm:    "by itself, after the pause",
	Coverage: "from 15 minutes after the open to 25 minutes before the close only; symbols without a move set have none; it was in " +
		"force, so what it did that day is already in the record: a pause here blocks what was sent and executed all the same",
	Params: []Param{
		{Name: "window", Doc: "how far back a mid counts", Unit: Nanoseconds, Default: 300_000_000_000, Min: 60_000_000_000, Max: 3_600_000_000_000,
			Source: "single-stock circuit breaker rules: within a rolling 5 minutes", Tag: model.Published},
		{Name: "pause", Doc: "length of a pause", Unit: Nanoseconds, Default: 300_000_000_000, Min: 1_000_000_000, Max: dayNanos,
			Source: "single-stock circuit breaker rules: 5 minutes", Tag: model.Published},
		{Name: "after_open", Doc: "from when after the open it is active", Unit: Nanoseconds, Default: 900_000_000_000, Min: 0, Max: dayNanos,
			Source: "single-stock circuit breaker rules: active from 09:45 ET", Tag: model.Published},
		{Name: "before_close", Doc: "until when before the close it is active", Unit: Nanoseconds, Default: 1_500_000_000_000, Min: 0, Max: dayNanos,
			Source: "single-stock circuit breaker rules: active until 15:35 ET", Tag: model.Published},
	},
	Existed: true, InForce: true, Availability: "in force on the day, all venues",
	Source: "FINRA Notice 11-37; exchange rules of 2010 and 2011 as summarised by NYSE and law firms",
	Needs:  []string{"quotes", "securities.halt_move"},
	New:    newStockPause,
	Lowered: func(v Values, env *Env, bp int64) Monitor {
		lower := *env
		lower.Securities = slices.Clone(env.Securities)
		for i := range lower.Securities {
			lower.Securities[i].HaltMove = lowered(lower.Securities[i].HaltMove, bp)
		}
		return newStockPause(v, &lower)
	},
}

// lowered returns a move at bp basis points of what it is, at least 1; 0, no breaker, stays 0.
func lowered(move int32, bp int64) int32 {
	if move == 0 {
		return 0
	}
	return int32(max(int64(move)*bp/wholeShare, 1))
}

func newStockPause(v Values, env *Env) Monitor {
	session := env.About.Session
	return &stockPause{breaker: market.NewBreaker(market.BreakerRule{
		Window: model.Duration(v["window"]), Pause: model.Duration(v["pause"]),
		From: session.Open.Add(model.Duration(v["after_open"])), Until: session.Close.Add(-model.Duration(v["before_close"])),
	}, env.Securities, env.About.Market.Tick)}
}

type stockPause struct {
	log
	breaker *market.Breaker
}

func (m *stockPause) Clone() Monitor { return &stockPause{m.log.clone(), m.breaker.Clone()} }

func (m *stockPause) Ticked(w *World) {
	for i, mid := range w.Mid {
		s := model.SymbolID(i)
		if move, paused := m.breaker.Tick(s, w.Now, mid); paused {
			m.add(Trip{At: w.Now, Effect: w.Now, Scope: Scope{OnSymbol, uint32(s)}, Seen: move, Limit: m.breaker.Move(s), Unit: BasisPoints})
		}
	}
}

func (m *stockPause) Vote(w *World, c *Child) Verdict {
	if m.breaker.Paused(c.Symbol, w.Now) {
		return Block
	}
	return Pass
}
