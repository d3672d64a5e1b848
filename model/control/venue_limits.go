package control

import (
	"slices"

	"lossreplay/model"
)

// venueLimits is A30: a venue refuses single orders that are priced too far away, worth too much, or too many together.
var venueLimits = Spec{
	ID: "A30", Name: "Venue order limits", Family: Detect,
	Observes: "each child order at its venue: limit price against the mid of the last tick, value, and what the firm sent there that day " +
		"in the symbol",
	Trigger: "a buy's limit more than collar above the mid, a sell's more than collar below; or a value above value; or a day's quantity above quantity",
	Scope:   "child order at a venue; trips are shown by symbol",
	Action:  "the venue rejects that child",
	Latency: "none: monitored inline",
	Rearm:   "none is needed for price and value, each child is judged by itself; the quantity is the day's",
	Coverage: "small orders near a mid that they move themselves all pass: the quantity alone adds orders up, in one symbol at one venue, " +
		"and it is off by default; a symbol without a mid has no collar; quantity counts what was sent, traded or not",
	Thresholds: []string{"collar", "value", "quantity"},
	Params: []Param{
		{Name: "collar", Doc: "how far beyond the mid a limit may lie", Unit: BasisPoints, Default: 1000, Min: 1, Max: 1_000_000,
			Source: "10 %, wider than a firm's own collar; RTS 7 gives no number", Tag: model.Assumed},
		{Name: "value", Doc: "largest value of an order at its limit", Unit: Micros, Default: 10_000_000_000_000, Min: 1_000_000, Max: 1_000_000_000_000_000_000,
			Source: "10 m dollars, an order of magnitude; RTS 7 gives no number", Tag: model.Assumed},
		{Name: "quantity", Doc: "shares sent in a symbol to a venue in a day; 0 for no limit", Unit: Shares, Default: 0, Min: 0, Max: 1_000_000_000_000,
			Source: "off: Nasdaq Nordic offers it to members who ask for it, without a number", Tag: model.Assumed},
	},
	Existed: true, Availability: "in part: venues had order limits of their own, what each checked on the day is not public; RTS 7 applies from 2018",
	Source: "RTS 7 Art. 20(1): collars, largest value and volume, monitored within 5 s; Nasdaq Nordic pre-trade risk management",
	Needs:  []string{"quotes"},
	New: func(v Values, env *Env) Monitor {
		n := len(env.Securities)
		return &venueLimit{onceLog: newOnceLog(n), collar: model.Price(v["collar"]), value: model.Money(v["value"]), quantity: model.Qty(v["quantity"]),
			symbols: n, sent: make([]model.Qty, len(env.About.Venues)*n)}
	},
}

type venueLimit struct {
	onceLog              // by symbol
	collar   model.Price // basis points
	value    model.Money
	quantity model.Qty
	symbols  int
	sent     []model.Qty // [venue*symbols + s]
}

func (m *venueLimit) Clone() Monitor {
	c := *m
	c.onceLog, c.sent = m.onceLog.clone(), slices.Clone(m.sent)
	return &c
}

func (m *venueLimit) Sent(_ *World, c *Child) {
	m.sent[int(c.Venue)*m.symbols+int(c.Symbol)] += c.Qty
}

func (m *venueLimit) Vote(w *World, c *Child) Verdict {
	trip := Trip{At: w.Now, Effect: w.Now, Scope: Scope{OnSymbol, uint32(c.Symbol)}}
	mid := w.Mid[c.Symbol]
	away := (c.LimitPx - mid) * model.Price(c.Sign) // in the direction that costs
	value := notional(c.Qty, c.LimitPx, w.Book.Unit)
	quantity := m.sent[int(c.Venue)*m.symbols+int(c.Symbol)] + c.Qty
	switch {
	case mid > 0 && beyondBand(away, mid, m.collar):
		trip.Seen, trip.Limit, trip.Unit = inBand(away, mid), int64(m.collar), BasisPoints
	case value > m.value:
		trip.Seen, trip.Limit, trip.Unit = int64(value), int64(m.value), Micros
	case m.quantity > 0 && quantity > m.quantity:
		trip.Seen, trip.Limit, trip.Unit = int64(quantity), int64(m.quantity), Shares
	default:
		return Pass
	}
	if m.first(int(c.Symbol)) {
		m.add(trip)
	}
	return Block
}
