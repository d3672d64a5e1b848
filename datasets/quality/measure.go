package quality

import (
	"errors"

	"lossreplay/datasets"
	"lossreplay/model"
)

// Measure returns the quality of a valid day's record, in one pass over its tables. canceled, if set, is asked before each
// batch; its error ends the pass. Other errors are those of reading, and of money that leaves 64 bits.
func Measure(day datasets.Recorded, canceled func() error) (_ *Report, err error) {
	m := newMeasure(day)
	childReader, err := day.Children()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, childReader.Close()) }()
	executionReader, err := day.Executions()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, executionReader.Close()) }()
	quoteReader, err := day.Quotes()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, quoteReader.Close()) }()

	if m.children, err = open(childReader, func(c *model.ChildColumns) []model.Time { return c.Sent }, canceled); err != nil {
		return nil, err
	}
	if m.executions, err = open(executionReader, func(e *model.ExecutionColumns) []model.Time { return e.At }, canceled); err != nil {
		return nil, err
	}
	if m.quotes, err = open(quoteReader, func(q *model.QuoteColumns) []model.Time { return q.At }, canceled); err != nil {
		return nil, err
	}
	if err := m.run(); err != nil {
		return nil, err
	}
	return m.report(), nil
}

// measure is the state of the pass.
type measure struct {
	Report
	day     datasets.Recorded
	unit    model.Money
	parents *model.ParentColumns

	children   *cursor[model.ChildColumns]
	executions *cursor[model.ExecutionColumns]
	quotes     *cursor[model.QuoteColumns]

	orders    orders
	filled    []model.Qty // by parent
	tried     []bool      // by parent: it has children
	bid, ask  []model.Price
	ordered   []bool // by symbol: it has children
	latencies histogram
	told      told

	silences [len(silenceTables)]silence
}

func newMeasure(day datasets.Recorded) *measure {
	symbols, parents, in := len(day.Securities()), day.Parents(), day.Incident()
	m := &measure{day: day, unit: in.Scale.Unit(), parents: parents, filled: make([]model.Qty, parents.Len()), tried: make([]bool, parents.Len()),
		bid: make([]model.Price, symbols), ask: make([]model.Price, symbols), ordered: make([]bool, symbols)}
	m.Firm, m.Error = make([]Account, symbols), make([]Account, symbols)
	for i := range m.silences {
		m.silences[i] = silence{open: in.Session.Open, close: in.Session.Close}
	}
	return m
}

// run takes all rows in order of time; of one time quotes come first, then parents, children, reports.
func (m *measure) run() error {
	parent := 0
	for {
		received := model.Never
		if parent < m.parents.Len() {
			received = m.parents.Received[parent]
		}
		now := min(m.quotes.head, received, m.children.head, m.executions.head)
		if now == model.Never {
			return nil
		}
		var err error
		table := ofExecutions
		switch now {
		case m.quotes.head:
			table = ofQuotes
			m.quote()
			err = m.quotes.next()
		case received:
			table = ofParents
			m.parent(parent)
			parent++
		case m.children.head:
			table = ofChildren
			m.child()
			err = m.children.next()
		default:
			if err = m.execution(); err == nil {
				err = m.executions.next()
			}
		}
		if err != nil {
			return err
		}
		m.silences[table].row(now)
		m.silences[ofAll].row(now)
	}
}

func (m *measure) quote() {
	q, i := &m.quotes.batch, m.quotes.i
	s := q.Symbol[i]
	m.bid[s], m.ask[s] = q.Bid[i], q.Ask[i]
	m.Quotes.Count++
	if q.Bid[i] == q.Ask[i] {
		m.Quotes.Locked++
	}
}

func (m *measure) parent(i int) {
	m.Parents.Count++
	if m.parents.OrderQty[i] == 0 {
		m.Parents.Unasked++
	}
}

func (m *measure) child() {
	c, i := &m.children.batch, m.children.i
	p := c.Parent[i] - 1
	m.tried[p] = true
	m.ordered[m.parents.Symbol[p]] = true
	m.orders.add(order{sent: c.Sent[i], limit: c.LimitPx[i], left: c.OrderQty[i], parent: c.Parent[i]})
}

// execution takes one report.
func (m *measure) execution() error {
	e, i := &m.executions.batch, m.executions.i
	id := e.Child[i]
	o := m.orders.of(id)
	if !o.reported {
		o.reported = true
		m.Latency.Orders++
		d := e.At[i].Sub(o.sent)
		m.latencies.add(d)
		if d > m.Latency.Max || m.Latency.MaxRow == 0 {
			m.Latency.Max, m.Latency.MaxRow = d, int64(id)
		}
	}
	if e.Type[i] != model.ExecTrade {
		m.orders.close(id)
		return nil
	}
	if err := m.trade(o, e, i); err != nil {
		return err
	}
	if o.left -= e.LastQty[i]; o.left == 0 {
		m.orders.close(id)
	}
	return nil
}

// report completes the report with what is known at the end.
func (m *measure) report() *Report {
	r := &m.Report
	m.Latency.Median = min(m.latencies.quantile(50), m.Latency.Max)
	m.Latency.P99 = min(m.latencies.quantile(99), m.Latency.Max)
	r.Children = m.orders.open()
	for p, filled := range m.filled {
		if !m.tried[p] {
			r.Parents.WithoutChildren++
		}
		if beyond := filled - m.parents.OrderQty[p]; beyond > 0 {
			r.Parents.Overfilled++
			r.Parents.OverfilledShares += beyond
		}
	}
	r.Quotes.Missing = []string{}
	for s := range m.ordered {
		if m.ordered[s] && m.ask[s] == 0 {
			r.Quotes.Missing = append(r.Quotes.Missing, m.day.Securities()[s].Symbol)
		}
	}
	r.Settings = settingsOf(m.day.Incident())
	for i := range m.silences {
		if s, ok := m.silences[i].longest(silenceTables[i]); ok {
			r.Silences = append(r.Silences, s)
		}
	}
	return r
}
