package normal_test

import (
	"math"
	"time"

	"lossreplay/model"
)

// volume returns the market's volume over what the names trade on an ordinary day.
func (m *measures) volume() float64 {
	var normal model.Qty
	for _, s := range m.day.SecurityRows {
		normal += s.NormalVolume
	}
	return float64(m.others) / float64(normal)
}

// width returns the mean width of the quotes in cents.
func (m *measures) width() float64 {
	q, sum := &m.day.QuoteRows, model.Price(0)
	for i := range q.Bid {
		sum += q.Ask[i] - q.Bid[i]
	}
	return float64(sum) / float64(q.Len()) / 100
}

// rebalanced counts the names with four parents above 2,000 shares received from 15:30 to 15:50, and those of them whose are
// all on one side. A retail parent has 2,000 at most.
func (m *measures) rebalanced() (names, oneSided float64) {
	n := len(m.day.SecurityRows)
	buys, sells := make([]model.Qty, n), make([]model.Qty, n)
	large := make([]int, n)
	p := &m.day.ParentRows
	for i, at := range p.Received {
		s := p.Symbol[i]
		if at < m.clock(15, 30) || at >= m.clock(15, 50) || p.OrderQty[i] <= 2000 {
			continue
		}
		large[s]++
		if p.Side[i] == model.Buy {
			buys[s] += p.OrderQty[i]
		} else {
			sells[s] += p.OrderQty[i]
		}
	}
	for s := range large {
		names += float64(count(large[s] >= 4))
		oneSided += float64(count(large[s] >= 4 && (buys[s] == 0 || sells[s] == 0)))
	}
	return names, oneSided
}

// crowd returns the parents in the last name, and those of them for that many shares.
func (m *measures) crowd(qty model.Qty) (parents, equal float64) {
	p := &m.day.ParentRows
	for i, s := range p.Symbol {
		if int(s) == len(m.day.SecurityRows)-1 {
			parents++
			equal += float64(count(p.OrderQty[i] == qty))
		}
	}
	return parents, equal
}

// firstQuote returns when the last name is quoted first, since the open.
func (m *measures) firstQuote() time.Duration {
	q := &m.day.QuoteRows
	for i, s := range q.Symbol {
		if int(s) == len(m.day.SecurityRows)-1 {
			return q.At[i].Sub(m.open)
		}
	}
	return -1
}

// rejected counts rejects of children that went to a venue in a window, all other rejects, and trades of those children.
func (m *measures) rejected(venue model.VenueID, from, until model.Time) (inside, outside, traded float64) {
	c, e := &m.day.ChildRows, &m.day.ExecutionRows
	for i, kind := range e.Type {
		child := e.Child[i] - 1
		in := c.Venue[child] == venue && c.Sent[child] >= from && c.Sent[child] < until
		switch {
		case kind == model.ExecRejected && in:
			inside++
		case kind == model.ExecRejected:
			outside++
		case kind == model.ExecTrade && in:
			traded++
		}
	}
	return inside, outside, traded
}

// sentBack counts the children that go to the same venue as the one before of their parent, which was rejected.
func (m *measures) sentBack() (n float64) {
	c, e := &m.day.ChildRows, &m.day.ExecutionRows
	rejected := map[model.ChildID]bool{}
	for i, kind := range e.Type {
		if kind == model.ExecRejected {
			rejected[e.Child[i]] = true
		}
	}
	last := make([]model.ChildID, m.parents)
	for i, venue := range c.Venue {
		before := last[c.Parent[i]-1]
		n += float64(count(rejected[before] && c.Venue[before-1] == venue))
		last[c.Parent[i]-1] = model.ChildID(i + 1)
	}
	return n
}

// crowdedSeconds counts the seconds of the session, but for the first, in which at least n parents arrive.
func (m *measures) crowdedSeconds(n int) (seconds float64) {
	inSecond := map[model.Duration]int{}
	for _, at := range m.day.ParentRows.Received {
		inSecond[at.Sub(m.open)/time.Second]++
	}
	for second, parents := range inSecond {
		seconds += float64(count(second > 0 && parents >= n))
	}
	return seconds
}

// jumps counts the names that have no child for ten minutes, after which the next quote lies a tenth or more away.
func (m *measures) jumps() (names float64) {
	n := len(m.day.SecurityRows)
	last, quiet := make([]model.Time, n), make([]model.Duration, n)
	for i, at := range m.day.ChildRows.Sent {
		s := m.day.ParentRows.Symbol[m.day.ChildRows.Parent[i]-1]
		if last[s] != 0 {
			quiet[s] = max(quiet[s], at.Sub(last[s]))
		}
		last[s] = at
	}
	was, jumped := make([]model.Price, n), make([]bool, n)
	q := &m.day.QuoteRows
	for i, s := range q.Symbol {
		jumped[s] = jumped[s] || was[s] != 0 && math.Abs(float64(q.Bid[i])/float64(was[s])-1) >= 0.1
		was[s] = q.Bid[i]
	}
	for s := range n {
		names += float64(count(jumped[s] && quiet[s] >= 10*time.Minute))
	}
	return names
}

// slow counts the names that three times or more had fills away from a quote that was two minutes old and more.
func (m *measures) slow() (names float64) {
	n := len(m.day.SecurityRows)
	at, bid, ask := make([]model.Time, n), make([]model.Price, n), make([]model.Price, n)
	stale := make([]map[model.Time]bool, n) // by the time of the quote that stood still
	d, q := m.day, 0
	for i, now := range d.ExecutionRows.At {
		for ; q < d.QuoteRows.Len() && d.QuoteRows.At[q] <= now; q++ {
			s := d.QuoteRows.Symbol[q]
			at[s], bid[s], ask[s] = d.QuoteRows.At[q], d.QuoteRows.Bid[q], d.QuoteRows.Ask[q]
		}
		s := d.ParentRows.Symbol[d.ChildRows.Parent[d.ExecutionRows.Child[i]-1]-1]
		px := d.ExecutionRows.LastPx[i]
		if px != 0 && px != bid[s] && px != ask[s] && now.Sub(at[s]) >= 2*time.Minute {
			if stale[s] == nil {
				stale[s] = map[model.Time]bool{}
			}
			stale[s][at[s]] = true
		}
	}
	for s := range stale {
		names += float64(count(len(stale[s]) >= 3))
	}
	return names
}

// crosses counts the pairs of parents of one name and size, 5,000 shares or more, on both sides within a second, and the
// names that have one.
func (m *measures) crosses() (names, pairs float64) {
	p, seen := &m.day.ParentRows, map[model.SymbolID]bool{}
	for i := range p.Received {
		if p.OrderQty[i] < 5000 {
			continue
		}
		for j := i + 1; j < p.Len() && p.Received[j].Sub(p.Received[i]) <= time.Second; j++ {
			if p.Symbol[j] == p.Symbol[i] && p.OrderQty[j] == p.OrderQty[i] && p.Side[j] != p.Side[i] {
				pairs++
				seen[p.Symbol[i]] = true
			}
		}
	}
	return float64(len(seen)), pairs
}

// sentBy counts the children of a server in a window.
func (m *measures) sentBy(server model.ServerID, from, until model.Time) (n float64) {
	c := &m.day.ChildRows
	for i, at := range c.Sent {
		n += float64(count(c.Server[i] == server && at >= from && at < until))
	}
	return n
}
