package replay

import (
	"errors"
	"fmt"
	"io"

	"lossreplay/model"
)

// Recorded is what a day's tables themselves say of the error account, computed without worlds, events or impact: the other
// side of the fidelity identity.
type Recorded struct {
	Loss                model.Money
	Children            int64
	Executions, Shares  int64 // all
	UnmatchedExecutions int64
	UnmatchedShares     int64
	Pos                 []model.Qty // by symbol
}

// Account returns the recorded day's error account: every execution is allocated to its parent, in order of the table, until
// the parent is full; what is beyond is bought or sold for the firm. The loss is cash paid, less what the recorded closing
// brought, plus fees. Without a recorded closing it is an error: the loss of an open position is nobody's record.
func Account(day Day) (*Recorded, error) {
	parents := day.Parents()
	unit := day.Incident().Scale.Unit()
	r := &Recorded{Pos: make([]model.Qty, len(day.Securities()))}
	parentOf, err := parentsOfChildren(day)
	if err != nil {
		return nil, err
	}
	r.Children = int64(len(parentOf))
	filled := make([]model.Qty, parents.Len())
	reports, err := day.Executions()
	if err != nil {
		return nil, err
	}
	defer reports.Close()
	var batch model.ExecutionColumns
	for {
		err := reports.Next(&batch)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		for i := range batch.At {
			if batch.Type[i] != model.ExecTrade {
				continue
			}
			p := parentOf[batch.Child[i]-1] - 1
			qty := batch.LastQty[i]
			r.Executions++
			r.Shares += int64(qty)
			beyond := filled[p] + qty - parents.OrderQty[p]
			filled[p] += qty
			if beyond <= 0 {
				continue
			}
			beyond = min(beyond, qty)
			signed := beyond * parents.Side[p].Sign()
			paid, ok := model.Notional(signed, batch.LastPx[i], unit)
			if !ok {
				return nil, fmt.Errorf("executions: a notional leaves 64 bits at %v", batch.At[i])
			}
			r.UnmatchedExecutions++
			r.UnmatchedShares += int64(beyond)
			r.Pos[parents.Symbol[p]] += signed
			cost, fits := paid.Add(batch.Fee[i] * model.Money(beyond) / model.Money(qty))
			sum, fine := r.Loss.Add(cost)
			if !fits || !fine {
				return nil, fmt.Errorf("executions: the loss leaves 64 bits at %v", batch.At[i])
			}
			r.Loss = sum
		}
	}
	return r, r.close(day)
}

// close takes what the recorded closing brought.
func (r *Recorded) close(day Day) error {
	left := append([]model.Qty(nil), r.Pos...)
	for _, c := range day.Closings() {
		r.Loss -= c.MarketNotional + c.BlockNotional
		left[c.Symbol] -= c.MarketQty + c.BlockQty
	}
	for s, q := range left {
		if q != 0 {
			return fmt.Errorf("the recorded closing leaves %d shares of %s open: give the liquidation table", q, day.Securities()[s].Symbol)
		}
	}
	return nil
}

// parentsOfChildren returns each child's parent.
func parentsOfChildren(day Day) ([]model.ParentID, error) {
	children, err := day.Children()
	if err != nil {
		return nil, err
	}
	defer children.Close()
	var all []model.ParentID
	var batch model.ChildColumns
	for {
		err := children.Next(&batch)
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		all = append(all, batch.Parent...)
	}
}

// Fidelity is the identity that every other figure rests on: with no control on, the replay returns what was recorded.
type Fidelity struct {
	Recorded *Recorded
	Replayed model.Money
	// Exact holds if loss, children, executions, shares and every position agree to the last unit.
	Exact bool
	// Differences says what does not agree.
	Differences []string
}

// Check holds the baseline leaf of a run against the recorded account.
func Check(rec *Recorded, baseline *Leaf) Fidelity {
	f := Fidelity{Recorded: rec, Replayed: baseline.Total()}
	differ := func(what string, recorded, replayed any) {
		if recorded != replayed {
			f.Differences = append(f.Differences, fmt.Sprintf("%s: recorded %v, replayed %v", what, recorded, replayed))
		}
	}
	differ("loss", rec.Loss, f.Replayed)
	differ("children", rec.Children, baseline.Flow.Children)
	differ("executions", rec.Executions, baseline.Flow.Executions)
	differ("shares", rec.Shares, baseline.Flow.Shares)
	differ("unmatched executions", rec.UnmatchedExecutions, baseline.Flow.UnmatchedExecutions)
	differ("unmatched shares", rec.UnmatchedShares, baseline.Flow.UnmatchedShares)
	for s, q := range rec.Pos {
		differ(fmt.Sprintf("position of symbol %d", s), q, baseline.BySymbol[s].Pos)
	}
	f.Exact = len(f.Differences) == 0
	return f
}
