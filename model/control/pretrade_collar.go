package control

import "lossreplay/model"

// The references of the price collar, by position in its choices.
const (
	anchorArrival = iota
	anchorReceipt
	anchorLast
)

// priceCollar is A12: a child's limit price must lie near a reference, which by default its own flow does not move.
var priceCollar = Spec{
	ID: "A12", Name: "Price collar", Family: Detect,
	Observes: "limit price of each child order against the mid when its parent arrived, or against the mid of now",
	Trigger:  "a buy's limit lies more than the band above the reference, a sell's more than the band below",
	Scope:    "child order; trips are shown by symbol",
	Action:   "that child does not go out",
	Latency:  "none: checked inline",
	Rearm:    "none is needed: each child is judged by itself",
	Coverage: "anchor arrival: all parents, those received before the open against the opening price; anchor receipt, as Knight had " +
		"it: parents received before the open are not covered; anchor last: all parents, but the reference follows the damage; a child " +
		"without a reference price is not covered",
	Thresholds: []string{"band"},
	Params: []Param{
		{Name: "anchor", Doc: "whose mid is the reference: of every parent's arrival, of receipt during the session only, or the mid of now",
			Unit: Choice, Choices: []string{"arrival", "receipt", "last"}, Default: anchorArrival, Min: anchorArrival, Max: anchorLast,
			Source: "a reference that our own flow cannot move; Knight's own was receipt (SEC 34-70694 para 21)", Tag: model.Assumed},
		{Name: "band", Doc: "width to each side", Unit: BasisPoints, Default: 500, Min: 1, Max: 1_000_000,
			Source: "between the usual 3 and 10 %; Knight's own was 9.5 % (SEC 34-70694 para 21)", Tag: model.Assumed},
	},
	Existed: true, Availability: "in force at Knight with anchor receipt and 9.5 %; a rule since 15c3-5(c)(1)(ii)",
	Source: "SEC 34-70694 para 21; 15c3-5(c)(1)(ii); RTS 6 Art. 15(1)(a); FIA 2024 s1.3",
	Rules:  []string{"15c3-5", "rts6", "fia-2024"},
	Needs:  []string{"quotes"},
	New: func(v Values, env *Env) Monitor {
		return &collar{onceLog: newOnceLog(len(env.Securities)), anchor: v["anchor"], band: model.Price(v["band"])}
	},
}

type collar struct {
	onceLog
	anchor int64
	band   model.Price // basis points
}

func (m *collar) Clone() Monitor {
	c := *m
	c.onceLog = m.onceLog.clone()
	return &c
}

func (m *collar) Vote(w *World, c *Child) Verdict {
	ref := w.Parents[c.Parent-1].ArrivalPx
	if m.anchor == anchorLast {
		ref = w.Mid[c.Symbol]
	}
	if ref <= 0 || (c.PreOpen && m.anchor == anchorReceipt) {
		return Pass
	}
	// Away from the reference in the direction that costs: up for a buy, down for a sell.
	away := (c.LimitPx - ref) * model.Price(c.Sign)
	if !beyondBand(away, ref, m.band) {
		return Pass
	}
	if m.first(int(c.Symbol)) {
		m.add(Trip{At: w.Now, Effect: w.Now, Scope: Scope{OnSymbol, uint32(c.Symbol)}, Seen: inBand(away, ref), Limit: int64(m.band), Unit: BasisPoints})
	}
	return Block
}

// beyondBand reports whether a price away from a reference lies outside a band of basis points of it.
func beyondBand(away, ref, band model.Price) bool { return away*wholeShare > ref*band }

// inBand returns the distance in basis points of the reference, rounded up: what lies outside a band is seen above its limit.
func inBand(away, ref model.Price) int64 { return int64((away*wholeShare + ref - 1) / ref) }
