package control

import (
	"pgregory.net/rapid"

	"lossreplay/model"
)

// sharper are the values that make short days trip the controls that orders pass before they go out, where a small limit and
// a long window do not; see sharp.
var sharper = map[string]Values{
	"A11": {"limit": 1_000_000}, // $1
	"A13": {"floor": 300},
	"A15": {"count": 2},
	"A20": {"limit": 1_000_000_000}, // $1,000
	"A22": {"limit": 1_000_000_000},
	"A23": {"limit": 1_000_000},
	"A24": {"factor": 1},
}

// orderOf returns parent p as the router receives it.
func orderOf(p model.ParentID) model.ParentOrder {
	side := model.Buy
	if signOf(p) < 0 {
		side = model.Sell
	}
	return model.ParentOrder{ID: p, Symbol: symbolOf(p), Side: side, OrderQty: orderQty}
}

// receiveOnce tells of a parent order, unless it did before: the router receives each once.
func (s *sim) receiveOnce(p model.ParentID) {
	if !s.told[p] {
		s.told[p] = true
		s.receive(orderOf(p))
	}
}

// history stands before a monitor, remembers all that happened, and asks after each event and at each vote whether the monitor
// is right.
type history struct {
	Monitor
	t        rapid.TB
	sent     []sentAt
	filled   []filledAt
	received []model.ParentOrder
	// want is the verdict by brute force; happened, which may be nil, is told of each event but votes.
	want     func(w *World, c *Child) Verdict
	happened func(w *World)
}

type (
	sentAt struct {
		at model.Time
		Child
	}
	filledAt struct {
		at model.Time
		Fill
	}
)

// watch puts a history before the monitor of s.
func watch(t rapid.TB, s *sim) *history {
	h := &history{Monitor: s.m, t: t, happened: func(*World) {}}
	s.m = h
	return h
}

func (h *history) Vote(w *World, c *Child) Verdict {
	got := h.Monitor.(ChildVoter).Vote(w, c)
	if want := h.want(w, c); got != want {
		h.t.Fatalf("vote on %+v at %v is %v, want %v", c, w.Now, got, want)
	}
	return got
}

func (h *history) Sent(w *World, c *Child) {
	h.sent = append(h.sent, sentAt{w.Now, *c})
	if m, ok := h.Monitor.(SentWatcher); ok {
		m.Sent(w, c)
	}
	h.happened(w)
}

func (h *history) Filled(w *World, f *Fill) {
	h.filled = append(h.filled, filledAt{w.Now, *f})
	if m, ok := h.Monitor.(FillWatcher); ok {
		m.Filled(w, f)
	}
	h.happened(w)
}

func (h *history) Ended(w *World, e *End) {
	if m, ok := h.Monitor.(EndWatcher); ok {
		m.Ended(w, e)
	}
	h.happened(w)
}

func (h *history) Received(w *World, p *model.ParentOrder) {
	h.received = append(h.received, *p)
	if m, ok := h.Monitor.(ParentWatcher); ok {
		m.Received(w, p)
	}
}

func (h *history) Ticked(w *World) {
	if m, ok := h.Monitor.(TickWatcher); ok {
		m.Ticked(w)
	}
	h.happened(w)
}
