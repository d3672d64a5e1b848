package control

import (
	"slices"
	"time"

	"lossreplay/model"
)

// What a reconciliation does with a mismatch, by position in its choices.
const (
	dropCopyKills = iota
	dropCopyAlerts
)

// dropCopyCheck is A37: the venues' own copy of what was executed, held against what parents asked for.
var dropCopyCheck = Spec{
	ID: "A37", Name: "Drop-copy reconciliation", Family: Detect,
	Observes: "executions of the whole firm beyond their parents' quantities, from the venues' drop copies, within a sliding window",
	Trigger:  "more than limit shares of them within the window, buys and sells both counted in full",
	Scope:    "firm: the account is reconciled, not the server that a copy names; A26 is the finer cut",
	Action:   "with action = kill no order goes out any more and what is at venues is cancelled; with alert it is logged and nobody acts on it",
	Latency:  "parameter lag, from the execution to the stop; each copy is matched as it arrives, not once a window",
	Rearm:    "by a person after reconciliation; none does that day (assumed)",
	Coverage: "executions that are allocated to a parent are not seen, nor orders before they execute; it needs no fill knowledge in " +
		"the router. Breaks that a reconciliation finds on an ordinary day (late, manual or busted trades) are not in the record",
	Thresholds: []string{"limit"},
	Params: []Param{
		{Name: "limit", Doc: "unmatched shares of the firm within the window", Unit: Shares, Default: 1_000, Min: 1, Max: 100_000,
			Source: "ten round lots; no figure is published", Tag: model.Assumed},
		{Name: "window", Doc: "length of the sliding window", Unit: Nanoseconds, Default: int64(10 * time.Second), Min: 1_000_000, Max: dayNanos,
			Source: "within 1 to 10 s, an order of magnitude; none is published", Tag: model.Assumed},
		{Name: "lag", Doc: "execution to stop", Unit: Nanoseconds, Default: int64(time.Second), Min: 0, Max: dayNanos,
			Source: "a feed of its own and a match, an order of magnitude; none is published", Tag: model.Assumed,
			Spread: takes(250*time.Millisecond, 4*time.Second, "a quarter of the median to four times it; none is published")},
		{Name: "action", Doc: "whether it stops the firm or only says so", Unit: Choice, Choices: []string{"kill", "alert"},
			Default: dropCopyKills, Min: dropCopyKills, Max: dropCopyAlerts,
			Source: "both are in use; a reconciliation that nobody reads was the day's", Tag: model.Assumed},
	},
	Existed: true, Availability: "drop copies were to be had from venues; Knight's error account was linked to nothing",
	Source: "RTS 6 Art. 17 (reconciliation); FIA 2024 (drop copy); SEC 34-70694 paras 23-24",
	Rules:  []string{"rts6", "fia-2024"},
	New: func(v Values, _ *Env) Monitor {
		return &dropCopy{limit: model.Qty(v["limit"]), window: model.Duration(v["window"]), lag: model.Duration(v["lag"]),
			kills: v["action"] == dropCopyKills, ring: make([]mismatch, v["limit"]), effect: model.Never}
	},
}

type dropCopy struct {
	log
	limit       model.Qty
	window, lag model.Duration
	kills       bool
	// ring holds what lies within the window: n from first on, together shares. Each is a share or more, and no more than
	// limit shares are held, so it never runs over.
	ring     []mismatch
	first, n int
	shares   model.Qty
	effect   model.Time
}

// mismatch is one execution beyond its parent.
type mismatch struct {
	at  model.Time
	qty model.Qty
}

func (m *dropCopy) Clone() Monitor {
	c := *m
	c.log, c.ring = m.log.clone(), slices.Clone(m.ring)
	return &c
}

func (m *dropCopy) Filled(w *World, f *Fill) {
	if f.Unmatched == 0 || m.effect != model.Never {
		return
	}
	for m.n > 0 && w.Now.Sub(m.ring[m.first].at) >= m.window {
		m.shares -= m.ring[m.first].qty
		m.first = (m.first + 1) % len(m.ring)
		m.n--
	}
	qty := max(f.Unmatched, -f.Unmatched)
	if seen := m.shares + qty; seen > m.limit {
		m.effect = w.Now.Add(m.lag)
		m.add(Trip{At: m.effect, Effect: m.effect, Scope: Scope{Kind: Firm}, Seen: int64(seen), Limit: int64(m.limit), Unit: Shares})
		return
	}
	m.ring[(m.first+m.n)%len(m.ring)] = mismatch{w.Now, qty}
	m.shares += qty
	m.n++
}

func (m *dropCopy) Vote(w *World, _ *Child) Verdict {
	if m.kills && w.Now >= m.effect {
		return Kill
	}
	return Pass
}
