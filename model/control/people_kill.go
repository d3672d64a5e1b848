package control

import (
	"time"

	"lossreplay/model"
)

// What becomes of orders at venues when the switch is thrown, by position in its choices.
const (
	cancelsNothing = iota
	cancelsWorking
)

// What people see on the position monitor, alike for A41 and A43.
var (
	watchedGross = Param{Name: "threshold", Doc: "gross of the error account that is out of the ordinary", Unit: Micros,
		Default: 2_000_000_000_000, Min: 1_000_000, Max: 1_000_000_000_000_000_000,
		Source: "SEC 34-70694 para 23: gross limit of the 33 Account; that people hold the monitor against it is assumed", Tag: model.Assumed}
	watchedLag = Param{Name: "lag", Doc: "fill to monitor", Unit: Nanoseconds, Default: int64(time.Minute), Min: 0, Max: dayNanos,
		Source: "within 5 to 300 s under load; the monitor of the day was late in high volume (SEC 34-70694 para 25), its lag is not public", Tag: model.Assumed,
		Spread: takes(12*time.Second, 5*time.Minute, "up to the 300 s of that range; as far below the median by ratio")}
	watchedDetect = Param{Name: "detect", Doc: "monitor to somebody who sees it", Unit: Nanoseconds, Default: int64(2 * time.Minute), Min: 0, Max: dayNanos,
		Source: "within 0.5 to 5 min to the first look; staff saw the positions at the open (SEC 34-70694 para 25), when is not public", Tag: model.Assumed,
		Spread: takes(48*time.Second, 5*time.Minute, "up to the 5 min of that range; as far below the median by ratio")}
)

// takes returns the spread of a time that people or feeds take. Its median is the geometric mean of its two points.
func takes(low, high time.Duration, source string) *Spread {
	return &Spread{Shape: LogNormal, Low: int64(low), High: int64(high), Source: source, Tag: model.Assumed}
}

// killSwitch is A41: people see the error account grow, decide and stop the firm.
var killSwitch = Spec{
	ID: "A41", Name: "Kill switch", Family: Respond,
	Observes: "gross of the error account at mids on the position monitor, late by lag; whether an incident is declared",
	Trigger:  "gross above the threshold shows on the monitor, or an incident is declared",
	Scope:    "firm",
	Action:   "people stop all order flow; no order goes out any more, and what is at venues is cancelled if cancels says so",
	Latency: "parameters detect, decide and execute, one after the other, from the moment the monitor shows it; from a declared " +
		"incident declared_decide and execute, if that is earlier",
	Rearm: "by designated staff after reconciliation; none do that day (assumed)",
	Coverage: "whatever shows in the error account, but for a symbol before its first quote; it stops legitimate flow as well: no " +
		"narrower scope, no orders that only reduce. A venue's cut-off for cancels before an auction is not known to it",
	Thresholds: []string{"threshold"},
	Params: []Param{
		watchedGross, watchedLag, watchedDetect,
		{Name: "decide", Doc: "seen to decided: finding somebody with authority, and that person's decision", Unit: Nanoseconds, Default: int64(7 * time.Minute), Min: 0, Max: dayNanos,
			Source: "within 4 to 10 min to escalate, as the calls of the day took by the press; without a procedure the real decision took 24 to 45 min", Tag: model.Assumed,
			Spread: takes(294*time.Second, 10*time.Minute, "up to the 10 min of escalation; as far below the median by ratio. The 24 to 45 min of the day are those of a firm without a switch")},
		{Name: "declared_decide", Doc: "declared incident to decided: who may decide is known and on the call", Unit: Nanoseconds, Default: int64(2 * time.Minute), Min: 0, Max: dayNanos,
			Source: "the cap of a runbook that halts first, an order of magnitude; none is published", Tag: model.Assumed,
			Spread: takes(time.Minute, 4*time.Minute, "half to twice the median; none is published")},
		{Name: "execute", Doc: "decided to stopped", Unit: Nanoseconds, Default: int64(time.Minute), Min: 0, Max: dayNanos,
			Source: "an order of magnitude; no regulator publishes a figure", Tag: model.Assumed,
			Spread: takes(20*time.Second, 3*time.Minute, "a third of the median to three times it; none is published")},
		{Name: "cancels", Doc: "what becomes of orders at venues: they stay there, or are cancelled at once", Unit: Choice,
			Choices: []string{"stop", "cancel"}, Default: cancelsWorking, Min: cancelsNothing, Max: cancelsWorking,
			Source: "RTS 6 Art. 12: cancel immediately any or all unexecuted orders; FIA 2024: block new orders and cancel working ones", Tag: model.Published},
	},
	Existed: true, Availability: "technically; Knight had no procedure to stop SMARS and feared to stop all clients",
	Source: "SEC 34-70694 paras 21, 25, 27; RTS 6 Art. 12; FIA 2024 s1.5",
	Rules:  []string{"rts6", "fia-2024"},
	Needs:  []string{"quotes"},
	New: func(v Values, _ *Env) Monitor {
		m := &peoplesStop{effect: model.Never, verdict: Halt, called: model.Duration(v["declared_decide"] + v["execute"]),
			chain: grossStop{limit: model.Money(v["threshold"]), lag: model.Duration(v["lag"]),
				latency: model.Duration(v["detect"] + v["decide"] + v["execute"]), effect: model.Never}}
		if v["cancels"] == cancelsWorking {
			m.verdict = Kill
		}
		return m
	},
}

// peoplesStop stops the firm by its own chain of people or by a declared incident, whichever is earlier. Both are one stop:
// one trip, which the second brings forward if it is the faster.
type peoplesStop struct {
	log
	chain   grossStop      // from the monitor to the stop
	called  model.Duration // declared to the stop
	chained bool           // the chain has begun
	heard   bool           // of a declared incident
	effect  model.Time
	verdict Verdict
}

func (m *peoplesStop) Clone() Monitor {
	c := *m
	c.log, c.chain.log = m.log.clone(), m.chain.log.clone()
	return &c
}

func (m *peoplesStop) Filled(w *World, f *Fill) {
	if !m.chained {
		m.chain.Filled(w, f)
		m.follow()
	}
}

func (m *peoplesStop) Ticked(w *World) {
	if !m.chained {
		m.chain.Ticked(w)
		m.follow()
	}
	if w.Declared != model.Never && !m.heard {
		m.heard = true
		m.stop(Trip{At: w.Declared, Effect: w.Declared.Add(m.called), Scope: Scope{Kind: Firm}, Seen: int64(m.chain.gross),
			Limit: int64(m.chain.limit), Unit: Micros})
	}
}

// follow takes up what the chain has logged.
func (m *peoplesStop) follow() {
	if len(m.chain.trips) > 0 {
		m.chained = true
		m.stop(m.chain.trips[0])
	}
}

// stop makes t the stop, or brings the stop that is under way forward to it.
func (m *peoplesStop) stop(t Trip) {
	if t.Effect >= m.effect && len(m.trips) > 0 {
		return
	}
	m.effect = t.Effect
	if len(m.trips) == 0 {
		m.add(t)
		return
	}
	m.trips[0].At, m.trips[0].Effect = min(m.trips[0].At, t.At), t.Effect
}

func (m *peoplesStop) Vote(w *World, _ *Child) Verdict {
	if w.Now >= m.effect {
		return m.verdict
	}
	return Pass
}
