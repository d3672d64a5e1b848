package control

import "lossreplay/model"

// killSwitch is A41: people see the error account grow, decide and stop the firm.
var killSwitch = Spec{
	ID: "A41", Name: "Kill switch", Family: Respond,
	Observes: "gross of the error account at mids on the position monitor, late by lag",
	Trigger:  "gross above the threshold shows on the monitor",
	Scope:    "firm",
	Action:   "people stop all order flow; no order goes out any more",
	Latency:  "parameters detect, decide and execute, one after the other, from the moment the monitor shows it",
	Rearm:    "by designated staff after reconciliation; none do that day (assumed)",
	Coverage: "whatever shows in the error account, but for a symbol before its first quote; it stops legitimate flow as well",
	Params: []Param{
		{Name: "threshold", Doc: "gross of the error account that is out of the ordinary", Unit: Micros, Default: 2_000_000_000_000, Min: 1_000_000, Max: 1_000_000_000_000_000_000,
			Source: "SEC 34-70694 para 23: gross limit of the 33 Account; that people hold the monitor against it is assumed", Tag: model.Assumed},
		{Name: "lag", Doc: "fill to monitor", Unit: Nanoseconds, Default: 60_000_000_000, Min: 0, Max: dayNanos,
			Source: "within 5 to 300 s under load; the monitor of the day was late in high volume (SEC 34-70694 para 25), its lag is not public", Tag: model.Assumed},
		{Name: "detect", Doc: "monitor to somebody who sees it", Unit: Nanoseconds, Default: 120_000_000_000, Min: 0, Max: dayNanos,
			Source: "within 0.5 to 5 min to the first look; staff saw the positions at the open (SEC 34-70694 para 25), when is not public", Tag: model.Assumed},
		{Name: "decide", Doc: "seen to decided", Unit: Nanoseconds, Default: 420_000_000_000, Min: 0, Max: dayNanos,
			Source: "within 4 to 10 min to escalate, as the calls of the day took by the press; without a procedure the real decision took 24 to 45 min", Tag: model.Assumed},
		{Name: "execute", Doc: "decided to stopped", Unit: Nanoseconds, Default: 60_000_000_000, Min: 0, Max: dayNanos,
			Source: "an order of magnitude; no regulator publishes a figure", Tag: model.Assumed},
	},
	Existed: true, Availability: "technically; Knight had no procedure to stop SMARS and feared to stop all clients",
	Source: "SEC 34-70694 paras 21, 25, 27; RTS 6 Art. 12; FIA 2024 s1.5",
	Needs:  []string{"quotes"},
	New: func(v Values, _ *Env) Monitor {
		return &grossStop{limit: model.Money(v["threshold"]), lag: model.Duration(v["lag"]),
			latency: model.Duration(v["detect"] + v["decide"] + v["execute"]), effect: model.Never}
	},
}
