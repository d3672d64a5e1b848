package control

// selfMatch is A28: an order that could trade with one of our own does not go out.
var selfMatch = Spec{
	ID: "A28", Name: "Self-match prevention", Family: Detect,
	Observes: "the firm's child orders at venues in the child's symbol, on the other side",
	Trigger:  "there are any",
	Scope:    "child order; trips are shown by symbol",
	Action:   "the new child does not go out (cancel newest); those at venues stay",
	Latency:  "none: checked inline",
	Rearm:    "none is needed: each child is judged by itself",
	Coverage: "all venues and servers of the firm together, whatever the prices: stricter than one venue's check, which sees its own book; " +
		"a client's buy stops another client's sell while it is out; where orders are immediate they are out for milliseconds",
	Existed: true, Availability: "in-house and at some venues, optional",
	Source: "FIA 2024 (self-match prevention); FINRA RN 15-09",
	Rules:  []string{"fia-2024"},
	New: func(_ Values, env *Env) Monitor {
		return &selfMatchGate{newOnceLog(len(env.Securities))}
	},
}

type selfMatchGate struct{ onceLog }

func (m *selfMatchGate) Clone() Monitor { return &selfMatchGate{m.onceLog.clone()} }

func (m *selfMatchGate) Vote(w *World, c *Child) Verdict {
	opposite := w.Buying[c.Symbol]
	if c.Sign > 0 {
		opposite = w.Selling[c.Symbol]
	}
	if opposite <= 0 {
		return Pass
	}
	if m.first(int(c.Symbol)) {
		m.add(Trip{At: w.Now, Effect: w.Now, Scope: Scope{OnSymbol, uint32(c.Symbol)}, Seen: int64(opposite), Limit: 0, Unit: Shares})
	}
	return Block
}
