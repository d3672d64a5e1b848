package report

import (
	"io"

	"lossreplay/model"
	"lossreplay/replay"
)

// CurveRow is a point of the loss curve of Leaf, counted from 0 within the price assumption impact as in leaves.parquet: Loss
// is what its world would have lost had everything stopped at At and been liquidated. The last point of a leaf is its loss as
// it went; later than that nothing changes it.
type CurveRow struct {
	Leaf int
	At   model.Time
	Loss model.Money
}

func (b *builder) curveRows() []CurveRow {
	rows := []CurveRow{}
	for i := range b.main.Impact {
		rows = b.addCurve(rows, i, &b.main.Impact[i])
	}
	return rows
}

// addCurve appends the points of a leaf, one a minute, and its end.
func (b *builder) addCurve(rows []CurveRow, number int, l *replay.Leaf) []CurveRow {
	for _, s := range l.Stops {
		if s.Tick < l.End {
			rows = append(rows, CurveRow{number, b.tick(s.Tick), s.Loss})
		}
	}
	return append(rows, CurveRow{number, b.tick(l.End), l.Total()})
}

var curveTable = []kept[CurveRow]{
	keptCount("leaf", func(r *CurveRow) *int { return &r.Leaf }),
	keptMoment("at", func(r *CurveRow) *model.Time { return &r.At }),
	keptMoney("loss", func(r *CurveRow) *model.Money { return &r.Loss }),
}

func (r *Results) writeCurves(w io.Writer) error { return writeKept(w, curveTable, r.CurveRows) }
