package control

import (
	"slices"

	"lossreplay/model"
)

// dayNanos is the longest duration that most parameters may have.
const dayNanos = 24 * 60 * 60 * 1_000_000_000

// log is a monitor's trips. Monitors embed it.
type log struct{ trips []Trip }

// Trips returns the log so far.
func (l *log) Trips() []Trip { return l.trips }

func (l *log) add(t Trip) { l.trips = append(l.trips, t) }

func (l *log) clone() log { return log{slices.Clone(l.trips)} }

// onceLog is the log of a control that holds no latch but the log's own: one trip per index of its scope.
type onceLog struct {
	log
	logged []bool // by index of the scope
}

func newOnceLog(n int) onceLog { return onceLog{logged: make([]bool, n)} }

// first reports whether nothing is logged for index i yet, and notes that now something is.
func (l *onceLog) first(i int) bool {
	if l.logged[i] {
		return false
	}
	l.logged[i] = true
	return true
}

func (l *onceLog) clone() onceLog { return onceLog{l.log.clone(), slices.Clone(l.logged)} }

// quarantine takes servers out: from its moment on no child of that server goes out, for the rest of the day or until people
// override it. Monitors that watch operations themselves hand them on to it.
type quarantine struct {
	log
	effect []model.Time // by server; Never while it may send
}

func newQuarantine(env *Env) quarantine { return quarantine{effect: newTimes(env.Fleet.Servers())} }

func (q *quarantine) clone() quarantine { return quarantine{q.log.clone(), slices.Clone(q.effect)} }

// Vote cuts servers that are out off.
func (q *quarantine) Vote(w *World, c *Child) Verdict {
	if w.Now >= q.effect[c.Server] {
		return Cut
	}
	return Pass
}

// out reports whether a trip has already named the server.
func (q *quarantine) out(s model.ServerID) bool { return q.effect[s] != model.Never }

// Saw lifts what an override names: that server, or all of them, may send again until something trips anew.
func (q *quarantine) Saw(_ *World, op *model.Operation) {
	if op.Kind != model.OpOverride {
		return
	}
	for s := range q.effect {
		if !op.HasServer || s == int(op.Server) {
			q.effect[s] = model.Never
		}
	}
}

// take logs t, whose scope must be a server, and takes that server out when t takes effect.
func (q *quarantine) take(t Trip) {
	q.effect[t.Scope.Index] = t.Effect
	q.add(t)
}

// newTimes returns n times that are never reached.
func newTimes(n int) []model.Time {
	t := make([]model.Time, n)
	for i := range t {
		t[i] = model.Never
	}
	return t
}
