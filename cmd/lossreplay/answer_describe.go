package main

import (
	"lossreplay/datasets"
	"lossreplay/datasets/quality"
	"lossreplay/datasets/reconcile"
	"lossreplay/model"
	"lossreplay/replay/report"
)

// describeAnswer is the document of dataset describe --json.
type describeAnswer struct {
	Incident    string           `json:"incident"`
	Title       string           `json:"title"`
	Date        string           `json:"date"`
	Zone        string           `json:"zone"`
	Open        report.Timestamp `json:"open"`
	Close       report.Timestamp `json:"close"`
	Currency    string           `json:"currency"`
	Seed        uint64           `json:"seed"`
	Symbols     int              `json:"symbols"`
	Servers     int              `json:"servers"`
	Facts       int              `json:"facts"`
	FactsMet    int              `json:"facts_met"`
	Tables      []tableAnswer    `json:"tables"`
	Missing     []string         `json:"missing_tables"`
	Quality     *quality.Report  `json:"quality"`
	Side        []sideTable      `json:"side_tables"`
	Controls    controlsAnswer   `json:"controls"`
	Positions   []positionAnswer `json:"positions"` // null if none were supplied
	Differences *int             `json:"positions_that_differ"`
}

type tableAnswer struct {
	Name   string            `json:"name"`
	File   string            `json:"file"`
	Rows   int64             `json:"rows"`
	Bytes  int64             `json:"bytes"`
	SHA256 string            `json:"sha256"`
	First  *report.Timestamp `json:"first"`
	Last   *report.Timestamp `json:"last"`
}

// controlsAnswer says which controls of the catalogue the day can judge.
type controlsAnswer struct {
	Evaluable    []string      `json:"evaluable"`
	NotEvaluable []notJudgable `json:"not_evaluable"`
}

type notJudgable struct {
	Control string   `json:"control"`
	Missing []string `json:"missing"` // empty where the closed loop alone can judge it
}

// positionAnswer is one line of the reconciliation. Cash is null where none was supplied.
type positionAnswer struct {
	Symbol         string          `json:"symbol"`
	Account        string          `json:"account"`
	Line           *int            `json:"line"` // of the file; null if the file lacks the symbol
	Opening        model.Qty       `json:"opening"`
	Executed       model.Qty       `json:"executed"`
	Expected       model.Qty       `json:"expected"`
	Supplied       model.Qty       `json:"supplied"`
	Difference     model.Qty       `json:"difference"`
	Cash           report.Decimal  `json:"cash"`
	Fees           report.Decimal  `json:"fees"`
	CashSupplied   *report.Decimal `json:"cash_supplied"`
	CashDifference *report.Decimal `json:"cash_difference"`
	Agrees         bool            `json:"agrees"`
}

// answer returns the document of a description.
func (d *described) answer() *describeAnswer {
	in := d.Incident
	out := &describeAnswer{Incident: in.Name, Title: in.Title, Date: in.Date, Zone: in.Session.Zone, Open: report.Timestamp(in.Session.Open),
		Close: report.Timestamp(in.Session.Close), Currency: in.Currency, Seed: in.Seed, Symbols: d.Symbols, Servers: d.Servers, Facts: d.Facts,
		FactsMet: d.FactsMet, Tables: []tableAnswer{}, Missing: append([]string{}, d.Missing...), Quality: d.Quality, Side: d.Side,
		Controls: controlsAnswer{Evaluable: []string{}, NotEvaluable: []notJudgable{}}}
	for _, t := range d.Tables {
		out.Tables = append(out.Tables, tableOf(t))
	}
	for _, c := range d.Judged {
		out.Controls.Evaluable = append(out.Controls.Evaluable, c.Name)
	}
	for _, c := range d.NotEvaluable {
		out.Controls.NotEvaluable = append(out.Controls.NotEvaluable, notJudgable{c.Instance.Name, append([]string{}, c.Missing...)})
	}
	if d.Positions == nil {
		return out
	}
	out.Positions, out.Differences = []positionAnswer{}, &d.Positions.Differ
	for i := range d.Positions.Lines {
		out.Positions = append(out.Positions, positionOf(&d.Positions.Lines[i], in.Error.Name))
	}
	return out
}

func tableOf(t datasets.TableDescription) tableAnswer {
	row := tableAnswer{Name: t.Name, File: t.File, Rows: t.Rows, Bytes: t.Bytes, SHA256: t.SHA256}
	if t.Timed {
		first, last := report.Timestamp(t.First), report.Timestamp(t.Last)
		row.First, row.Last = &first, &last
	}
	return row
}

func positionOf(l *reconcile.Line, errorAccount string) positionAnswer {
	p := positionAnswer{Symbol: l.Symbol, Opening: l.Opening, Executed: l.Executed, Expected: l.Expected, Supplied: l.Supplied,
		Difference: l.Difference, Cash: report.Decimal(l.Cash), Fees: report.Decimal(l.Fees), Agrees: l.Agrees()}
	if l.Error {
		p.Account = errorAccount
	}
	if l.Listed {
		p.Line = &l.Row
	}
	if l.HasCash {
		supplied, difference := report.Decimal(l.CashSupplied), report.Decimal(l.CashDifference)
		p.CashSupplied, p.CashDifference = &supplied, &difference
	}
	return p
}
