package report

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lossreplay/datasets"
	"lossreplay/datasets/daytest"
	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/replay"
)

// curveOf returns the rows of one leaf.
func curveOf(r *Results, leaf int) (rows []CurveRow) {
	for _, row := range r.CurveRows {
		if row.Leaf == leaf {
			rows = append(rows, row)
		}
	}
	return rows
}

// aloneCurve replays a coalition by itself, with no other control about, and returns its curve.
func aloneCurve(t *testing.T, day *datasets.Tables, on []control.Instance, number int) []CurveRow {
	t.Helper()
	all := uint64(1)<<len(on) - 1
	run, err := replay.Run(context.Background(), day, replay.Config{Controls: on, Coalitions: []uint64{all}})
	if err != nil {
		t.Fatal(err)
	}
	for i := range run.Impact {
		if l := &run.Impact[i]; l.In&^all == 0 && l.Out&all == 0 {
			b := &builder{day: day, about: day.Incident(), main: run}
			return b.addCurve(nil, number, l)
		}
	}
	t.Fatalf("no leaf holds the coalition of %d controls", len(on))
	return nil
}

func TestCurvesAreThoseOfEachCoalitionAlone(t *testing.T) {
	for name, c := range map[string]struct {
		day      *datasets.Tables
		controls []control.Instance
	}{
		"tiny": {tinyDay(), tinyControls(t)},
		"soft": {daytest.Small(), softControls(t)},
	} {
		t.Run(name, func(t *testing.T) {
			r := build(t, study(t, c.day, c.controls, nil))
			number := 0
			for _, l := range r.LeafRows {
				if l.Prices != pricesImpact {
					continue
				}
				var on []control.Instance
				for i, control := range c.controls {
					if l.InSet>>i&1 != 0 {
						on = append(on, control)
					}
				}
				got := curveOf(r, l.Leaf)
				if diff := cmp.Diff(aloneCurve(t, c.day, on, l.Leaf), got); diff != "" {
					t.Errorf("leaf %d, %s (-alone +lattice):\n%s", l.Leaf, l.In, diff)
				}
				if len(got) == 0 || got[len(got)-1].Loss != l.Total {
					t.Errorf("leaf %d does not end at its loss %v: %v", l.Leaf, l.Total, got)
				}
				if l.InSet == 0 {
					baselineCurve(t, r, got)
				}
				number++
			}
			if number != r.Leaves || number < 5 {
				t.Errorf("%d leaves", number)
			}
		})
	}
}

// baselineCurve holds the baseline's rows against the stop curve, whose last point may lie before the end.
func baselineCurve(t *testing.T, r *Results, rows []CurveRow) {
	t.Helper()
	for i, p := range r.StopCurve {
		if row := rows[i]; row.At != model.Time(p.At) || row.Loss != model.Money(p.Loss) {
			t.Errorf("row %+v, stop %+v", row, p)
		}
	}
	if more := len(rows) - len(r.StopCurve); more > 1 || rows[len(rows)-1].At != model.Time(r.Baseline.FlowEnd) {
		t.Errorf("%d rows more than stops, the last at %v; the flow ended at %v", more, rows[len(rows)-1].At, r.Baseline.FlowEnd)
	}
}

func TestCurvesAreWritten(t *testing.T) {
	r := build(t, tinyStudy(t))
	dir := filepath.Join(t.TempDir(), "out")
	write(t, r, dir)
	curves := tableOf(t, filepath.Join(dir, "curves.parquet"))
	var want []Decimal
	for _, row := range r.CurveRows {
		want = append(want, Decimal(row.Loss))
	}
	if diff := cmp.Diff(want, moneyOf(t, curves, "loss")); diff != "" {
		t.Errorf("(-rows +file)\n%s", diff)
	}
	// Of the leaf with nothing in, a stop at the open and the end of the flow.
	if diff := cmp.Diff([]string{"0", "0", "1"}, cells(t, curves, "leaf")[:3]); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]string{"2012-08-01 13:30:00Z", "2012-08-01 13:30:41Z"}, cells(t, curves, "at")[:2]); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
