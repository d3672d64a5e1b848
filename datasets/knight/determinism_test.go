package knight_test

import (
	"reflect"
	"runtime"
	"slices"
	"testing"

	"lossreplay/datasets"
	"lossreplay/datasets/knight"
)

// The same parameters and seed give the same rows on one core and on four.
func TestSameBytesOnAnyNumberOfCores(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	one := generate(t, "", 7)
	runtime.GOMAXPROCS(4)
	four := generate(t, "", 7)
	if table := firstDifference(one, four); table != "" {
		t.Errorf("%s differ between one core and four", table)
	}
}

// firstDifference names the first table in which two days differ, "" if none.
func firstDifference(a, b *datasets.Tables) string {
	c, d := &a.ChildRows, &b.ChildRows
	e, f := &a.ExecutionRows, &b.ExecutionRows
	switch {
	case !reflect.DeepEqual(a.About, b.About):
		return "descriptions"
	case !slices.Equal(a.SecurityRows, b.SecurityRows):
		return "securities"
	case !slices.Equal(a.OperationRows, b.OperationRows):
		return "operations"
	case !slices.Equal(a.ClosingRows, b.ClosingRows):
		return "closings"
	case !slices.Equal(a.BarRows, b.BarRows):
		return "bars"
	case !reflect.DeepEqual(a.ParentRows, b.ParentRows):
		return "parents"
	case !reflect.DeepEqual(a.QuoteRows, b.QuoteRows):
		return "quotes"
	case !slices.Equal(c.Sent, d.Sent) || !slices.Equal(c.Parent, d.Parent) || !slices.Equal(c.Server, d.Server) ||
		!slices.Equal(c.Venue, d.Venue) || !slices.Equal(c.OrderQty, d.OrderQty) || !slices.Equal(c.LimitPx, d.LimitPx) || !slices.Equal(c.Rogue, d.Rogue):
		return "children"
	case !slices.Equal(e.At, f.At) || !slices.Equal(e.Child, f.Child) || !slices.Equal(e.Type, f.Type) || !slices.Equal(e.LastQty, f.LastQty) ||
		!slices.Equal(e.LastPx, f.LastPx) || !slices.Equal(e.Fee, f.Fee):
		return "executions"
	}
	return ""
}

func BenchmarkGenerate(b *testing.B) {
	b.ReportAllocs()
	rows := 0
	for b.Loop() {
		day, err := knight.Generate(knight.Defaults(), 1)
		if err != nil {
			b.Fatal(err)
		}
		rows += day.ChildRows.Len() + day.ExecutionRows.Len()
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
}
