package replay

import (
	"fmt"

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
	r := &Recorded{Pos: make([]model.Qty, len(day.Securities()))}
	var err error
	r.Children, err = trades(day, func(t *trade) error {
		r.Executions++
		r.Shares += int64(t.qty)
		if t.unmatched == 0 {
			return nil
		}
		r.UnmatchedExecutions++
		r.UnmatchedShares += int64(t.unmatched)
		r.Pos[t.symbol] += t.signed
		cost, fits := t.paid.Add(t.fee)
		sum, fine := r.Loss.Add(cost)
		if !fits || !fine {
			return fmt.Errorf("executions: the loss leaves 64 bits at %v", t.at)
		}
		r.Loss = sum
		return nil
	})
	if err != nil {
		return nil, err
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
