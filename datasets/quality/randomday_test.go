package quality_test

import (
	"io"
	"time"

	"pgregory.net/rapid"

	"lossreplay/datasets"
	"lossreplay/datasets/daytest"
	"lossreplay/model"
)

// randomDay draws a valid day by turns: each lets some time pass and something happen. Few different prices, quantities and
// times occur, so that ties, repeats and edges are common.
func randomDay(t *rapid.T) *datasets.Tables {
	d := daytest.Small()
	d.OperationRows, d.ClosingRows, d.BarRows = nil, nil, nil
	d.ParentRows, d.ChildRows, d.ExecutionRows, d.QuoteRows = model.ParentColumns{}, model.ChildColumns{}, model.ExecutionColumns{}, model.QuoteColumns{}
	now := daytest.Open - 10e9
	var left []model.Qty
	for _, turn := range rapid.SliceOfN(rapid.Uint64(), 0, 120).Draw(t, "turns") {
		below := func(n uint64) int64 {
			v := turn % n
			turn /= n
			return int64(v)
		}
		now = now.Add([]time.Duration{0, 0, 0, 1, 300, time.Second, 90 * time.Second}[below(7)])
		switch what := below(8); {
		case what == 0 || what < 6 && d.ParentRows.Len() == 0:
			d.ParentRows.Append(model.ParentOrder{Received: now, Symbol: model.SymbolID(below(3)), Side: []model.Side{model.Buy, model.Sell, model.SellShort}[below(3)],
				OrderQty: model.Qty(100 * below(4))})
		case what == 1:
			bid := model.Price(90_000 + 1_000*below(20))
			d.QuoteRows.Append(model.Quote{At: now, Symbol: model.SymbolID(below(3)), Bid: bid, Ask: bid + model.Price(100*below(3))})
		case what < 4 || len(left) == 0 && what < 8:
			if d.ParentRows.Len() == 0 {
				continue
			}
			qty := model.Qty(100 * (1 + below(3)))
			d.ChildRows.Append(model.ChildOrder{Sent: now, Parent: model.ParentID(1 + below(uint64(d.ParentRows.Len()))), OrderQty: qty,
				LimitPx: model.Price(95_000 + 1_000*below(10))})
			left = append(left, qty)
		default:
			c := below(uint64(len(left)))
			if left[c] == 0 {
				continue
			}
			e := model.Execution{At: now, Child: model.ChildID(c + 1), Type: model.ExecTrade, LastQty: min(left[c], model.Qty(50*(1+below(3)))),
				LastPx: model.Price(94_000 + 1_000*below(14)), Fee: model.Money(below(700)) - 200}
			if below(5) == 0 {
				e.Type, e.LastQty, e.LastPx, e.Fee = model.ExecCanceled, 0, 0, 0
				left[c] = 0
			}
			left[c] -= e.LastQty
			d.ExecutionRows.Append(e)
		}
	}
	return d
}

// rebatched is a day whose readers hand out n rows at a time, in memory that the next batch overwrites.
type rebatched struct {
	*datasets.Tables
	n int
}

type reader[C any] struct {
	rows, at int
	cut      func(i, j int) C
	n        int
	spoil    func(*C)
	last     *C
}

func (r *reader[C]) Next(b *C) error {
	if r.last != nil {
		r.spoil(r.last)
	}
	i := r.at
	r.at = min(i+r.n, r.rows)
	*b = r.cut(i, r.at)
	r.last = b
	if i == r.rows {
		return io.EOF
	}
	return nil
}

func (r *reader[C]) Close() error { return nil }

func (d rebatched) Children() (datasets.Reader[model.ChildColumns], error) {
	return &reader[model.ChildColumns]{rows: d.ChildRows.Len(), n: d.n, cut: func(i, j int) (c model.ChildColumns) {
		for k := i; k < j; k++ {
			s := &d.ChildRows
			c.Append(model.ChildOrder{Sent: s.Sent[k], Parent: s.Parent[k], Server: s.Server[k], Venue: s.Venue[k], OrderQty: s.OrderQty[k],
				LimitPx: s.LimitPx[k], Rogue: s.Rogue[k]})
		}
		return c
	}, spoil: func(c *model.ChildColumns) { clear(c.Parent); clear(c.OrderQty); clear(c.LimitPx) }}, nil
}

func (d rebatched) Executions() (datasets.Reader[model.ExecutionColumns], error) {
	return &reader[model.ExecutionColumns]{rows: d.ExecutionRows.Len(), n: d.n, cut: func(i, j int) (e model.ExecutionColumns) {
		for k := i; k < j; k++ {
			s := &d.ExecutionRows
			e.Append(model.Execution{At: s.At[k], Child: s.Child[k], Type: s.Type[k], LastQty: s.LastQty[k], LastPx: s.LastPx[k], Fee: s.Fee[k]})
		}
		return e
	}, spoil: func(e *model.ExecutionColumns) { clear(e.Child); clear(e.LastQty); clear(e.LastPx) }}, nil
}
