package control

import (
	"slices"

	"lossreplay/model"
	"lossreplay/model/router"
)

// trialLimits is A08: for its first days a release may do only so much.
var trialLimits = Spec{
	ID: "A08", Name: "Controlled-deployment limits", Family: Prevent,
	Observes: "what a release sends on its new code paths: those that a flag did not select in the build that the server ran before",
	Trigger: "for days after a server gets a build by deploy: a child there, on such a path, would be in one symbol, of one parent or " +
		"worth more than the caps allow; limits count, buys and sells add up",
	Scope:   "release: all servers together; releases whose first days overlap share the caps",
	Action:  "that child does not go out; symbols and parents within the caps go on",
	Latency: "none: checked inline",
	Rearm:   "by itself, days after the deploy; caps are raised in steps by designated staff, none that day (assumed)",
	Coverage: "new paths only. It is meant to hold back the legitimate flow of a new release beyond its caps, and does: that is its cost. " +
		"A server that the deploy missed has no new path and runs on without caps, and a roll-back starts no trial and ends the one of " +
		"its server. Days are calendar days. Prices, positions and the number of venues, which RTS 6 Art. 8 names too, have no cap here",
	Thresholds: []string{"symbols", "parents", "notional"},
	Params: []Param{
		{Name: "days", Doc: "calendar days after the deploy to a server for which the caps hold", Unit: Count, Default: 5, Min: 1, Max: 365,
			Source: "about a week; the rule says at first, no figure is published", Tag: model.Assumed},
		{Name: "symbols", Doc: "symbols in which new paths may send", Unit: Count, Default: 5, Min: 0, Max: 1_000_000_000,
			Source: "a first handful; the rule prescribes the category, no figure", Tag: model.Assumed},
		{Name: "parents", Doc: "parents that new paths may work", Unit: Count, Default: 100, Min: 0, Max: 1_000_000_000,
			Source: "an order of magnitude: what people can look at one by one; the rule prescribes the category, no figure", Tag: model.Assumed},
		{Name: "notional", Doc: "value of child orders that new paths may send, at their limits", Unit: Micros,
			Default: 1_000_000_000_000, Min: 0, Max: 1_000_000_000_000_000_000,
			Source: "$1 million, an order of magnitude; the rule prescribes the category, no figure", Tag: model.Assumed},
	},
	Existed: true, Availability: "practice; RTS 6 asks for it since 3 January 2018, no American rule does",
	Source: "RTS 6 Art. 8 (instruments; price, value and number of orders; positions; venues: categories without values)",
	Rules:  []string{"rts6"},
	Needs:  []string{"operations"},
	New: func(v Values, env *Env) Monitor {
		return &trial{onceLog: newOnceLog(capKinds), env: env, before: env.Fleet.Start(), length: model.Duration(v["days"] * dayNanos),
			until:   make([]model.Time, env.Fleet.Servers()*env.Fleet.Flags()),
			symbols: trialSet{has: make([]bool, len(env.Securities)), most: v["symbols"]},
			parents: trialSet{has: make([]bool, env.Parents), most: v["parents"]}, notionalMax: model.Money(v["notional"])}
	},
}

// The caps of a trial; each logs its first child that was beyond it.
const (
	capSymbols = iota
	capParents
	capNotional
	capKinds
)

type trial struct {
	onceLog           // by cap
	env               *Env
	before            router.State // as it was before the operation that is being watched
	length            model.Duration
	until             []model.Time // [server*flags + flag]: end of the trial of the path selected there; 0 for none
	symbols, parents  trialSet     // that new paths have worked
	sent, notionalMax model.Money
}

// trialSet is a set that may have at most that many members.
type trialSet struct {
	has     []bool
	n, most int64
}

func (s *trialSet) beyond(i int) bool { return s.n >= s.most && !s.has[i] }

func (s *trialSet) add(i int) {
	if !s.has[i] {
		s.has[i] = true
		s.n++
	}
}

func (m *trial) Clone() Monitor {
	c := *m
	c.onceLog = m.onceLog.clone()
	c.until = slices.Clone(m.until)
	c.symbols.has, c.parents.has = slices.Clone(m.symbols.has), slices.Clone(m.parents.has)
	return &c
}

func (m *trial) Saw(w *World, op *model.Operation) {
	if op.Kind == model.OpDeploy || op.Kind == model.OpRollback {
		end := model.Time(0) // what a roll-back brings back is not new
		if op.Kind == model.OpDeploy {
			end = w.Now.Add(m.length)
		}
		old := m.before.Build[op.Server]
		for flag := range m.env.Fleet.Flags() {
			if m.env.Fleet.Selected(old, model.FlagID(flag)) != m.env.Fleet.Selected(op.Build, model.FlagID(flag)) {
				m.until[m.index(op.Server, model.FlagID(flag))] = end
			}
		}
	}
	m.before = w.Router
}

func (m *trial) index(server model.ServerID, flag model.FlagID) int {
	return int(server)*m.env.Fleet.Flags() + int(flag)
}

func (m *trial) Sent(w *World, c *Child) {
	if w.Now >= m.until[m.index(c.Server, c.Flag)] {
		return
	}
	m.symbols.add(int(c.Symbol))
	m.parents.add(int(c.Parent - 1))
	m.sent = sum(m.sent, notional(c.Qty, c.LimitPx, w.Book.Unit))
}

func (m *trial) Vote(w *World, c *Child) Verdict {
	if w.Now >= m.until[m.index(c.Server, c.Flag)] {
		return Pass
	}
	trip := Trip{At: w.Now, Effect: w.Now}
	kind := capKinds
	switch value := sum(m.sent, notional(c.Qty, c.LimitPx, w.Book.Unit)); {
	case m.symbols.beyond(int(c.Symbol)):
		kind, trip.Scope = capSymbols, Scope{OnSymbol, uint32(c.Symbol)}
		trip.Seen, trip.Limit, trip.Unit = m.symbols.n+1, m.symbols.most, Count
	case m.parents.beyond(int(c.Parent - 1)):
		kind, trip.Scope = capParents, Scope{OnParent, uint32(c.Parent)}
		trip.Seen, trip.Limit, trip.Unit = m.parents.n+1, m.parents.most, Count
	case value > m.notionalMax:
		kind, trip.Scope = capNotional, Scope{Kind: Firm}
		trip.Seen, trip.Limit, trip.Unit = int64(value), int64(m.notionalMax), Micros
	default:
		return Pass
	}
	if m.first(kind) {
		m.add(trip)
	}
	return Block
}
