package replay

import (
	"errors"
	"fmt"
	"io"

	"lossreplay/model"
)

// trade is an execution of the record, and what of it went to the error account.
type trade struct {
	at        model.Time
	symbol    model.SymbolID
	server    model.ServerID
	qty       model.Qty // all of it, without sign
	unmatched model.Qty // beyond what the parent asked for, without sign
	signed    model.Qty // the same with the side's sign
	paid      model.Money
	fee       model.Money // of what is unmatched
}

// trades hands every execution of the day to see, in the order of the table: each is allocated to its parent until that is
// full. The trade holds until see returns. It returns the number of children.
func trades(day Day, see func(*trade) error) (children int64, err error) {
	of, err := readChildren(day)
	if err != nil {
		return 0, err
	}
	parents, unit := day.Parents(), day.Incident().Scale.Unit()
	filled := make([]model.Qty, parents.Len())
	reports, err := day.Executions()
	if err != nil {
		return 0, err
	}
	defer reports.Close()
	var batch model.ExecutionColumns
	var t trade
	for {
		err := reports.Next(&batch)
		if errors.Is(err, io.EOF) {
			return int64(len(of.parent)), nil
		}
		if err != nil {
			return 0, err
		}
		for i := range batch.At {
			if batch.Type[i] != model.ExecTrade {
				continue
			}
			child := batch.Child[i] - 1
			p := of.parent[child] - 1
			qty := batch.LastQty[i]
			t = trade{at: batch.At[i], symbol: parents.Symbol[p], server: of.server[child], qty: qty}
			beyond := filled[p] + qty - parents.OrderQty[p]
			filled[p] += qty
			if beyond > 0 {
				t.unmatched = min(beyond, qty)
				t.signed = t.unmatched * parents.Side[p].Sign()
				if t.fee = batch.Fee[i]; t.unmatched != qty {
					t.fee = t.fee * model.Money(t.unmatched) / model.Money(qty)
				}
				var ok bool
				if t.paid, ok = model.Notional(t.signed, batch.LastPx[i], unit); !ok {
					return 0, fmt.Errorf("executions: a notional leaves 64 bits at %v", t.at)
				}
			}
			if err := see(&t); err != nil {
				return 0, err
			}
		}
	}
}

// childKeys is each child's parent and server.
type childKeys struct {
	parent []model.ParentID
	server []model.ServerID
}

func readChildren(day Day) (of childKeys, err error) {
	children, err := day.Children()
	if err != nil {
		return of, err
	}
	defer children.Close()
	var batch model.ChildColumns
	for {
		err := children.Next(&batch)
		if errors.Is(err, io.EOF) {
			return of, nil
		}
		if err != nil {
			return of, err
		}
		of.parent = append(of.parent, batch.Parent...)
		of.server = append(of.server, batch.Server...)
	}
}
