package reconcile

import (
	"fmt"

	"lossreplay/datasets/quality"
	"lossreplay/model"
)

// Result says whether the executions make the positions supplied.
type Result struct {
	// Lines are one a row of the file, in its order, and then one a symbol in which executions moved an account that the file
	// speaks of but has no row for.
	Lines []Line
	// Differ counts the lines that do not agree.
	Differ int
}

// Line is one symbol of one account. Differences are what was supplied less what the executions make.
type Line struct {
	Symbol string
	Error  bool // of the error account alone
	Listed bool // in the file, on line Row
	Row    int
	// Opening was supplied; Executed is Bought - Sold; Expected is both together.
	Opening, Executed, Expected model.Qty
	Supplied, Difference        model.Qty
	// Cash is what the executions brought, Fees taken off. CashDifference is 0 where none was supplied.
	Cash, Fees                   model.Money
	HasCash                      bool
	CashSupplied, CashDifference model.Money
}

// Agrees reports whether nothing differs.
func (l *Line) Agrees() bool { return l.Difference == 0 && l.CashDifference == 0 }

// Compare holds positions against the accounts that report has booked; securities are the day's. The recorded closing of the
// error account is in no account: positions are those before it. The error is that of amounts that leave 64 bits.
func Compare(securities []model.Security, report *quality.Report, positions []Position) (*Result, error) {
	bySymbol := make(map[string]int, len(securities))
	for i := range securities {
		bySymbol[securities[i].Symbol] = i
	}
	r := &Result{Lines: make([]Line, 0, len(positions))}
	accounts := map[bool][]quality.Account{false: report.Firm, true: report.Error}
	listed := map[bool][]bool{}
	for _, p := range positions {
		if listed[p.Error] == nil {
			listed[p.Error] = make([]bool, len(securities))
		}
		var account quality.Account // of a symbol that the day does not trade
		if s, ok := bySymbol[p.Symbol]; ok {
			account, listed[p.Error][s] = accounts[p.Error][s], true
		}
		if err := r.add(p, true, account); err != nil {
			return nil, err
		}
	}
	for _, ofError := range []bool{false, true} {
		for s, has := range listed[ofError] {
			if account := accounts[ofError][s]; !has && account != (quality.Account{}) {
				if err := r.add(Position{Symbol: securities[s].Symbol, Error: ofError}, false, account); err != nil {
					return nil, err
				}
			}
		}
	}
	return r, nil
}

// add compares one symbol.
func (r *Result) add(p Position, listed bool, a quality.Account) error {
	cash, ok := a.Cash.Add(-a.Fees)
	l := Line{Symbol: p.Symbol, Error: p.Error, Listed: listed, Row: p.Line, Opening: p.Opening, Executed: a.Shares(), Expected: p.Opening + a.Shares(),
		Supplied: p.Shares, Cash: cash, Fees: a.Fees, HasCash: p.HasCash, CashSupplied: p.Cash}
	l.Difference = l.Supplied - l.Expected
	fits := true
	if p.HasCash {
		l.CashDifference, fits = l.CashSupplied.Add(-cash)
	}
	if !ok || !fits {
		return fmt.Errorf("%s: the cash leaves 64 bits", p.Symbol)
	}
	if !l.Agrees() {
		r.Differ++
	}
	r.Lines = append(r.Lines, l)
	return nil
}
