package quality_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"lossreplay/datasets"
	"lossreplay/datasets/quality"
	"lossreplay/model"
)

// naive measures a day by looking, for every figure, at all rows anew.
func naive(d *datasets.Tables) *quality.Report {
	r := &quality.Report{Firm: make([]quality.Account, 3), Error: make([]quality.Account, 3)}
	c, e, p := &d.ChildRows, &d.ExecutionRows, &d.ParentRows
	var all []model.Time
	for _, t := range []struct {
		name string
		at   []model.Time
	}{{"parents", p.Received}, {"children", c.Sent}, {"executions", e.At}, {"quotes", d.QuoteRows.At}} {
		all = append(all, t.at...)
		r.Silences = append(r.Silences, silences(d, t.name, t.at)...)
	}
	r.Silences = append(r.Silences, silences(d, "all", all)...)

	r.Children.Count = int64(c.Len())
	for i := range c.Sent {
		left, ended, first := c.OrderQty[i], false, model.Never
		for k := range e.At {
			if e.Child[k] == model.ChildID(i+1) {
				first = min(first, e.At[k])
				left -= e.LastQty[k]
				ended = ended || e.Type[k] != model.ExecTrade
			}
		}
		if left > 0 && !ended {
			r.Children.Open++
			r.Children.OpenShares += left
			if first == model.Never {
				if r.Children.NeverReported++; r.Children.NeverReportedRow == 0 {
					r.Children.NeverReportedRow = int64(i + 1)
				}
			}
		}
	}
	for i := range p.Received {
		r.Parents.Count++
		if p.OrderQty[i] == 0 {
			r.Parents.Unasked++
		}
		if !slices.Contains(c.Parent, model.ParentID(i+1)) {
			r.Parents.WithoutChildren++
		}
		filled := model.Qty(0)
		for k := range e.At {
			if c.Parent[e.Child[k]-1] == model.ParentID(i+1) {
				filled += e.LastQty[k]
			}
		}
		if filled > p.OrderQty[i] {
			r.Parents.Overfilled++
			r.Parents.OverfilledShares += filled - p.OrderQty[i]
		}
	}
	for k := range e.At {
		if e.Type[k] == model.ExecTrade {
			naiveFill(r, d, k)
		}
	}
	for i := range d.QuoteRows.At {
		r.Quotes.Count++
		if d.QuoteRows.Bid[i] == d.QuoteRows.Ask[i] {
			r.Quotes.Locked++
		}
	}
	for s := range d.SecurityRows {
		has := slices.ContainsFunc(c.Parent, func(id model.ParentID) bool { return p.Symbol[id-1] == model.SymbolID(s) })
		if has && !slices.Contains(d.QuoteRows.Symbol, model.SymbolID(s)) {
			r.Quotes.Missing = append(r.Quotes.Missing, d.SecurityRows[s].Symbol)
		}
	}
	return r
}

func silences(d *datasets.Tables, name string, times []model.Time) []quality.Silence {
	var marks []model.Time
	for _, at := range times {
		marks = append(marks, min(max(at, d.About.Session.Open), d.About.Session.Close))
	}
	slices.Sort(marks)
	best := quality.Silence{Table: name}
	for i := 1; i < len(marks); i++ {
		if length := marks[i].Sub(marks[i-1]); length > best.Length {
			best.From, best.To, best.Length = quality.Moment{Time: marks[i-1]}, quality.Moment{Time: marks[i]}, length
		}
	}
	if best.Length == 0 {
		return nil
	}
	return []quality.Silence{best}
}

func naiveFill(r *quality.Report, d *datasets.Tables, k int) {
	c, e, p := &d.ChildRows, &d.ExecutionRows, &d.ParentRows
	child := e.Child[k] - 1
	parent := c.Parent[child] - 1
	s, side, px, qty := p.Symbol[parent], p.Side[parent], e.LastPx[k], e.LastQty[k]
	r.Fills.Count++
	r.Fills.Shares += qty
	worse := func(a *quality.Away, by, ref model.Price, least float64) {
		if bps := float64(by) / float64(ref) * 10_000; by > 0 && bps > least {
			a.Count++
			if bps > a.WorstBps {
				a.WorstBps, a.WorstRow = bps, int64(k+1)
			}
		}
	}
	if side == model.Buy {
		worse(&r.Fills.BeyondLimit, px-c.LimitPx[child], c.LimitPx[child], 0)
	} else {
		worse(&r.Fills.BeyondLimit, c.LimitPx[child]-px, c.LimitPx[child], 0)
	}
	quote := -1
	for i, at := range d.QuoteRows.At {
		if at <= e.At[k] && d.QuoteRows.Symbol[i] == s {
			quote = i
		}
	}
	if quote < 0 {
		r.Fills.Unquoted++
	} else {
		worse(&r.Fills.FarFromQuote, px-d.QuoteRows.Ask[quote], d.QuoteRows.Ask[quote], 100)
		worse(&r.Fills.FarFromQuote, d.QuoteRows.Bid[quote]-px, d.QuoteRows.Bid[quote], 100)
	}
	before := model.Qty(0) // of the parent
	told := false
	for i := range k {
		if c.Parent[e.Child[i]-1] == c.Parent[child] {
			before += e.LastQty[i]
		}
		told = told || e.Type[i] == model.ExecTrade && e.Child[i] == e.Child[k] && e.At[i] == e.At[k] && e.LastQty[i] == qty && e.LastPx[i] == px
	}
	if told {
		if r.Fills.Repeated++; r.Fills.RepeatedRow == 0 {
			r.Fills.RepeatedRow = int64(k + 1)
		}
	}
	naiveBook(&r.Firm[s], side, qty, px, e.Fee[k])
	if beyond := min(qty, before+qty-p.OrderQty[parent]); beyond > 0 {
		naiveBook(&r.Error[s], side, beyond, px, e.Fee[k]*model.Money(beyond)/model.Money(qty))
	}
}

func naiveBook(a *quality.Account, side model.Side, qty model.Qty, px model.Price, fee model.Money) {
	const unit = 100 // at four decimals
	if side == model.Buy {
		a.Bought += qty
		a.Cash -= model.Money(qty) * model.Money(px) * unit
	} else {
		a.Sold += qty
		a.Cash += model.Money(qty) * model.Money(px) * unit
	}
	a.Fees += fee
}

// latencies returns the times from each order to its first report, sorted.
func latencies(d *datasets.Tables) (all []time.Duration) {
	for i := range d.ChildRows.Sent {
		if k := slices.Index(d.ExecutionRows.Child, model.ChildID(i+1)); k >= 0 {
			all = append(all, d.ExecutionRows.At[k].Sub(d.ChildRows.Sent[i]))
		}
	}
	slices.Sort(all)
	return all
}

func TestReportIsTheNaiveOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := randomDay(t)
		if err := datasets.Validate(d); err != nil {
			t.Fatal(err)
		}
		got, err := quality.Measure(d, nil)
		if err != nil {
			t.Fatal(err)
		}
		want := naive(d)
		want.Settings, want.Latency = got.Settings, got.Latency
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("(-naive +got):\n%s", diff)
		}
		times := latencies(d)
		if got.Latency.Orders != int64(len(times)) {
			t.Fatalf("latency of %d orders; want %d", got.Latency.Orders, len(times))
		}
		if len(times) == 0 {
			return
		}
		if got.Latency.Max != times[len(times)-1] {
			t.Fatalf("longest latency %v; want %v", got.Latency.Max, times[len(times)-1])
		}
		for _, q := range []struct {
			got     time.Duration
			percent int
		}{{got.Latency.Median, 50}, {got.Latency.P99, 99}} {
			exact := times[(len(times)*q.percent+99)/100-1]
			if q.got < exact || q.got > exact+exact/128 {
				t.Fatalf("latency %v at %d %%; want %v", q.got, q.percent, exact)
			}
		}
	})
}

func TestReportDoesNotDependOnBatches(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := randomDay(t)
		whole, err := quality.Measure(d, nil)
		if err != nil {
			t.Fatal(err)
		}
		pieces, err := quality.Measure(rebatched{d, rapid.IntRange(1, 7).Draw(t, "rows")}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(whole, pieces); diff != "" {
			t.Fatalf("(-whole +pieces):\n%s", diff)
		}
	})
}
