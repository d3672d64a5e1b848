package control

import (
	"math"
	"slices"

	"lossreplay/model"
)

// basketBlock is A23: a basket that is too large as a whole is rejected as a whole.
var basketBlock = Spec{
	ID: "A23", Name: "Basket hard block", Family: Detect,
	Observes: "notional of the parent orders that the router receives within the window, a wave: at the mid, before a symbol's first " +
		"quote at the previous close",
	Trigger: "the wave's notional exceeds the limit",
	Scope:   "all parents of the wave, those received before the limit was passed too; the trip names the parent that passed it",
	Action:  "no child of theirs goes out any more",
	Latency: "none: checked on receipt; children that went out before the wave was too large still execute",
	Rearm:   "by risk approval of that basket; none is given that day (assumed); the next wave is judged by itself",
	Coverage: "buys and sells add up, all phases and servers; a wave begins with the first parent after the one before has ended, so a basket " +
		"that is sent slower than the window is several; a parent in a symbol without any price counts nothing; what the router makes of " +
		"a parent is not looked at",
	Thresholds: []string{"limit"},
	Params: []Param{
		{Name: "limit", Doc: "largest notional of a wave", Unit: Micros, Default: 300_000_000_000_000, Min: 1_000_000, Max: 1_000_000_000_000_000_000,
			Source: "about five times the $58 million basket that Citigroup's desk meant to send on 2022-05-02 (FCA Final Notice, 17 May 2024, as " +
				"reported), within 2 to 10 times a desk's largest day; no figure is published", Tag: model.Assumed},
		{Name: "window", Doc: "how long after its first parent a wave takes more", Unit: Nanoseconds, Default: 1_000_000_000, Min: 1_000_000, Max: dayNanos,
			Source: "a basket comes out of one file at once; ours", Tag: model.Assumed},
	},
	Existed: true, Availability: "in-house; that there was none is the FCA's finding on Citigroup",
	Source: "FCA Final Notice, Citigroup Global Markets, 17 May 2024, as reported: no hard block that would have rejected the basket in its entirety",
	Needs:  []string{"quotes"},
	New: func(v Values, env *Env) Monitor {
		return &waveBlock{limit: model.Money(v["limit"]), window: model.Duration(v["window"]), securities: env.Securities,
			start: model.Never, of: make([]int32, env.Parents), rejected: make([]bool, 0, env.Parents)}
	},
}

type waveBlock struct {
	log
	limit      model.Money
	window     model.Duration
	securities []model.Security
	start      model.Time // of the wave that may still grow; Never before the first
	total      model.Money
	of         []int32 // by parent: its wave, from 1; 0 before it is received
	rejected   []bool  // by wave, from 0
}

func (m *waveBlock) Clone() Monitor {
	c := *m
	c.log = m.log.clone()
	c.of, c.rejected = slices.Clone(m.of), slices.Clone(m.rejected)
	return &c
}

func (m *waveBlock) Received(w *World, p *model.ParentOrder) {
	if m.start == model.Never || p.Received.Sub(m.start) >= m.window {
		m.start, m.total = p.Received, 0
		m.rejected = append(m.rejected, false)
	}
	m.of[p.ID-1] = int32(len(m.rejected))
	rejected := &m.rejected[len(m.rejected)-1]
	if *rejected {
		return
	}
	amount := notionalOrMax(p.OrderQty, m.price(w, p.Symbol), w.Book.Unit)
	if amount <= m.limit-m.total {
		m.total += amount
		return
	}
	*rejected = true
	seen := m.total + min(amount, math.MaxInt64-m.total)
	m.add(Trip{At: w.Now, Effect: w.Now, Scope: Scope{OnParent, uint32(p.ID)}, Seen: int64(seen), Limit: int64(m.limit), Unit: Micros})
}

// price returns what a share counts: the mid once the symbol was quoted, before that the previous close; 0 if there is none.
func (m *waveBlock) price(w *World, s model.SymbolID) model.Price {
	if px := m.securities[s].PriorClose; w.QuotedAt[s] == model.Never && px > 0 {
		return px
	}
	return max(w.Mid[s], 0)
}

func (m *waveBlock) Vote(_ *World, c *Child) Verdict {
	if wave := m.of[c.Parent-1]; wave > 0 && m.rejected[wave-1] {
		return Block
	}
	return Pass
}
