package control

import "lossreplay/model"

// symbolPosition is A18: the error account's exposure in one symbol is bounded.
var symbolPosition = Spec{
	ID: "A18", Name: "Position limit per symbol", Family: Detect,
	Observes:   "the error account's position, the working orders of the symbol and the mid; at once",
	Trigger:    "position, working and new quantity together, at the mid, exceed the limit",
	Scope:      "symbol",
	Action:     "that child does not go out, unless it brings the exposure nearer to zero",
	Latency:    "none: checked inline",
	Rearm:      "by itself, when the exposure falls",
	Coverage:   "positions in the error account and every working order; before the first quote at the child's limit price",
	Thresholds: []string{"limit"},
	Params: []Param{
		{Name: "limit", Doc: "largest exposure in a symbol", Unit: Micros, Default: 5_000_000_000_000, Min: 1_000_000, Max: 1_000_000_000_000_000_000,
			Source: "within $1M to $10M a symbol, a range to sweep; no figure is published", Tag: model.Assumed},
	},
	Existed: true, Availability: "practice; Knight's position limits left out working orders and blocked nothing",
	Source: "SEC 34-70694 para 22; 15c3-5(c)(1)(i); RTS 6 Art. 17(4) (derivatives, after the trade); FIA 2024 s1.2; FIX tag 1530 values 4, 5",
	Rules:  []string{"15c3-5", "rts6", "fia-2024"},
	Needs:  []string{"quotes"},
	New: func(v Values, env *Env) Monitor {
		return &positionLimit{onceLog: newOnceLog(len(env.Securities)), limit: model.Money(v["limit"])}
	},
}

type positionLimit struct {
	onceLog
	limit model.Money
}

func (m *positionLimit) Clone() Monitor {
	c := *m
	c.onceLog = m.onceLog.clone()
	return &c
}

func (m *positionLimit) Vote(w *World, c *Child) Verdict {
	before := w.Book.Lines[c.Symbol].Pos + w.Working(c.Symbol)
	after := before + c.Sign*c.Qty
	if after = max(after, -after); after < max(before, -before) {
		return Pass
	}
	mark := w.Mid[c.Symbol]
	if mark == 0 {
		mark = c.LimitPx
	}
	exposure := notional(after, mark, w.Book.Unit)
	if exposure <= m.limit {
		return Pass
	}
	if m.first(int(c.Symbol)) {
		m.add(Trip{At: w.Now, Effect: w.Now, Scope: Scope{OnSymbol, uint32(c.Symbol)}, Seen: int64(exposure), Limit: int64(m.limit), Unit: Micros})
	}
	return Block
}
