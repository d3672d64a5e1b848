package loop

import (
	"errors"
	"fmt"
	"time"

	"lossreplay/model"
	"lossreplay/model/ledger"
	"lossreplay/model/market"
	"lossreplay/model/router"
	"lossreplay/replay"
)

// record reads the recorded day once, in the order of the trace replay: quotes, ticks, operations, reports on children that
// are out already, children.
type record struct {
	*Model
	children cursor[model.ChildColumns]
	reports  cursor[model.ExecutionColumns]
	table    cursor[model.QuoteColumns]
	state    router.State
	op       int
	tick     int // the next boundary to pass
	childRow model.ChildID
	now      []quote // by symbol
	quoted   []bool
	own      []market.Impact
	ownPx    []model.Price
	flow     []model.Qty // of the current tick
	book     ledger.Book
	venue    map[model.ChildID]resting // children at venues
	filled   []model.Qty               // by parent, what was allocated to it
	answered []model.Time              // by parent, of its last report; 0 before it
	strayed  []bool                    // by parent: something of it executed on a path that does not count
	ours     []model.Qty               // [minute*symbols + s]
	runaway  []bool                    // [minute*symbols + s]: a runaway child was sent
	ran      []model.Qty               // by symbol and side: runaway shares executed
	fees     model.Money

	start, latency, think, offset sample
	outcome                       [2]struct{ children, expired int64 } // by whether the path counts
}

// resting is a recorded child at a venue.
type resting struct {
	sent   model.Time
	parent model.ParentID
	left   model.Qty
	server model.ServerID
	counts bool
	known  bool // it had a report
	traded bool
}

func newRecord(m *Model) *record {
	n := len(m.securities)
	r := &record{Model: m, state: m.fleet.Start(), now: make([]quote, n), quoted: make([]bool, n), own: make([]market.Impact, n),
		ownPx: make([]model.Price, n), flow: make([]model.Qty, n), book: ledger.NewBook(n, m.about.Scale),
		venue: map[model.ChildID]resting{}, filled: make([]model.Qty, m.parents.Len()), answered: make([]model.Time, m.parents.Len()), strayed: make([]bool, m.parents.Len()),
		ours: make([]model.Qty, m.minutes*n), runaway: make([]bool, m.minutes*n), ran: make([]model.Qty, 2*n)}
	for s := range r.now {
		r.now[s].at = model.Never
	}
	return r
}

func (r *record) open(day replay.Day) (err error) {
	if r.children.reader, err = day.Children(); err != nil {
		return err
	}
	if r.reports.reader, err = day.Executions(); err != nil {
		return err
	}
	r.table.reader, err = day.Quotes()
	return err
}

func (r *record) close() error {
	return errors.Join(r.children.close(), r.reports.close(), r.table.close())
}

// step takes the next child or report, false when there is none left.
func (r *record) step() (bool, error) {
	child, err := r.children.ready((*model.ChildColumns).Len)
	if err != nil {
		return false, fmt.Errorf("children: %w", err)
	}
	report, err := r.reports.ready((*model.ExecutionColumns).Len)
	if err != nil {
		return false, fmt.Errorf("executions: %w", err)
	}
	if !child && !report {
		return false, r.finish()
	}
	if report && child {
		c, e := &r.children, &r.reports
		report = e.batch.At[e.row] <= c.batch.Sent[c.row] && e.batch.Child[e.row] <= r.childRow
	}
	if report {
		if err := r.upTo(r.reports.batch.At[r.reports.row]); err != nil {
			return false, err
		}
		return true, r.onReport()
	}
	if err := r.upTo(r.children.batch.Sent[r.children.row]); err != nil {
		return false, err
	}
	return true, r.onChild()
}

// upTo passes ticks, quotes and operations up to and including at.
func (r *record) upTo(at model.Time) error {
	for r.tick <= r.tape.Ticks() && r.tape.StartOf(r.tick) <= at {
		if err := r.boundary(); err != nil {
			return err
		}
	}
	for ; r.op < len(r.history) && r.history[r.op].At <= at; r.op++ {
		r.fleet.Apply(&r.state, &r.history[r.op])
	}
	return r.quotesUpTo(at)
}

// boundary passes a tick: its quotes are kept, and the flow of the tick before weighs on prices.
func (r *record) boundary() error {
	if err := r.quotesUpTo(r.tape.StartOf(r.tick)); err != nil {
		return err
	}
	for s := range r.own {
		if r.tick > 0 {
			r.kernel.Tick(&r.own[s], r.flow[s])
			r.ownPx[s] = r.kernel.Price(&r.own[s], r.unit[s])
		}
		r.flow[s] = 0
	}
	r.Model.quotes = append(r.Model.quotes, r.now...)
	r.minute(r.tick)
	r.tick++
	return nil
}

// minute gives the tape the mids of the minute that starts with the tick, if one does.
func (r *record) minute(tick int) {
	if tick%r.perMinute != 0 {
		return
	}
	mids := make([]model.Price, len(r.now))
	for s, q := range r.now {
		mids[s] = q.mid()
	}
	r.tape.Mids(tick/r.perMinute, mids)
}

func (r *record) quotesUpTo(at model.Time) error {
	for q := &r.table; ; q.row++ {
		ok, err := q.ready((*model.QuoteColumns).Len)
		if err != nil {
			return fmt.Errorf("quotes: %w", err)
		}
		if !ok || q.batch.At[q.row] > at {
			return nil
		}
		s := q.batch.Symbol[q.row]
		r.now[s] = quote{q.batch.Bid[q.row], q.batch.Ask[q.row], q.batch.At[q.row]}
		r.quoted[s] = true
	}
}

// midOf returns the recorded mid, or px where the symbol has no quotes: its spread then reads 0.
func (r *record) midOf(s model.SymbolID, px model.Price) model.Price {
	if !r.quoted[s] {
		r.now[s].bid, r.now[s].ask = px, px
	}
	return r.now[s].mid()
}

// session returns the tick of the session that is running, false outside the session.
func (r *record) session() (int, bool) { return r.tick - 1, r.tick > 0 && r.tick <= r.tape.Ticks() }

// finish passes the tick in which the flow ended, and the quotes that are left into the tape.
func (r *record) finish() error {
	if _, open := r.session(); open || r.tick == 0 {
		if err := r.boundary(); err != nil {
			return err
		}
	}
	r.flowEnd = max(r.tick-1, 0)
	for m := (r.tick + r.perMinute - 1) / r.perMinute; m <= r.minutes; m++ {
		if err := r.quotesUpTo(r.about.Session.Open.Add(time.Duration(m) * time.Minute)); err != nil {
			return err
		}
		r.minute(m * r.perMinute)
	}
	return nil
}
