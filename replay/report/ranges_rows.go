package report

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"lossreplay/model"
	"lossreplay/model/doubt"
	"lossreplay/replay/attribution"
	"lossreplay/replay/uncertainty"
)

// drawRow is one accepted draw.
type drawRow struct {
	draw, randomisation int64
	seed                uint64
	values              []float64
	figures             *uncertainty.Figures
}

// drawLeafRow is one leaf of one draw.
type drawLeafRow struct {
	draw int64
	leaf attribution.Leaf
}

// drawTable is what the files of draws are written from.
type drawTable struct {
	in     *DrawInputs
	labels []string
}

func (t *drawTable) rows() []drawRow {
	var rows []drawRow
	for i, f := range t.in.Summary.Figures {
		rows = append(rows, drawRow{int64(i), int64(f.Draw.Point % t.in.Plan.Randomisations), t.in.Seeds[i], t.in.Summary.Values[i], f})
	}
	return rows
}

func floatField[T any](name string, get func(*T) float64) field[T] {
	return field[T]{name, arrow.PrimitiveTypes.Float64, false, func(b array.Builder, row *T) { b.(*array.Float64Builder).Append(get(row)) }}
}

// writeDraws writes draws.parquet.
func (t *drawTable) writeDraws(w io.Writer) error {
	type row = drawRow
	fields := []field[row]{
		countField("draw", func(r *row) int64 { return r.draw }),
		countField("point", func(r *row) int64 { return int64(r.figures.Draw.Point) }),
		countField("randomisation", func(r *row) int64 { return r.randomisation }),
		setField("seed", func(r *row) uint64 { return r.seed }),
	}
	for i := range t.in.Plan.Unknowns {
		u := &t.in.Plan.Unknowns[i]
		switch {
		case u.Name == "seed":
		case u.Kind == doubt.Word:
			fields = append(fields, textField(u.Name, func(r *row) string { return u.Text(r.values[i]) }))
		default:
			fields = append(fields, floatField(u.Name, func(r *row) float64 { return r.values[i] }))
		}
	}
	fields = append(fields,
		countField("facts_met", func(r *row) int64 { return int64(r.figures.Draw.FactsMet) }),
		textField("facts_missed", func(r *row) string { return strings.Join(r.figures.Draw.Soft, " ") }),
		moneyField("baseline_loss", func(r *row) model.Money { return r.figures.Draw.Baseline }))
	for i, label := range t.labels {
		fields = append(fields,
			moneyField(label+"_prevented", func(r *row) model.Money { return r.figures.Alone[i] }),
			moneyField(label+"_last_line", func(r *row) model.Money { return r.figures.LastLine[i] }),
			moneyField(label+"_shapley", func(r *row) model.Money { return r.figures.Shapley[i] }),
			countField(label+"_rank", func(r *row) int64 { return int64(r.figures.Rank[i]) }),
			countField(label+"_trips", func(r *row) int64 { return int64(r.figures.Draw.Trips[i]) }),
			countField(label+"_collateral_orders", func(r *row) int64 { return r.figures.Collateral[i] }))
	}
	return writeParquet(w, fields, t.rows())
}

// writeLeaves writes draw_leaves.parquet.
func (t *drawTable) writeLeaves(w io.Writer) error {
	type row = drawLeafRow
	var rows []row
	for i, f := range t.in.Summary.Figures {
		for _, leaf := range f.Draw.Leaves {
			rows = append(rows, row{int64(i), leaf})
		}
	}
	return writeParquet(w, []field[row]{
		countField("draw", func(r *row) int64 { return r.draw }),
		setField("in_set", func(r *row) uint64 { return r.leaf.In }),
		setField("out_set", func(r *row) uint64 { return r.leaf.Out }),
		moneyField("loss", func(r *row) model.Money { return r.leaf.Loss }),
		countField("collateral_orders", func(r *row) int64 { return r.leaf.CollateralOrders }),
	}, rows)
}

// writeRanges writes ranges.csv: one row for each control.
func (r *Results) writeRanges(w io.Writer) error {
	out := csv.NewWriter(w)
	header := []string{"label", "draws", "accepted"}
	for _, figure := range []string{"prevented", "last_line", "shapley"} {
		for _, of := range []string{"p5", "median", "p95", "p5_error", "median_error", "p95_error"} {
			header = append(header, figure+"_"+of)
		}
	}
	header = append(header, "prevented_percent_p5", "prevented_percent_median", "prevented_percent_p95")
	shares := []string{"first", "best_three", "never_tripped"}
	for k := range r.Ranges.Controls[0].InBestSet {
		shares = append(shares, "in_best_set_"+strconv.Itoa(k+1))
	}
	for _, share := range shares {
		header = append(header, share, share+"_error")
	}
	out.Write(header)
	for i := range r.Ranges.Controls {
		c := &r.Ranges.Controls[i]
		row := []string{c.Label, strconv.Itoa(r.Ranges.Draws), strconv.Itoa(r.Ranges.Accepted)}
		for _, f := range []*FigureRange{&c.Prevented, &c.LastLine, &c.Shapley} {
			row = append(row, f.P5.String(), f.Median.String(), f.P95.String(), f.P5Error.String(), f.MedianError.String(), f.P95Error.String())
		}
		if p := c.PreventedPercent; p != nil {
			row = append(row, p.P5.String(), p.Median.String(), p.P95.String())
		} else {
			row = append(row, "", "", "")
		}
		for _, s := range append([]ShareRange{c.First, c.BestThree, c.NeverTripped}, c.InBestSet...) {
			row = append(row, s.Share.String(), s.Error.String())
		}
		out.Write(row)
	}
	out.Flush()
	return out.Error()
}
