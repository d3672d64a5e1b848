package control

import "lossreplay/model"

// The references of the price collar, by position in its choices.
const (
	anchorArrival = iota
	anchorReceipt
)

// priceCollar is A12: a child's limit price must lie near a reference that its own flow does not move.
var priceCollar = Spec{
	ID: "A12", Name: "Price collar", Family: Detect,
	Observes: "limit price of each child order against the mid when its parent arrived",
	Trigger:  "a buy's limit lies more than the band above the reference, a sell's more than the band below",
	Scope:    "child order; trips are shown by symbol",
	Action:   "that child does not go out",
	Latency:  "none: checked inline",
	Rearm:    "none is needed: each child is judged by itself",
	Coverage: "anchor arrival: all parents, those received before the open against the opening price; anchor receipt, as Knight had " +
		"it: parents received before the open are not covered; a parent without a reference price is not covered",
	Params: []Param{
		{Name: "anchor", Doc: "whose mid is the reference: of every parent's arrival, or of receipt during the session only", Unit: Choice,
			Choices: []string{"arrival", "receipt"}, Default: anchorArrival, Min: anchorArrival, Max: anchorReceipt,
			Source: "a reference that our own flow cannot move; Knight's own was receipt (SEC 34-70694 para 21)", Tag: model.Assumed},
		{Name: "band", Doc: "width to each side", Unit: BasisPoints, Default: 500, Min: 1, Max: 1_000_000,
			Source: "between the usual 3 and 10 %; Knight's own was 9.5 % (SEC 34-70694 para 21)", Tag: model.Assumed},
	},
	Existed: true, Availability: "in force at Knight with anchor receipt and 9.5 %; a rule since 15c3-5(c)(1)(ii)",
	Source: "SEC 34-70694 para 21; RTS 6 Art. 15(1)(a); FIA 2024 s1.3",
	Needs:  []string{"quotes"},
	New: func(v Values, env *Env) Monitor {
		return &collar{onceLog: newOnceLog(len(env.Securities)), skipPreOpen: v["anchor"] == anchorReceipt, band: model.Price(v["band"])}
	},
}

type collar struct {
	onceLog
	skipPreOpen bool
	band        model.Price // basis points
}

func (m *collar) Clone() Monitor {
	c := *m
	c.onceLog = m.onceLog.clone()
	return &c
}

func (m *collar) Vote(w *World, c *Child) Verdict {
	const whole = 10_000 // basis points
	ref := w.Parents[c.Parent-1].ArrivalPx
	if ref <= 0 || (c.PreOpen && m.skipPreOpen) {
		return Pass
	}
	// Away from the reference in the direction that costs: up for a buy, down for a sell.
	away := (c.LimitPx - ref) * model.Price(c.Sign)
	if away*whole <= ref*m.band {
		return Pass
	}
	if m.first(int(c.Symbol)) {
		seen := (away*whole + ref - 1) / ref // rounded up: what is seen lies above the limit
		m.add(Trip{At: w.Now, Effect: w.Now, Scope: Scope{OnSymbol, uint32(c.Symbol)}, Seen: int64(seen), Limit: int64(m.band), Unit: BasisPoints})
	}
	return Block
}
