package replay_test

import (
	"maps"
	"slices"

	"lossreplay/model"
	"lossreplay/model/control"
)

// instance wraps a monitor of the tests as a control under a name.
func instance(name string, monitor func(*control.Env) control.Monitor) control.Instance {
	return control.Instance{Name: name, Spec: &control.Spec{ID: name, Name: name,
		New: func(_ control.Values, env *control.Env) control.Monitor { return monitor(env) }}}
}

// record is the log of a control that the tests make up: it logs a trip once.
type record struct{ trips []control.Trip }

func (r *record) Trips() []control.Trip { return r.trips }

func (r *record) copy() record { return record{slices.Clone(r.trips)} }

func (r *record) once(w *control.World, seen int64) {
	if len(r.trips) == 0 {
		r.trips = append(r.trips, control.Trip{At: w.Now, Effect: w.Now, Scope: control.Scope{Kind: control.Firm}, Seen: seen, Unit: control.Count})
	}
}

// grossSeen notes the lowest gross of the error account at which people reacted.
type grossSeen struct {
	record
	lowest model.Money // -1 before the first reaction
}

func (g *grossSeen) Clone() control.Monitor { return g }

func (g *grossSeen) Saw(w *control.World, op *model.Operation) {
	if gross := w.Book.Gross(w.Mid); op.Reaction && (g.lowest < 0 || gross < g.lowest) {
		g.lowest = gross
	}
}

// symbolBlock blocks a symbol from a time on.
type symbolBlock struct {
	record
	symbol model.SymbolID
	from   model.Time
}

func (m *symbolBlock) Clone() control.Monitor {
	return &symbolBlock{m.copy(), m.symbol, m.from}
}

func (m *symbolBlock) Vote(w *control.World, c *control.Child) control.Verdict {
	if c.Symbol != m.symbol || w.Now < m.from {
		return control.Pass
	}
	m.once(w, int64(c.ID))
	return control.Block
}

// timedHalt stops the firm from a time on.
type timedHalt struct {
	record
	from model.Time
}

func (m *timedHalt) Clone() control.Monitor { return &timedHalt{m.copy(), m.from} }

func (m *timedHalt) Vote(w *control.World, c *control.Child) control.Verdict {
	if w.Now < m.from {
		return control.Pass
	}
	m.once(w, int64(c.ID))
	return control.Halt
}

// childThrottle lets a server send so many children in all, then every second one.
type childThrottle struct {
	record
	limit int
	sent  map[model.ServerID]int
}

func (m *childThrottle) Clone() control.Monitor {
	return &childThrottle{m.copy(), m.limit, maps.Clone(m.sent)}
}

func (m *childThrottle) Sent(_ *control.World, c *control.Child) { m.sent[c.Server]++ }

func (m *childThrottle) Vote(w *control.World, c *control.Child) control.Verdict {
	if m.sent[c.Server] < m.limit || c.ID%2 == 0 {
		return control.Pass
	}
	m.once(w, int64(c.ID))
	return control.Block
}

// sharesLimit blocks what would bring a symbol's error position and working orders beyond so many shares.
type sharesLimit struct {
	record
	limit model.Qty
}

func (m *sharesLimit) Clone() control.Monitor { return &sharesLimit{m.copy(), m.limit} }

func (m *sharesLimit) Vote(w *control.World, c *control.Child) control.Verdict {
	after := w.Book.Lines[c.Symbol].Pos + w.Working(c.Symbol) + c.Sign*c.Qty
	if max(after, -after) <= m.limit {
		return control.Pass
	}
	m.once(w, int64(c.ID))
	return control.Block
}

// noRollback refuses every roll-back of a server, or of all.
type noRollback struct {
	record
	server model.ServerID
	all    bool
}

func (m *noRollback) Clone() control.Monitor { return &noRollback{m.copy(), m.server, m.all} }

func (m *noRollback) Refuses(w *control.World, op *model.Operation) bool {
	if op.Kind != model.OpRollback || (!m.all && op.Server != m.server) {
		return false
	}
	m.once(w, int64(op.Server))
	return true
}

// laggedKill stops the firm some time after the error account lost more than a limit, at the mid or without own impact, or
// after so many alerts, whichever comes first.
type laggedKill struct {
	record
	limit  model.Money
	free   bool
	alerts int
	lag    model.Duration
	effect model.Time
}

func (m *laggedKill) Clone() control.Monitor {
	c := *m
	c.record = m.copy()
	return &c
}

func (m *laggedKill) Ticked(w *control.World) {
	marks := slices.Clone(w.Mid)
	if m.free {
		for s := range marks {
			marks[s] -= w.Impact[s]
		}
	}
	if value := w.Book.Value(marks); -value > m.limit {
		m.see(w, 1)
	}
}

func (m *laggedKill) Saw(w *control.World, op *model.Operation) {
	if op.Kind != model.OpAlert {
		return
	}
	if m.alerts--; m.alerts == 0 {
		m.see(w, 0)
	}
}

func (m *laggedKill) see(w *control.World, seen int64) {
	m.once(w, seen)
	m.effect = min(m.effect, w.Now.Add(m.lag))
}

func (m *laggedKill) Vote(w *control.World, _ *control.Child) control.Verdict {
	if w.Now >= m.effect {
		return control.Halt
	}
	return control.Pass
}
