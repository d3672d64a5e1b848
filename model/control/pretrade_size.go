package control

import "lossreplay/model"

// What a limit per order is held against, by position in its choices.
const (
	onChild = iota
	onParent
)

// onChoices are the names of the choices above.
var onChoices = []string{"child", "parent"}

// orderSize is A10: an order larger than anybody would mean is stopped.
var orderSize = Spec{
	ID: "A10", Name: "Maximum order size", Family: Detect,
	Observes: "quantity of each child order, or of its parent, and the symbol's ordinary day volume",
	Trigger:  "the quantity exceeds the limit or the share of an ordinary day's volume, whichever is less",
	Scope:    "child order, or all children of a parent; trips are shown by symbol",
	Action:   "that child does not go out; on parent: no child of that parent does",
	Latency:  "none: checked inline",
	Rearm:    "none is needed: each order is judged by itself",
	Coverage: "buys and sells, all phases and servers; many small orders pass it whatever they add up to; a symbol without an " +
		"ordinary volume has the limit in shares alone",
	Thresholds: []string{"limit", "adv"},
	Params: []Param{
		{Name: "limit", Doc: "largest order", Unit: Shares, Default: 10_000, Min: 1, Max: 1_000_000_000_000,
			Source: "within 1,000 to 1,000,000 shares, a range to sweep; no rule gives a number, Merrill Lynch's of 5 to 25 million stopped " +
				"nothing (SEC, File 3-17573, as reported)", Tag: model.Assumed},
		{Name: "adv", Doc: "largest order as a share of an ordinary day's volume; 0 for none", Unit: BasisPoints, Default: 1000, Min: 0, Max: 1_000_000,
			Source: "a tenth of a day, ours; a limit of 5 million shares where 79,000 trade in a day stops nothing (Merrill Lynch, SEC, " +
				"File 3-17573, as reported)", Tag: model.Assumed},
		{Name: "on", Doc: "whose quantity is judged", Unit: Choice, Choices: onChoices, Default: onChild, Min: onChild, Max: onParent,
			Source: "the rules speak of orders sent to venues", Tag: model.Assumed},
	},
	Existed: true, Availability: "common; a rule since 15c3-5(c)(1)(ii)",
	Source: "15c3-5(c)(1)(ii); RTS 6 Art. 15(1)(c); FIA 2024 s1.1; FIX tag 1530 value 10",
	Rules:  []string{"15c3-5", "rts6", "fia-2024"},
	New: func(v Values, env *Env) Monitor {
		m := &sizeLimit{onceLog: newOnceLog(len(env.Securities)), parent: v["on"] == onParent, most: make([]model.Qty, len(env.Securities))}
		for s := range m.most {
			m.most[s] = model.Qty(v["limit"])
			if normal := env.Securities[s].NormalVolume; v["adv"] > 0 && normal > 0 {
				m.most[s] = min(m.most[s], share(normal, v["adv"]))
			}
		}
		return m
	},
}

type sizeLimit struct {
	onceLog
	parent bool
	most   []model.Qty // by symbol; nobody writes it
}

func (m *sizeLimit) Clone() Monitor {
	c := *m
	c.onceLog = m.onceLog.clone()
	return &c
}

func (m *sizeLimit) Vote(w *World, c *Child) Verdict {
	qty := c.Qty
	if m.parent {
		qty = c.ParentQty
	}
	most := m.most[c.Symbol]
	if qty <= most {
		return Pass
	}
	if m.first(int(c.Symbol)) {
		m.add(Trip{At: w.Now, Effect: w.Now, Scope: Scope{OnSymbol, uint32(c.Symbol)}, Seen: int64(qty), Limit: int64(most), Unit: Shares})
	}
	return Block
}
