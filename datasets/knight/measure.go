package knight

import (
	"math"
	"time"

	"lossreplay/datasets"
	"lossreplay/model"
)

// measure is what a day shows, worked out from its tables alone with plain code: it knows nothing of how they were made.
type measure struct {
	tables *datasets.Tables
	symbol []symbolMeasure
	parent []parentMeasure

	executions, atHundred, rogue int
	shares                       model.Qty
	last                         model.Time             // execution of the error account
	end                          int                    // tick after the last execution
	nysePerMinute                [sessionMins]model.Qty // NYSE's executions of ours
	mids                         [][]model.Price        // by symbol and tick of the session
	peakGross                    float64
	throughCollar                float64 // largest limit beyond the mid at its parent's receipt, in percent
}

type symbolMeasure struct {
	pos          model.Qty
	paid         model.Money
	shares       model.Qty
	low, high    model.Price
	perSecond    []int32 // trades
	pauses       []int   // ticks
	market       model.Qty
	printedUp    model.Price // highest and lowest print in the review window
	printedDown  model.Price
	errorParents int
}

type parentMeasure struct {
	executed, unmatched model.Qty
	arrival             model.Price // mid at receipt; 0 before the open
}

// observe measures a day.
func observe(t *datasets.Tables) *measure {
	m := &measure{tables: t, symbol: make([]symbolMeasure, len(t.SecurityRows)), parent: make([]parentMeasure, t.ParentRows.Len())}
	m.expandQuotes()
	m.readExecutions()
	m.readChildren()
	m.readBars()
	m.findPauses()
	m.peak()
	return m
}

// tickOf returns the second of the session in which at falls.
func tickOf(at model.Time) int { return int(at.Sub(sessionOpen) / time.Second) }

// expandQuotes sets the mid of every symbol at the start of every tick and at the close.
func (m *measure) expandQuotes() {
	q := &m.tables.QuoteRows
	m.mids = make([][]model.Price, len(m.symbol))
	for s := range m.mids {
		m.mids[s] = make([]model.Price, sessionTicks+1)
	}
	for i := range q.At {
		m.mids[q.Symbol[i]][tickOf(q.At[i])] = (q.Bid[i] + q.Ask[i]) / 2
	}
	for s := range m.mids {
		for t := 1; t <= sessionTicks; t++ {
			if m.mids[s][t] == 0 {
				m.mids[s][t] = m.mids[s][t-1]
			}
		}
	}
}

// readExecutions books every execution: to its parent until the parent is full, the rest to the error account.
func (m *measure) readExecutions() {
	t := m.tables
	e, c, p := &t.ExecutionRows, &t.ChildRows, &t.ParentRows
	for i := range e.At {
		if e.Type[i] != model.ExecTrade {
			continue
		}
		child := e.Child[i] - 1
		parent := c.Parent[child] - 1
		state, s := &m.parent[parent], &m.symbol[p.Symbol[parent]]
		if c.Venue[child] == 0 {
			m.nysePerMinute[tickOf(e.At[i])/minuteTicks] += e.LastQty[i]
		}
		if s.printedUp == 0 {
			s.printedUp, s.printedDown = e.LastPx[i], e.LastPx[i]
		}
		if e.At[i] <= tickAt(tickBusts) {
			s.printedUp, s.printedDown = max(s.printedUp, e.LastPx[i]), min(s.printedDown, e.LastPx[i])
		}
		m.end = max(m.end, tickOf(e.At[i])+1)
		matched := min(e.LastQty[i], p.OrderQty[parent]-state.executed)
		state.executed += matched
		over := e.LastQty[i] - matched
		if over == 0 {
			continue
		}
		if state.unmatched == 0 {
			s.errorParents++
		}
		if s.perSecond == nil {
			s.perSecond = make([]int32, sessionTicks)
		}
		s.perSecond[tickOf(e.At[i])]++
		state.unmatched += over
		s.pos += p.Side[parent].Sign() * over
		s.shares += over
		s.paid += cash(p.Side[parent].Sign()*over, e.LastPx[i]) + e.Fee[i]
		m.executions++
		m.shares += over
		m.last = e.At[i]
		if e.LastQty[i] == 100 {
			m.atHundred++
		}
	}
}

// readChildren counts what a correct router would not have sent, and holds limits against the mid when the parent came.
func (m *measure) readChildren() {
	c, p := &m.tables.ChildRows, &m.tables.ParentRows
	for i := range m.parent {
		if p.Received[i] >= sessionOpen {
			m.parent[i].arrival = m.mids[p.Symbol[i]][tickOf(p.Received[i])]
		}
	}
	for i := range c.Sent {
		if c.Rogue[i] {
			m.rogue++
		}
		parent := c.Parent[i] - 1
		if from := m.parent[parent].arrival; from > 0 {
			through := float64(p.Side[parent].Sign()*model.Qty(c.LimitPx[i]-from)) / float64(from)
			m.throughCollar = max(m.throughCollar, 100*through)
		}
	}
}

// readBars adds up the market's volume from the open to the flow's end.
func (m *measure) readBars() {
	for _, b := range m.tables.BarRows {
		if tickOf(b.Start) < m.end {
			m.symbol[b.Symbol].market += b.Volume
		}
	}
	for s := range m.symbol {
		mids := m.mids[s][:min(m.end, sessionTicks)+1]
		m.symbol[s].low, m.symbol[s].high = mids[0], mids[0]
		for _, mid := range mids {
			m.symbol[s].low, m.symbol[s].high = min(m.symbol[s].low, mid), max(m.symbol[s].high, mid)
		}
	}
}

// findPauses applies the single-stock circuit breakers to the mids at each second from 09:45 to 15:35.
func (m *measure) findPauses() {
	for s := range m.symbol {
		limit := model.Price(m.tables.SecurityRows[s].HaltMove)
		if limit == 0 {
			continue
		}
		mids, from := m.mids[s], 0
		for t := tickBreakers; t < tickBreakersEnd; t++ {
			if mids[t] == mids[t-1] && t > tickBreakers {
				continue
			}
			for u := max(from, t-haltTicks); u < t; u++ {
				if moved := max(mids[t]-mids[u], mids[u]-mids[t]); moved*10_000 >= mids[u]*limit {
					m.symbol[s].pauses = append(m.symbol[s].pauses, t)
					from = t + haltTicks
					t = from - 1
					break
				}
			}
		}
	}
}

// peak finds the error account's largest gross at mids, minute by minute.
func (m *measure) peak() {
	e, c, p := &m.tables.ExecutionRows, &m.tables.ChildRows, &m.tables.ParentRows
	pos, executed, next := make([]model.Qty, len(m.symbol)), make([]model.Qty, len(m.parent)), 0
	for minute := 1; minute <= (m.end+minuteTicks-1)/minuteTicks; minute++ {
		for ; next < len(e.At) && e.At[next] < tickAt(minute*minuteTicks); next++ {
			parent := c.Parent[e.Child[next]-1] - 1
			matched := min(e.LastQty[next], p.OrderQty[parent]-executed[parent])
			executed[parent] += matched
			pos[p.Symbol[parent]] += p.Side[parent].Sign() * (e.LastQty[next] - matched)
		}
		gross := 0.0
		for s := range pos {
			gross += math.Abs(cash(pos[s], m.mids[s][minute*minuteTicks]).Float())
		}
		m.peakGross = max(m.peakGross, gross)
	}
}
