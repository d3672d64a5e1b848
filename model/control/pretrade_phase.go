package control

import "lossreplay/model"

// What happens to orders that other checks leave out, by position in the choices.
const (
	phaseStrictest = iota
	phaseReject
)

// phaseCoverage is A25: orders received before the open, which collars leave out, get one of their own.
var phaseCoverage = Spec{
	ID: "A25", Name: "Session-phase coverage guard", Family: Detect,
	Observes: "whether a child order's parent was received before the open, and its limit price against the official opening price; " +
		"before the opening print against the previous close",
	Trigger: "strictest: such a child's limit price lies more than the band above or below, or there is no reference; reject: there is " +
		"such a child",
	Scope:      "child order; trips are shown by symbol",
	Action:     "that child does not go out",
	Latency:    "none: checked inline",
	Rearm:      "none is needed: each child is judged by itself",
	Coverage:   "parents received before the open, buys and sells alike, whenever they are worked; parents received in the session are left to others",
	Thresholds: []string{"band"},
	Params: []Param{
		{Name: "action", Doc: "whether such orders must lie within the band or do not go out at all", Unit: Choice,
			Choices: []string{"strictest", "reject"}, Default: phaseStrictest, Min: phaseStrictest, Max: phaseReject,
			Source: "the catalogue's two answers, reject or apply the strictest check; to reject stops all of the opening", Tag: model.Assumed},
		{Name: "band", Doc: "width to each side", Unit: BasisPoints, Default: 300, Min: 1, Max: 1_000_000,
			Source: "the strictest of the usual 3, 5 and 10 %", Tag: model.Assumed},
	},
	Existed: true, Availability: "in-house; Knight's collar left out the 212 parents (SEC 34-70694 para 21)",
	Source: "SEC 34-70694 para 21; Goldman Sachs, 2013, whose checks before the open were wide (SEC 34-75331, as reported)",
	New: func(v Values, env *Env) Monitor {
		return &phaseCollar{onceLog: newOnceLog(len(env.Securities)), reject: v["action"] == phaseReject, band: model.Price(v["band"])}
	},
}

type phaseCollar struct {
	onceLog
	reject bool
	band   model.Price // basis points
}

func (m *phaseCollar) Clone() Monitor {
	c := *m
	c.onceLog = m.onceLog.clone()
	return &c
}

func (m *phaseCollar) Vote(w *World, c *Child) Verdict {
	if !c.PreOpen {
		return Pass
	}
	ref := w.Parents[c.Parent-1].ArrivalPx // of a parent before the open it is just the reference that is meant
	away := max(c.LimitPx-ref, ref-c.LimitPx)
	if !m.reject && ref > 0 && !beyondBand(away, ref, m.band) {
		return Pass
	}
	if m.first(int(c.Symbol)) {
		t := Trip{At: w.Now, Effect: w.Now, Scope: Scope{OnSymbol, uint32(c.Symbol)}, Seen: 1, Unit: Count}
		if !m.reject && ref > 0 {
			t.Seen, t.Limit, t.Unit = inBand(away, ref), int64(m.band), BasisPoints
		}
		m.add(t)
	}
	return Block
}
