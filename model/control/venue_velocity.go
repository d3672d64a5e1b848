package control

import (
	"lossreplay/model"
	"lossreplay/model/market"
)

// velocityLogic is A36: a symbol whose price moves too fast is reserved for some seconds, as futures are.
var velocityLogic = Spec{
	ID: "A36", Name: "Velocity and stop logic", Family: Detect,
	Observes: "the mid of each symbol at every tick",
	Trigger:  "the mid lies move or more away from any mid of the time within",
	Scope:    "symbol",
	Action:   "the symbol is reserved: no child in it goes out, either way, during the pause; prices then count anew",
	Latency:  "none: the venue reserves with the tick",
	Rearm:    "by itself, after the pause",
	Coverage: "fast moves alone: a price that is pushed steadily never trips it, and it delays the flow by seconds, in trace replay by dropping " +
		"what was sent in them; a tick of a low price may be a large move; moves within a tick are not seen; market-wide breakers " +
		"are left out, for the record holds no index",
	Thresholds: []string{"move"},
	Params: []Param{
		{Name: "move", Doc: "change of the mid that reserves a symbol", Unit: BasisPoints, Default: 300, Min: 1, Max: 1_000_000,
			Source: "no value exists for shares: 3 %, the smallest step of the clearly-erroneous rules of 2009; CME's are per contract", Tag: model.Assumed},
		{Name: "within", Doc: "time of the change, at least a tick", Unit: Nanoseconds, Default: 1_000_000_000, Min: 1_000_000, Max: 3_600_000_000_000,
			Source: "CME Velocity Logic from 18 March 2013: threshold within 1 s", Tag: model.Published},
		{Name: "pause", Doc: "how long a symbol is reserved", Unit: Nanoseconds, Default: 5_000_000_000, Min: 1_000_000_000, Max: dayNanos,
			Source: "CME Stop Logic on 6 May 2010: 5 s after 12.75 points in about 500 ms", Tag: model.Published},
	},
	Existed: false, Availability: "futures: CME Stop Logic before, Velocity Logic from March 2013; never for shares",
	Source: "CME advisory of 11 March 2013 (Velocity Logic); statement of CME's Donohue on 6 May 2010",
	Needs:  []string{"quotes"},
	New: func(v Values, env *Env) Monitor {
		tick := env.About.Market.Tick
		// The rule is the stock breaker's with one move for all symbols, all day.
		all := make([]model.Security, len(env.Securities))
		for i := range all {
			all[i].HaltMove = int32(v["move"])
		}
		rule := market.BreakerRule{Window: max(model.Duration(v["within"]), tick), Pause: model.Duration(v["pause"]),
			From: -model.Never, Until: model.Never}
		return &stockPause{breaker: market.NewBreaker(rule, all, tick)}
	},
}
