package control

import (
	"slices"

	"lossreplay/model"
	"lossreplay/model/router"
)

// canary is A04: servers that work the same kind of flow at the same time are each other's control group.
var canary = Spec{
	ID: "A04", Name: "Canary with control group", Family: Prevent,
	Observes: "per server: shares sent over shares ordered, of the parents that it worked, since the start of the day; at ticks",
	Trigger: "a server that worked at least min_parents has more than ratio times the median of the servers that did (the lower of " +
		"the two middle ones if their number is even; at least 100 %: who has sent no more than was ordered is no outlier), in whole basis points",
	Scope:   "server",
	Action:  "the server gets no more flow",
	Latency: "parameter hold, from the tick that shows it",
	Rearm:   "with the next release; there is none that day (assumed); an override holds until a tick shows the same again",
	Coverage: "a server that differs from the others while orders flow. Before the flag was live there was nothing to compare: a " +
		"canary on no traffic is a null test, however long the rollout was staged. A fault common to most servers moves the median and " +
		"passes, so does one that sends no more than others do; a parent counts in full for every server that worked it, and before min_parents nothing is judged",
	Thresholds: []string{"ratio"},
	Params: []Param{
		{Name: "ratio", Doc: "multiple of the median that is let pass", Unit: BasisPoints, Default: 20_000, Min: 10_000, Max: 100_000_000,
			Source: "twice the others; no figure is published for trading", Tag: model.Assumed},
		{Name: "min_parents", Doc: "parents that a server must have worked to be compared", Unit: Count, Default: 20, Min: 1, Max: 1_000_000_000,
			Source: "enough for a ratio to mean something, an order of magnitude; no figure is published", Tag: model.Assumed},
		{Name: "hold", Doc: "tick to the last order to the server", Unit: Nanoseconds, Default: 60_000_000_000, Min: 0, Max: dayNanos,
			Source: "within 60 to 300 s for what watches a canary; no figure is published", Tag: model.Assumed},
	},
	Existed: true, Availability: "in-house; Knight staged its rollout and compared no servers",
	Source: "SEC 34-70694 paras 12, 15 (rollout in stages from 27 July, the programme to start on 1 August); Google SRE Workbook on canaries",
	New: func(v Values, env *Env) Monitor {
		n := env.Fleet.Servers()
		return &comparison{quarantine: newQuarantine(env), ratio: v["ratio"], parentsMin: v["min_parents"], hold: model.Duration(v["hold"]),
			tally: make([]worked, n), pair: make([]uint64, (n*env.Parents+63)/64)}
	},
}

type comparison struct {
	quarantine
	ratio, parentsMin int64 // of the median, in basis points; of a server
	hold              model.Duration
	tally             []worked // by server
	pair              []uint64 // bit [parent*servers + server]: the server has worked the parent
}

// worked is what a server has done: shares sent, shares ordered of the parents that it worked, and their number.
type worked struct {
	sent, ordered model.Qty
	parents       int64
}

// ratio returns the shares sent in basis points of those ordered. Parents of 0 shares, which nobody asked for, count as one.
func (t *worked) ratio() int64 { return int64(t.sent) * wholeShare / max(int64(t.ordered), 1) }

func (m *comparison) Clone() Monitor {
	c := *m
	c.quarantine = m.quarantine.clone()
	c.tally, c.pair = slices.Clone(m.tally), slices.Clone(m.pair)
	return &c
}

func (m *comparison) Sent(_ *World, c *Child) {
	t := &m.tally[c.Server]
	t.sent += c.Qty
	bit := int(c.Parent-1)*len(m.tally) + int(c.Server)
	if word := &m.pair[bit/64]; *word&(1<<(bit%64)) == 0 {
		*word |= 1 << (bit % 64)
		t.ordered += c.ParentQty
		t.parents++
	}
}

func (m *comparison) Ticked(w *World) {
	var all [router.ServersMax]int64
	ratios := all[:0]
	for s := range m.tally {
		if t := &m.tally[s]; t.parents >= m.parentsMin {
			ratios = append(ratios, t.ratio())
		}
	}
	if len(ratios) < 2 {
		return // nobody to compare with
	}
	slices.Sort(ratios)
	limit := max(ratios[(len(ratios)-1)/2], wholeShare) * m.ratio / wholeShare
	if ratios[len(ratios)-1] <= limit {
		return
	}
	for s := range m.tally {
		t := &m.tally[s]
		if t.parents < m.parentsMin || m.out(model.ServerID(s)) {
			continue
		}
		if ratio := t.ratio(); ratio > limit {
			m.take(Trip{At: w.Now, Effect: w.Now.Add(m.hold), Scope: Scope{OnServer, uint32(s)}, Seen: ratio, Limit: limit, Unit: BasisPoints})
		}
	}
}
