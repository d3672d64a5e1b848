package intake

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lossreplay/datasets"
)

// TestSideTablesAreCountedByReason writes the tables beside a day as an import does, and counts them as dataset describe does.
func TestSideTablesAreCountedByReason(t *testing.T) {
	write := func(name string, columns []sideColumn, rows int, add func(*sideTable, int) error) string {
		path := filepath.Join(t.TempDir(), name)
		f, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		table := newSideTable(name, f, columns)
		for i := range rows {
			if err := add(table, i); err != nil {
				t.Fatal(err)
			}
		}
		if err := table.close(); err != nil {
			t.Fatal(err)
		}
		return path
	}
	reasons := []string{"checksum is wrong", "checksum is wrong", "last quantity is no whole number"}
	for _, c := range []struct {
		path, column string
		rows         int64
		want         []datasets.SideCount
	}{
		{write(RefusedFile, refusedColumns, 3*sideRows, func(table *sideTable, i int) error {
			return table.add([]string{"day.log", "field", "value", reasons[i%3]}, []int64{int64(i), 0})
		}), "reason", 3 * sideRows, []datasets.SideCount{{Value: reasons[0], Rows: 2 * sideRows}, {Value: reasons[2], Rows: sideRows}}},
		{write(CorrectionsFile, correctionColumns, 2, func(table *sideTable, i int) error {
			return table.add([]string{"trade_cancel", "1", "", "o", "A", "day.log"}, make([]int64, 7))
		}), "kind", 2, []datasets.SideCount{{Value: "trade_cancel", Rows: 2}}},
	} {
		rows, got, err := datasets.CountSide(c.path, c.column)
		if err != nil || rows != c.rows {
			t.Fatalf("%d rows, error %v; want %d", rows, err, c.rows)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}
