package control

import (
	"slices"

	"lossreplay/model"
)

// inputSanity is A24: nothing goes out on a price that can't be one.
var inputSanity = Spec{
	ID: "A24", Name: "Input sanity guard", Family: Detect,
	Observes: "limit price of each child order and the symbol's mid; the mid again at every tick while the symbol is stopped",
	Trigger:  "the limit price is not above 0, or beyond the factor from the mid to either side; in the session: the mid is not above 0",
	Scope:    "symbol",
	Action:   "that child does not go out, nor does any other in the symbol until it is re-armed",
	Latency:  "none: checked inline",
	Rearm:    "by itself, after as many ticks in a row with a mid above 0",
	Coverage: "buys and sells, all phases; outside the session a symbol without a mid passes; an order without a limit price counts as " +
		"senseless; how old a quote is, and bid against ask, are not looked at; trips show the limit price as a share of the mid, 0 for none",
	Thresholds: []string{"factor"},
	Params: []Param{
		{Name: "factor", Doc: "how many times the mid, or what part of it, a limit price may be", Unit: Count, Default: 10, Min: 1, Max: 1000,
			Source: "ten times or a tenth: a slip of the decimal point; no figure is published", Tag: model.Assumed},
		{Name: "good_ticks", Doc: "ticks with a good mid until the symbol is re-armed", Unit: Count, Default: 3, Min: 1, Max: 100_000,
			Source: "more than one, so that a flickering feed does not re-arm it; no figure is published", Tag: model.Assumed},
	},
	Existed: true, Availability: "in-house",
	Source: "Deutsche Securities, Osaka 2010: an index valued at 0 was sold on and on; Everbright 2013: market orders valued at 0; both as reported",
	Needs:  []string{"quotes"},
	New: func(v Values, env *Env) Monitor {
		n := len(env.Securities)
		return &sanityGuard{onceLog: newOnceLog(n), session: env.About.Session, factor: model.Price(v["factor"]), ticks: int32(v["good_ticks"]),
			left: make([]int32, n)}
	},
}

type sanityGuard struct {
	onceLog
	session model.Session
	factor  model.Price
	ticks   int32
	left    []int32 // by symbol: good ticks until it is re-armed; 0 while it is
}

func (m *sanityGuard) Clone() Monitor {
	c := *m
	c.onceLog, c.left = m.onceLog.clone(), slices.Clone(m.left)
	return &c
}

func (m *sanityGuard) Ticked(w *World) {
	for s := range m.left {
		switch {
		case m.left[s] == 0:
		case w.Mid[s] > 0:
			m.left[s]--
		default:
			m.left[s] = m.ticks
		}
	}
}

func (m *sanityGuard) Vote(w *World, c *Child) Verdict {
	mid, px := w.Mid[c.Symbol], c.LimitPx
	closed := w.Now < m.session.Open || w.Now >= m.session.Close
	if mid > 0 && px <= mid*m.factor && px >= (mid+m.factor-1)/m.factor || mid <= 0 && px > 0 && closed {
		if m.left[c.Symbol] > 0 {
			return Block
		}
		return Pass
	}
	m.left[c.Symbol] = m.ticks
	if m.first(int(c.Symbol)) {
		t := Trip{At: w.Now, Effect: w.Now, Scope: Scope{OnSymbol, uint32(c.Symbol)}, Limit: int64(wholeShare / m.factor), Unit: BasisPoints}
		if mid > 0 && px > 0 {
			t.Seen = int64(px * wholeShare / mid)
		}
		if mid > 0 && px > mid {
			t.Seen, t.Limit = int64((px*wholeShare+mid-1)/mid), int64(m.factor*wholeShare)
		}
		m.add(t)
	}
	return Block
}
