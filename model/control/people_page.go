package control

import (
	"slices"
	"time"

	"lossreplay/model"
)

// likely is the probability, in basis points, from which a run that uses medians takes an event to happen.
const likely = 5_000

// alertPage is A42: a machine's message that nobody was made to read wakes somebody up.
var alertPage = Spec{
	ID: "A42", Name: "Alerts as pages", Family: Respond,
	Observes: "the machines' alerts, by the server that they name",
	Trigger:  "a server's alerts reach the count, and the page is read",
	Scope:    "server; the refusal of roll-backs is the firm's",
	Action: "somebody is paged, finds the cause, reaches somebody with authority and takes the server out for the day; from the " +
		"acknowledgement on people know the cause and no longer roll back servers because of it",
	Latency: "parameters acknowledge, authority, decide and execute, one after the other, from the alert; acknowledge alone for the " +
		"refusal of roll-backs",
	Rearm: "by a person's override; the count then starts anew",
	Coverage: "alerts that name a server; whether the person who is paged sees the cause is assumed. With p_read below one half a run, " +
		"which uses medians, has nobody read it. A roll-back that is part of a plan goes on",
	Thresholds: []string{"count"},
	Params: []Param{
		{Name: "count", Doc: "which alert of a server pages", Unit: Count, Default: 1, Min: 1, Max: 1_000_000_000,
			Source: "any new class of error before the open; no figure is published", Tag: model.Assumed},
		{Name: "p_read", Doc: "probability that the page is read and taken seriously; from one half on a run takes it as read", Unit: BasisPoints,
			Default: 9_000, Min: 0, Max: 10_000,
			Source: "a page that asks for an answer mostly gets one; the day's 97 e-mails, no pages, were read by nobody", Tag: model.Assumed,
			Spread: &Spread{Shape: Bernoulli, Low: 5_000, High: 9_900,
				Source: "from an even chance, where most pages are noise, to nearly always; none is published", Tag: model.Assumed}},
		{Name: "acknowledge", Doc: "page to acknowledgement", Unit: Nanoseconds, Default: int64(15 * time.Minute), Min: 0, Max: dayNanos,
			Source: "an order of magnitude for people on call; none is published", Tag: model.Assumed,
			Spread: takes(5*time.Minute, 45*time.Minute, "a third of the median to three times it; none is published")},
		{Name: "authority", Doc: "acknowledgement to somebody with authority on the call", Unit: Nanoseconds, Default: int64(7 * time.Minute), Min: 0, Max: dayNanos,
			Source: "within 4 to 10 min to escalate, as the calls of the day took by the press", Tag: model.Assumed,
			Spread: takes(294*time.Second, 10*time.Minute, "up to the 10 min of that range; as far below the median by ratio")},
		{Name: "decide", Doc: "authority reached to decision", Unit: Nanoseconds, Default: int64(8 * time.Minute), Min: 0, Max: dayNanos,
			Source: "with authority a quarter of an hour, an order of magnitude for people on call; none is published", Tag: model.Assumed,
			Spread: takes(2*time.Minute, 32*time.Minute, "a quarter of the median to four times it; none is published")},
		{Name: "execute", Doc: "decision to the server being out", Unit: Nanoseconds, Default: int64(5 * time.Minute), Min: 0, Max: dayNanos,
			Source: "an order of magnitude for people on call; none is published", Tag: model.Assumed,
			Spread: takes(2*time.Minute, 750*time.Second, "two fifths of the median to two and a half times it; none is published")},
	},
	Existed: true, Availability: "paging products; Knight's 97 e-mails were not designed as alerts",
	Source: "SEC 34-70694 paras 19, 41 (97 e-mails from about 8:01, distinct from the 212 orders)",
	Needs:  []string{"operations"},
	New: func(v Values, env *Env) Monitor {
		acknowledge := model.Duration(v["acknowledge"])
		return &pager{quarantine: newQuarantine(env), count: v["count"], read: v["p_read"] >= likely, seen: make([]int64, env.Fleet.Servers()),
			acknowledge: acknowledge, latency: acknowledge + model.Duration(v["authority"]+v["decide"]+v["execute"]), known: model.Never}
	},
}

type pager struct {
	quarantine
	count                int64
	read                 bool
	acknowledge, latency model.Duration // from the page
	seen                 []int64        // alerts by server
	known                model.Time     // when people know the cause
}

func (m *pager) Clone() Monitor {
	c := *m
	c.quarantine = m.quarantine.clone()
	c.seen = slices.Clone(m.seen)
	return &c
}

func (m *pager) Saw(w *World, op *model.Operation) {
	m.quarantine.Saw(w, op)
	for i, n := range m.seen {
		if n >= m.count && !m.out(model.ServerID(i)) { // overridden: its next alerts count anew
			m.seen[i] = 0
		}
	}
	if op.Kind != model.OpAlert || !op.HasServer || !m.read {
		return
	}
	m.seen[op.Server]++
	if m.seen[op.Server] == m.count {
		m.known = min(m.known, w.Now.Add(m.acknowledge))
		m.take(Trip{At: w.Now, Effect: w.Now.Add(m.latency), Scope: Scope{OnServer, uint32(op.Server)},
			Seen: m.count, Limit: m.count, Unit: Count})
	}
}

// Refuses refuses a roll-back that people ordered because of the incident and, knowing its cause, would not have ordered. The
// page is in the log; a refusal is no trip of its own.
func (m *pager) Refuses(w *World, op *model.Operation) bool {
	return op.Kind == model.OpRollback && op.Reaction && w.Now >= m.known
}
