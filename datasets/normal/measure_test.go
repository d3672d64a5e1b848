package normal_test

import (
	"slices"
	"time"

	"lossreplay/datasets"
	"lossreplay/datasets/normal"
	"lossreplay/model"
)

// measures are what a day shows, for its story's test and for the page.
type measures struct {
	day     *datasets.Tables // nil once the day has been looked at: all days together would fill the memory
	kind    normal.Day
	open    model.Time
	parents int
	// preOpen, sells, flagged and large are counts of parents; large ones have 5,000 shares or more.
	preOpen, sells, flagged, large int
	children, oddLots              int
	largest                        model.Qty // child
	rejects, ends, trades          int
	shares                         model.Qty
	byMinute                       [390]model.Qty
	peak                           int // most children of one server in a second of the clock
	byServer                       [8]int
	busiest                        int       // most trades of a parent
	widest, typical                float64   // range of the mid over the open: of the name with the widest, of the median name
	others                         model.Qty // market's volume, ours included
	names, quotes                  int
	sum                            uint64
}

func measure(kind normal.Day, day *datasets.Tables) *measures {
	m := &measures{day: day, kind: kind, open: day.About.Session.Open, parents: day.ParentRows.Len(), children: day.ChildRows.Len(),
		names: len(day.SecurityRows), quotes: day.QuoteRows.Len(), sum: checksum(day)}
	p, c, e := &day.ParentRows, &day.ChildRows, &day.ExecutionRows
	for i := range p.Received {
		m.preOpen += count(p.Received[i] < m.open)
		m.sells += count(p.Side[i] == model.Sell)
		m.flagged += count(p.Flag[i] != 0)
		m.large += count(p.OrderQty[i] >= 5000)
	}
	inSecond, second := [8]int{}, model.Duration(-1)
	for i, sent := range c.Sent {
		m.oddLots += count(c.OrderQty[i] < 100)
		m.largest = max(m.largest, c.OrderQty[i])
		if now := sent.Sub(m.open) / time.Second; now != second {
			inSecond, second = [8]int{}, now
		}
		inSecond[c.Server[i]]++
		m.byServer[c.Server[i]]++
		m.peak = max(m.peak, inSecond[c.Server[i]])
	}
	trades := make([]int, m.parents)
	for i, kind := range e.Type {
		m.rejects += count(kind == model.ExecRejected)
		m.ends += count(kind != model.ExecTrade)
		if kind == model.ExecTrade {
			m.trades++
			m.shares += e.LastQty[i]
			m.byMinute[e.At[i].Sub(m.open)/time.Minute] += e.LastQty[i]
			trades[c.Parent[e.Child[i]-1]-1]++
		}
	}
	m.busiest = slices.Max(trades)
	ranges := m.ranges()
	slices.Sort(ranges)
	m.widest, m.typical = ranges[len(ranges)-1], ranges[len(ranges)/2]
	for _, b := range day.BarRows {
		m.others += b.Volume
	}
	return m
}

func count(ok bool) int {
	if ok {
		return 1
	}
	return 0
}

// between returns the share of the day's shares from minute first to before minute last.
func (m *measures) between(first, last int) float64 {
	var sum model.Qty
	for _, q := range m.byMinute[first:last] {
		sum += q
	}
	return float64(sum) / float64(m.shares)
}

// ranges returns by name the distance of the highest from the lowest mid, over the opening price.
func (m *measures) ranges() []float64 {
	lo, hi := make([]model.Price, len(m.day.SecurityRows)), make([]model.Price, len(m.day.SecurityRows))
	q := &m.day.QuoteRows
	for i, s := range q.Symbol {
		mid := (q.Bid[i] + q.Ask[i]) / 2
		if lo[s] == 0 {
			lo[s] = mid
		}
		lo[s], hi[s] = min(lo[s], mid), max(hi[s], mid)
	}
	out := make([]float64, len(lo))
	for s := range out {
		out[s] = float64(hi[s]-lo[s]) / float64(m.day.SecurityRows[s].OpenPx)
	}
	return out
}

// mids returns the mids at a time of day.
func (m *measures) mids(hour, minute int) []model.Price {
	until, out := m.clock(hour, minute), make([]model.Price, len(m.day.SecurityRows))
	q := &m.day.QuoteRows
	for i := 0; i < q.Len() && q.At[i] <= until; i++ {
		out[q.Symbol[i]] = (q.Bid[i] + q.Ask[i]) / 2
	}
	return out
}

// clock returns a time of day as a time.
func (m *measures) clock(hour, minute int) model.Time {
	return m.open.Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute - 9*time.Hour - 30*time.Minute)
}

// move returns the mean return of the names between two times of day.
func (m *measures) move(fromHour, fromMinute, hour, minute int) float64 {
	from, to, sum := m.mids(fromHour, fromMinute), m.mids(hour, minute), 0.0
	for s := range from {
		sum += float64(to[s])/float64(from[s]) - 1
	}
	return sum / float64(len(from))
}

// checksum folds every row of the long tables and the small ones' numbers.
func checksum(t *datasets.Tables) uint64 {
	h := uint64(14695981039346656037)
	p, c, e, q := &t.ParentRows, &t.ChildRows, &t.ExecutionRows, &t.QuoteRows
	fold(&h, p.Received)
	fold(&h, p.Symbol)
	fold(&h, p.Side)
	fold(&h, p.OrderQty)
	fold(&h, p.Flag)
	fold(&h, c.Sent)
	fold(&h, c.Parent)
	fold(&h, c.Server)
	fold(&h, c.Venue)
	fold(&h, c.OrderQty)
	fold(&h, c.LimitPx)
	fold(&h, e.At)
	fold(&h, e.Child)
	fold(&h, e.Type)
	fold(&h, e.LastQty)
	fold(&h, e.LastPx)
	fold(&h, q.At)
	fold(&h, q.Symbol)
	fold(&h, q.Bid)
	fold(&h, q.Ask)
	for _, s := range t.SecurityRows {
		fold(&h, []int64{int64(s.PriorClose), int64(s.OpenPx), int64(s.NormalVolume), int64(s.HaltMove)})
	}
	for _, b := range t.BarRows {
		fold(&h, []int64{int64(b.Start), int64(b.Volume), int64(b.Last)})
	}
	for _, o := range t.OperationRows {
		fold(&h, []int64{int64(o.At), int64(o.Kind), int64(o.Server), int64(o.Build)})
	}
	return h
}

func fold[T ~int64 | ~uint32 | ~uint16 | ~uint8](h *uint64, column []T) {
	for _, v := range column {
		*h = (*h ^ uint64(v)) * 0x9E3779B97F4A7C15
		*h ^= *h >> 29
	}
}
