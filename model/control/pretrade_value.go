package control

import "lossreplay/model"

// orderValue is A11: an order worth more than anybody would mean is stopped, and so is one whose worth nobody knows.
var orderValue = Spec{
	ID: "A11", Name: "Maximum order value", Family: Detect,
	Observes:   "quantity of each child order, or of its parent, times the limit price; without one, times the mid",
	Trigger:    "the value exceeds the limit, or there is neither a limit price nor a mid to value the order at: what is seen is then 0",
	Scope:      "child order, or all children of a parent; trips are shown by symbol",
	Action:     "that child does not go out; on parent: no child of that parent does while its value is above the limit",
	Latency:    "none: checked inline",
	Rearm:      "none is needed: each order is judged by itself",
	Coverage:   "buys and sells, all phases and servers; many small orders pass it whatever they add up to",
	Thresholds: []string{"limit"},
	Params: []Param{
		{Name: "limit", Doc: "largest value of an order", Unit: Micros, Default: 1_000_000_000_000, Min: 1_000_000, Max: 1_000_000_000_000_000_000,
			Source: "ours: a hundred times an ordinary child order, and room for a large one; published examples lie far apart: $250,000,000 at " +
				"Merrill Lynch (SEC, File 3-17573, as reported), Rs 10 crore in India after Emkay; no rule gives a number", Tag: model.Assumed},
		{Name: "on", Doc: "whose quantity is valued", Unit: Choice, Choices: onChoices, Default: onChild, Min: onChild, Max: onParent,
			Source: "the rules speak of orders sent to venues", Tag: model.Assumed},
	},
	Existed: true, Availability: "common; a rule since 15c3-5(c)(1)(ii)",
	Source: "15c3-5(c)(1)(ii); RTS 6 Art. 15(1)(b); RTS 7 Art. 20(1)(b); FIA 2024 s1.1; FIX tag 1530 value 11; Everbright 2013, where market " +
		"orders were valued at 0 and passed, as reported",
	Rules: []string{"15c3-5", "rts6", "fia-2024"},
	New: func(v Values, env *Env) Monitor {
		return &valueLimit{onceLog: newOnceLog(len(env.Securities)), parent: v["on"] == onParent, limit: model.Money(v["limit"])}
	},
}

type valueLimit struct {
	onceLog
	parent bool
	limit  model.Money
}

func (m *valueLimit) Clone() Monitor {
	c := *m
	c.onceLog = m.onceLog.clone()
	return &c
}

func (m *valueLimit) Vote(w *World, c *Child) Verdict {
	qty, px := c.Qty, c.LimitPx
	if m.parent {
		qty = c.ParentQty
	}
	if px <= 0 {
		px = max(w.Mid[c.Symbol], 0)
	}
	value := notionalOrMax(qty, px, w.Book.Unit)
	if px > 0 && value <= m.limit {
		return Pass
	}
	if m.first(int(c.Symbol)) {
		m.add(Trip{At: w.Now, Effect: w.Now, Scope: Scope{OnSymbol, uint32(c.Symbol)}, Seen: int64(value), Limit: int64(m.limit), Unit: Micros})
	}
	return Block
}
