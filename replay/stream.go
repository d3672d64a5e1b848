package replay

import (
	"fmt"
	"io"
	"time"

	"lossreplay/model"
	"lossreplay/model/market"
)

// stream merges a day's tables into events in time order and fills the tape on the way. It reads each table once.
type stream struct {
	day      Day
	about    *model.Incident
	parents  *model.ParentColumns
	children cursor[model.ChildColumns]
	reports  cursor[model.ExecutionColumns]
	quotes   cursor[model.QuoteColumns]
	op       int
	parent   int // next parent to arrive

	venues    *atVenues
	kernel    *market.Kernel
	tape      *market.Tape
	unit      []float64
	priceUnit model.Money
	mid       []model.Price // current recorded mids, rounded down to a price unit
	quoted    []bool
	quotedAt  []model.Time // model.Never before the first quote
	others    []model.Qty  // scratch: what others traded in a minute
	own       []market.Impact
	ownPx     []model.Price
	flow      []model.Qty // of the current tick

	tick      int // the next tick boundary to pass
	minute    int // the next minute whose mids the tape wants
	eventMax  int
	childRow  model.ChildID
	legit     Tally   // legitimate children of the whole day
	legitTick []int32 // their number, by tick of the session
	total     Counts  // of events handed out
	ended     bool
}

// Counts is how much a replay read.
type Counts struct {
	Children, Reports, Quotes, Events int64
}

func newStream(day Day, kernel *market.Kernel, eventMax int) (*stream, error) {
	n := len(day.Securities())
	s := &stream{
		day: day, about: day.Incident(), parents: day.Parents(), venues: newAtVenues(), kernel: kernel,
		tape:      market.NewTape(day.Incident(), day.Securities(), kernel),
		priceUnit: day.Incident().Scale.Unit(), unit: make([]float64, n), mid: make([]model.Price, n), quoted: make([]bool, n),
		quotedAt: make([]model.Time, n), others: make([]model.Qty, n),
		own: make([]market.Impact, n), ownPx: make([]model.Price, n), flow: make([]model.Qty, n), eventMax: eventMax,
	}
	s.legitTick = make([]int32, s.tape.Ticks())
	for i := range n {
		s.unit[i] = market.Unit(&day.Securities()[i])
		s.quotedAt[i] = model.Never
	}
	s.tape.Bars(day.Bars())
	s.tape.Closings(day.Closings())
	return s, s.open()
}

// next fills b with the next run of events and returns io.EOF, with an empty batch, when the flow has ended. The tape is then
// complete up to the close of the session.
func (s *stream) next(b *batch) error {
	b.reset()
	for !s.full(b) && !s.ended {
		if err := s.step(b); err != nil {
			return err
		}
	}
	b.slots = s.venues.slots
	s.total.Events += int64(len(b.events))
	if len(b.events) == 0 {
		return io.EOF
	}
	return nil
}

// ticksMax bounds the marks of a batch, which take room by symbol, through a long quiet time.
const ticksMax = 256

func (s *stream) full(b *batch) bool { return len(b.events) >= s.eventMax || len(b.ticks) >= ticksMax }

// now returns the tick of the session that is running, false outside the session.
func (s *stream) now() (int, bool) { return s.tick - 1, s.tick > 0 && s.tick <= s.tape.Ticks() }

// step emits the next event, and before it the ticks and quotes that are due.
func (s *stream) step(b *batch) error {
	child, err := s.children.ready()
	if err != nil {
		return fmt.Errorf("children: %w", err)
	}
	report, err := s.reports.ready()
	if err != nil {
		return fmt.Errorf("executions: %w", err)
	}
	if !child && !report {
		return s.finish(b)
	}
	// The next report goes first if its child is out already and it is not later than the next child.
	if report && child {
		c, r := &s.children, &s.reports
		report = r.batch.At[r.row] <= c.batch.Sent[c.row] && r.batch.Child[r.row] <= s.childRow
	}
	var at model.Time
	if report {
		at = s.reports.batch.At[s.reports.row]
	} else {
		at = s.children.batch.Sent[s.children.row]
	}
	if due, err := s.catchUp(b, at); due || err != nil {
		return err
	}
	if report {
		return s.report(b, at)
	}
	return s.child(b, at)
}

// catchUp passes quotes, ticks, operations and arrivals up to and including at, in time order. It returns true if it emitted
// something, so that a batch can end between.
func (s *stream) catchUp(b *batch, at model.Time) (bool, error) {
	for {
		next, what := at.Add(1), 0
		if t := s.tape.StartOf(s.tick); s.tick <= s.tape.Ticks() && t <= at {
			next, what = t, 1
		}
		if ops := s.day.Operations(); s.op < len(ops) && ops[s.op].At < next && ops[s.op].At <= at {
			next, what = ops[s.op].At, 2
		}
		if s.parent < s.parents.Len() && s.parents.Received[s.parent] < next && s.parents.Received[s.parent] <= at {
			next, what = s.parents.Received[s.parent], 3
		}
		if err := s.quotesUpTo(min(next, at)); err != nil {
			return false, err
		}
		switch what {
		case 0:
			return false, nil
		case 1:
			s.passTick(b)
		case 2:
			b.events = append(b.events, event{at: next, kind: evOperation, id: uint32(s.op)})
			s.op++
		case 3:
			p := s.parents
			b.events = append(b.events, event{at: next, kind: evParent, parent: model.ParentID(s.parent + 1),
				symbol: p.Symbol[s.parent], mid: s.mid[p.Symbol[s.parent]]})
			s.parent++
		}
		if s.full(b) {
			return true, nil
		}
	}
}

// quotesUpTo takes the quotes with a time up to and including at, noting mids for the tape at each minute passed.
func (s *stream) quotesUpTo(at model.Time) error {
	q := &s.quotes
	for {
		ok, err := q.ready()
		if err != nil {
			return fmt.Errorf("quotes: %w", err)
		}
		if !ok || q.batch.At[q.row] > at {
			s.minutesBefore(at + 1)
			return nil
		}
		s.minutesBefore(q.batch.At[q.row])
		sym := q.batch.Symbol[q.row]
		s.mid[sym] = (q.batch.Bid[q.row] + q.batch.Ask[q.row]) / 2
		s.quoted[sym], s.quotedAt[sym] = true, q.batch.At[q.row]
		s.total.Quotes++
		q.row++
	}
}

// minutesBefore gives the tape the mids of every minute that starts before at and has not been given.
func (s *stream) minutesBefore(at model.Time) {
	for s.about.Session.Open.Add(time.Duration(s.minute)*time.Minute) < at && s.minute <= s.tape.Ticks() {
		s.tape.Mids(s.minute, s.mid)
		s.minute++
	}
}

// passTick lets the current tick's flow weigh on prices and shows the marks of the next.
func (s *stream) passTick(b *batch) {
	for i := range s.own {
		if s.tick > 0 {
			s.kernel.Tick(&s.own[i], s.flow[i])
			s.ownPx[i] = s.kernel.Price(&s.own[i], s.unit[i])
		}
		s.flow[i] = 0
	}
	m := mark{tick: s.tick, mid: s.mid, own: s.ownPx, quotedAt: s.quotedAt}
	if minute := s.kernel.TicksPerMinute(); s.tick > 0 && s.tick%minute == 0 {
		s.tape.Others(s.tick/minute-1, s.others)
		m.others = s.others
	}
	n := b.addTick(m)
	b.events = append(b.events, event{at: s.tape.StartOf(s.tick), kind: evTick, id: uint32(n)})
	s.tick++
}

// finish passes the tick in which the flow ended and reads the quotes that are left into the tape.
func (s *stream) finish(b *batch) error {
	s.ended = true
	if s.tick > 0 && s.tick <= s.tape.Ticks() {
		if err := s.quotesUpTo(s.tape.StartOf(s.tick)); err != nil {
			return err
		}
		s.passTick(b)
	}
	return s.quotesUpTo(s.about.Session.Close)
}

// flowEnd returns the tick at which the recorded flow ends.
func (s *stream) flowEnd() int { return max(s.tick-1, 0) }
