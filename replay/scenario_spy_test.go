package replay_test

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"text/tabwriter"

	"lossreplay/model"
	"lossreplay/model/control"
)

// spy asks a control and writes down its votes.
type spy struct {
	control.Monitor
	votes map[model.ChildID]string
}

func (m *spy) Clone() control.Monitor { return &spy{m.Monitor.Clone(), m.votes} }

func (m *spy) Vote(w *control.World, c *control.Child) control.Verdict {
	voter, ok := m.Monitor.(control.ChildVoter)
	if !ok {
		complain("that control is not asked about children")
	}
	before := len(m.Trips())
	v := voter.Vote(w, c)
	text := v.String()
	if m.votes[c.ID] == "" || len(m.Trips()) > before {
		if len(m.Trips()) > before {
			text += " trip"
		}
		m.votes[c.ID] = text
	}
	return v
}

// The spy listens to whatever the control listens to.
func (m *spy) Sent(w *control.World, c *control.Child) {
	if h, ok := m.Monitor.(control.SentWatcher); ok {
		h.Sent(w, c)
	}
}

func (m *spy) Filled(w *control.World, f *control.Fill) {
	if h, ok := m.Monitor.(control.FillWatcher); ok {
		h.Filled(w, f)
	}
}

func (m *spy) Ticked(w *control.World) {
	if h, ok := m.Monitor.(control.TickWatcher); ok {
		h.Ticked(w)
	}
}

func (m *spy) Saw(w *control.World, op *model.Operation) {
	if h, ok := m.Monitor.(control.OperationWatcher); ok {
		h.Saw(w, op)
	}
}

func (m *spy) Ended(w *control.World, e *control.End) {
	if h, ok := m.Monitor.(control.EndWatcher); ok {
		h.Ended(w, e)
	}
}

func (m *spy) Received(w *control.World, p *model.ParentOrder) {
	if h, ok := m.Monitor.(control.ParentWatcher); ok {
		h.Received(w, p)
	}
}

func (m *spy) Declares(w *control.World) bool {
	h, ok := m.Monitor.(control.Declarer)
	return ok && h.Declares(w)
}

func (m *spy) Refuses(w *control.World, op *model.Operation) bool {
	h, ok := m.Monitor.(control.OperationVoter)
	return ok && h.Refuses(w, op)
}

func (m *spy) Cancels(w *control.World, op *model.Operation) uint64 {
	if h, ok := m.Monitor.(control.Canceler); ok {
		return h.Cancels(w, op)
	}
	return 0
}

func (m *spy) Settles(w *control.World, s *control.Settlement) {
	if h, ok := m.Monitor.(control.Settler); ok {
		h.Settles(w, s)
	}
}

// printVotes replays one coalition alone and prints a control's vote on every child that reached it.
func (s *story) printVotes(t *testing.T, w *tabwriter.Writer, world uint64, name string) {
	votes := map[model.ChildID]string{}
	on := members(s.controls, world)
	i := slices.IndexFunc(on, func(c control.Instance) bool { return c.Name == name })
	if i < 0 {
		complain("control %q is not in that world", name)
	}
	spied := on[i]
	on[i] = instance(name, func(env *control.Env) control.Monitor { return &spy{spied.Monitor(env), votes} })
	a := auditorOf(t, s.day)
	if _, err := a.Replay(on, false); err != nil {
		t.Fatal(err)
	}
	ids := make([]model.ChildID, 0, len(votes))
	for id := range votes {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b model.ChildID) int { return cmp.Compare(a, b) })
	for _, id := range ids {
		fmt.Fprintf(w, "%s %s\n", s.name[id], votes[id])
	}
}
