package control

import (
	"slices"

	"lossreplay/model"
)

// How the exchange's kill switch adds up what was executed, by position in its choices.
const (
	netAcross = iota
	netPerSymbol
	netGross
)

// venueSwitch is A29: a venue takes no more of our orders once we have executed too much there.
var venueSwitch = Spec{
	ID: "A29", Name: "Exchange kill switch", Family: Detect,
	Observes: "what all servers executed at each venue that day, at execution prices, clients' and own alike",
	Trigger:  "the venue's notional, added up as netting says, meets or exceeds the limit",
	Scope:    "venue, each by itself",
	Action:   "the venue takes no further order of the firm",
	Latency:  "none: the venue checks inline",
	Rearm:    "by a call to the exchange; nobody makes it that day (assumed)",
	Coverage: "one venue's own executions: what executes elsewhere is not seen, so the firm as a whole can reach the number of venues times " +
		"the limit; netted across symbols longs and shorts cancel, which at Knight would have left 0.35 of 6.65 bn dollars, " +
		"a nineteenth; the venue also cancels open orders, which is left out: what was sent may still execute",
	Thresholds: []string{"limit"},
	Params: []Param{
		{Name: "netting", Doc: "net of the signed notionals across symbols, net in each symbol and summed without sign, or every execution without sign",
			Unit: Choice, Choices: []string{"across_symbols", "per_symbol", "gross"}, Default: netPerSymbol, Min: netAcross, Max: netGross,
			Source: "Nasdaq's alert of 2014 says only net notional, its netting rule is not public; in each symbol is what exposes the firm",
			Tag:    model.Assumed},
		{Name: "limit", Doc: "notional at a venue in a day", Unit: Micros, Default: 500_000_000_000_000, Min: 1_000_000, Max: 4_000_000_000_000_000_000,
			Source: "members set their own, none is published; two of 28 made-up ordinary days of the fleet reach it", Tag: model.Assumed},
	},
	Existed: false, Availability: "Nasdaq from 6 March 2014, NYSE Rule 7.19 later; not for US equities on the day",
	Source: "Nasdaq Equity Trader Alert 2014-16; NYSE Rule 7.19; CME GC2",
	New: func(v Values, env *Env) Monitor {
		venues, symbols := len(env.About.Venues), len(env.Securities)
		return &venueStop{onceLog: newOnceLog(venues), netting: v["netting"], limit: model.Money(v["limit"]),
			symbols: symbols, net: make([]model.Money, venues*symbols), total: make([]model.Money, venues)}
	},
}

type venueStop struct {
	onceLog // by venue; a venue that is logged is closed
	netting int64
	limit   model.Money
	symbols int
	net     []model.Money // [venue*symbols + s], signed
	total   []model.Money // by venue, as netting adds up; signed across symbols
}

func (m *venueStop) Clone() Monitor {
	c := *m
	c.onceLog, c.net, c.total = m.onceLog.clone(), slices.Clone(m.net), slices.Clone(m.total)
	return &c
}

func (m *venueStop) Filled(w *World, f *Fill) {
	v := int(f.Venue)
	if m.logged[v] {
		return
	}
	grown := notional(f.Qty, f.Px, w.Book.Unit)
	switch m.netting {
	case netPerSymbol:
		before := &m.net[v*m.symbols+int(f.Symbol)]
		after := sum(*before, grown)
		grown = max(after, -after) - max(*before, -*before)
		*before = after
	case netGross:
		grown = max(grown, -grown)
	}
	m.total[v] = sum(m.total[v], grown)
	if seen := max(m.total[v], -m.total[v]); seen >= m.limit && m.first(v) {
		m.add(Trip{At: w.Now, Effect: w.Now, Scope: Scope{OnVenue, uint32(v)}, Seen: int64(seen), Limit: int64(m.limit), Unit: Micros})
	}
}

func (m *venueStop) Vote(_ *World, c *Child) Verdict {
	if m.logged[c.Venue] {
		return Block
	}
	return Pass
}
