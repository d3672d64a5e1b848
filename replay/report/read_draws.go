package report

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"lossreplay/datasets"
	"lossreplay/model"
	"lossreplay/model/doubt"
	"lossreplay/replay/uncertainty"
)

// The columns of draws.parquet: these, the unknowns, the facts, then six figures of each control.
var (
	drawHead  = []string{"draw", "point", "randomisation", "seed"}
	drawFacts = []string{"facts_met", "facts_missed", "baseline_loss"}
)

const figuresOfControl = 6

// drawRows makes the draws from draws.parquet and what the document says of them. Their leaves are in another file.
func (b *wholeReader) drawRows(text []byte) error {
	t, err := datasets.OpenPlain(text)
	if err != nil {
		return err
	}
	r := b.run.Results
	d := &drawTable{labels: []string{}, in: &DrawInputs{Summary: &uncertainty.Summary{}, File: r.provenance.unknowns,
		Plan: &uncertainty.Plan{Seed: r.Ranges.DesignSeed, Randomisations: r.Ranges.Randomisations}}}
	for _, c := range r.lattice() {
		d.labels = append(d.labels, c.Label)
	}
	if r.Ranges.Randomisations <= 0 || t.Rows() != r.Ranges.Accepted || len(r.Ranges.Controls) != len(d.labels) {
		return fmt.Errorf("it holds %d draws; %s says %d of %d controls, in %d randomisations", t.Rows(), resultsName, r.Ranges.Accepted,
			len(r.Ranges.Controls), r.Ranges.Randomisations)
	}
	var names []string
	for _, c := range t.Columns() {
		names = append(names, c.Name)
	}
	unknowns := len(names) - len(drawHead) - len(drawFacts) - figuresOfControl*len(d.labels)
	if unknowns < 0 || !slices.Equal(names[:len(drawHead)], drawHead) || !slices.Equal(names[len(drawHead)+unknowns:][:len(drawFacts)], drawFacts) {
		return errors.New("its columns are not those of draws")
	}
	s := d.in.Summary
	s.Values = make([][]float64, t.Rows())
	for _, c := range t.Columns()[len(drawHead):][:unknowns] {
		if err := d.readUnknown(t, c, r.Ranges.reason(c.Name)); err != nil {
			return err
		}
	}
	if err := d.readDraws(t); err != nil {
		return err
	}
	for _, label := range d.labels {
		if err := d.readFigures(t, label); err != nil {
			return err
		}
	}
	r.draws = d
	return nil
}

// reason returns why an unknown is one.
func (r *Ranges) reason(name string) string {
	for i := range r.Unknowns {
		if r.Unknowns[i].Name == name {
			return r.Unknowns[i].Reason
		}
	}
	return ""
}

// readUnknown adds an unknown with its value in each draw: of a word, the position among those that were drawn.
func (t *drawTable) readUnknown(file *datasets.PlainTable, c datasets.PlainColumn, reason string) error {
	u := doubt.Unknown{Name: c.Name, Reason: reason, Kind: doubt.Number}
	values := t.in.Summary.Values
	if c.Text {
		words, err := file.Texts(c.Name)
		if err != nil {
			return err
		}
		u.Kind, u.Step = doubt.Word, 1
		for i, word := range words {
			k := slices.Index(u.Words, word)
			if k < 0 {
				k = len(u.Words)
				u.Words = append(u.Words, word)
			}
			values[i] = append(values[i], float64(k))
		}
		u.Max = float64(max(len(u.Words)-1, 0))
	} else {
		numbers, err := file.Floats(c.Name)
		if err != nil {
			return err
		}
		for i, v := range numbers {
			values[i] = append(values[i], v)
		}
	}
	t.in.Plan.Unknowns = append(t.in.Plan.Unknowns, u)
	return nil
}

// drawnDraw is a row of draws.parquet without unknowns and figures.
type drawnDraw struct {
	draw, randomisation, facts int64
	point                      int
	seed                       uint64
	missed                     string
	baseline                   model.Money
}

var drawnTable = []kept[drawnDraw]{
	keptCount("draw", func(d *drawnDraw) *int64 { return &d.draw }),
	keptCount("point", func(d *drawnDraw) *int { return &d.point }),
	keptCount("randomisation", func(d *drawnDraw) *int64 { return &d.randomisation }),
	keptSet("seed", func(d *drawnDraw) *uint64 { return &d.seed }),
	keptCount("facts_met", func(d *drawnDraw) *int64 { return &d.facts }),
	keptText("facts_missed", func(d *drawnDraw) *string { return &d.missed }),
	keptMoney("baseline_loss", func(d *drawnDraw) *model.Money { return &d.baseline }),
}

func (t *drawTable) readDraws(file *datasets.PlainTable) error {
	rows, err := rowsOf(file, drawnTable)
	if err != nil {
		return err
	}
	for i, row := range rows {
		if row.draw != int64(i) || row.point < 0 || row.randomisation != int64(row.point%t.in.Plan.Randomisations) {
			return fmt.Errorf("row %d: draw %d, point %d of randomisation %d is out of order", i+1, row.draw, row.point, row.randomisation)
		}
		d := &uncertainty.Draw{Point: row.point, FactsMet: int(row.facts), Soft: strings.Fields(row.missed), Baseline: row.baseline}
		t.in.Summary.Figures = append(t.in.Summary.Figures, &uncertainty.Figures{Draw: d})
		t.in.Seeds = append(t.in.Seeds, row.seed)
	}
	return nil
}

// drawnFigures is what a draw says of one control.
type drawnFigures struct {
	alone, lastLine, shapley model.Money
	rank, trips              int
	blocked                  int64
}

func (t *drawTable) readFigures(file *datasets.PlainTable, label string) error {
	rows, err := rowsOf(file, []kept[drawnFigures]{
		keptMoney(label+"_prevented", func(f *drawnFigures) *model.Money { return &f.alone }),
		keptMoney(label+"_last_line", func(f *drawnFigures) *model.Money { return &f.lastLine }),
		keptMoney(label+"_shapley", func(f *drawnFigures) *model.Money { return &f.shapley }),
		keptCount(label+"_rank", func(f *drawnFigures) *int { return &f.rank }),
		keptCount(label+"_trips", func(f *drawnFigures) *int { return &f.trips }),
		keptCount(label+"_collateral_orders", func(f *drawnFigures) *int64 { return &f.blocked }),
	})
	for i, row := range rows {
		f := t.in.Summary.Figures[i]
		f.Alone, f.LastLine, f.Shapley = append(f.Alone, row.alone), append(f.LastLine, row.lastLine), append(f.Shapley, row.shapley)
		f.Rank, f.Draw.Trips, f.Collateral = append(f.Rank, row.rank), append(f.Draw.Trips, row.trips), append(f.Collateral, row.blocked)
	}
	return err
}

// drawnLeaves gives each draw its leaves.
func (b *wholeReader) drawnLeaves(text []byte) error {
	rows, err := readLeafRows(text, true)
	if err != nil {
		return err
	}
	figures := b.run.Results.draws.in.Summary.Figures
	last := int64(0)
	for i, row := range rows {
		if row.draw < last || row.draw >= int64(len(figures)) {
			return fmt.Errorf("row %d: draw %d is out of order", i+1, row.draw)
		}
		last = row.draw
		d := figures[row.draw].Draw
		d.Leaves = append(d.Leaves, row.leaf)
	}
	return nil
}
