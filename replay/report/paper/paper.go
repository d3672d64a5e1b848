// Package paper makes report.pdf of a run: what a risk committee reads, on at most ten pages of A4, without a browser.
//
// # Owns
//
// The paper's order, wording and layout: pages, tables, running text, where figures go; and the rule by which it gets shorter.
//
// # Refuses
//
// Working out a figure, and drawing one: amounts and charts come from package report. Reading files or the clock.
//
// # Invariants
//
// The same results give the same bytes. No more than PagesMax pages, however many controls and however long the names: tables are cut and
// say how many rows more there are and where they stand; text that is too long for its place ends in an ellipsis. Figures are lines and
// letters, not dots.
package paper

import (
	"fmt"
	"io"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"lossreplay/replay/report"
	"lossreplay/replay/report/internal/pdf"
)

// Name is the paper's file in a folder of results.
const Name = "report.pdf"

// PagesMax is how many pages the paper has at most.
const PagesMax = 10

// Inputs is what the paper is made of.
type Inputs struct {
	Results *report.Results
	// Offer says which controls to buy; nil where the run cannot say.
	Offer *report.Offer
	// Capital is what the firm could lose; nil if nobody says.
	Capital *report.Capital
}

// File returns the paper as a file of the folder of results.
func File(in Inputs) report.File {
	return report.File{Name: Name, Write: func(w io.Writer) error {
		doc, err := compose(in, true)
		if err != nil {
			return fmt.Errorf("paper: %w", err)
		}
		return doc.Output(w)
	}}
}

// compose lays the paper out: with everything, and if that takes too many pages with tables of half, a quarter, ... of their rows. A last time
// lays it out again, now that the number of pages is known.
func compose(in Inputs, compress bool) (*fpdf.Fpdf, error) {
	words, err := in.Results.Words()
	if err != nil {
		return nil, err
	}
	p := paper{Words: words, r: in.Results, capital: in.Capital, offer: in.Offer, compress: compress}
	for part := 1; ; part *= 2 {
		first, err := p.lay(part, 0)
		if err != nil {
			return nil, err
		}
		if n := first.PageCount(); n <= PagesMax || part > 16 {
			return p.lay(part, n)
		}
	}
}

// lay makes the paper with tables of one part-th of their rows; of is the number of pages that its footers name.
func (p paper) lay(part, of int) (*fpdf.Fpdf, error) {
	r := p.r
	about := pdf.About{Title: r.Title + ": what each control would have prevented", Subject: "Counterfactual replay of a trading incident, " + r.LongDate(),
		Keywords: "lossreplay, " + r.Incident + ", trading controls, counterfactual, Shapley value", Creator: "lossreplay " + r.Version}
	if day, err := time.Parse(time.DateOnly, r.Date); err == nil {
		about.Date = day
	} else {
		about.Date = time.Unix(0, 0).UTC()
	}
	s := &sheet{doc: pdf.New(pageWidth, pageHeight, about), of: of, foot: fmt.Sprintf("lossreplay %s · %s · seed %d · every figure is a model's claim", r.Version, r.Incident, r.Seed)}
	s.doc.SetCompression(p.compress)
	s.doc.SetDisplayMode("fullpage", "continuous")
	s.page()
	p.sheet, p.part = s, part
	for _, section := range []func() error{p.brief, p.controls, p.prevented, p.buy, p.where, p.sure, p.method} {
		if err := section(); err != nil {
			return nil, err
		}
	}
	return s.doc, s.doc.Error()
}

// paper is the paper under way.
type paper struct {
	*sheet
	*report.Words
	r        *report.Results
	offer    *report.Offer // nil where the run cannot say what to buy
	capital  *report.Capital
	part     int
	compress bool
}

// rows returns how many rows of a table are shown if there is room for so many.
func (p *paper) rows(most int) int { return max(most/p.part, 1) }
