package datasets

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
	"github.com/google/go-cmp/cmp"
)

// sideFile writes a Parquet file of one text column; nil is a row without a value.
func sideFile(t testing.TB, column string, values []any) string {
	t.Helper()
	schema := arrow.NewSchema([]arrow.Field{{Name: "line", Type: arrow.PrimitiveTypes.Int64}, {Name: column, Type: arrow.BinaryTypes.String, Nullable: true}}, nil)
	b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	for i, v := range values {
		b.Field(0).(*array.Int64Builder).Append(int64(i))
		if v == nil {
			b.Field(1).AppendNull()
		} else {
			b.Field(1).(*array.StringBuilder).Append(v.(string))
		}
	}
	var out bytes.Buffer
	table := array.NewTableFromRecords(schema, []arrow.Record{b.NewRecord()})
	if err := pqarrow.WriteTable(table, &out, 1000, parquet.NewWriterProperties(parquet.WithMaxRowGroupLength(1000)), pqarrow.DefaultWriterProps()); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "refused.parquet")
	if err := os.WriteFile(path, out.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestCountSide(t *testing.T) {
	many := []any{}
	for i := range 3000 {
		many = append(many, []string{"late", "late", "checksum is wrong"}[i%3])
	}
	different := []any{"twice", "twice"}
	for i := range 400 {
		different = append(different, fmt.Sprintf("reason %03d", i))
	}
	for _, c := range []struct {
		name, column string
		values       []any
		rows         int64
		want         []SideCount
	}{
		{"several_row_groups", "reason", many, 3000, []SideCount{{"late", 2000}, {"checksum is wrong", 1000}}},
		{"equal_counts_by_name", "reason", []any{"b", "a"}, 2, []SideCount{{"a", 1}, {"b", 1}}},
		{"row_without_a_value", "reason", []any{"a", nil, "a"}, 3, []SideCount{{"a", 2}}},
		{"no_such_column", "why", []any{"a"}, 1, nil},
		{"no_rows", "reason", nil, 0, nil},
		{"long_value_is_cut", "reason", []any{strings.Repeat("x", 1000)}, 1, []SideCount{{strings.Repeat("x", 120), 1}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows, got, err := CountSide(sideFile(t, c.column, c.values), "reason")
			if err != nil || rows != c.rows {
				t.Fatalf("%d rows, error %v; want %d", rows, err, c.rows)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	rows, got, err := CountSide(sideFile(t, "reason", different), "reason")
	if err != nil || rows != 402 || len(got) != sideValuesMax+1 || got[0] != (SideCount{"other", 402 - 2 - (sideValuesMax - 1)}) || got[1].Rows != 2 {
		t.Errorf("%d rows, error %v, %d values, first %v", rows, err, len(got), got[0])
	}
}

func TestCountSideOfWhatIsNoTable(t *testing.T) {
	dir := t.TempDir()
	if rows, values, err := CountSide(filepath.Join(dir, "none.parquet"), "reason"); rows != -1 || values != nil || err != nil {
		t.Errorf("no file: %d, %v, %v", rows, values, err)
	}
	if _, _, err := CountSide(dir, "reason"); err == nil || !strings.Contains(err.Error(), "is no regular file") {
		t.Errorf("a folder: %v", err)
	}
	whole, err := os.ReadFile(sideFile(t, "reason", []any{"a", "b", nil}))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "cut.parquet")
	for n := range len(whole) {
		if err := os.WriteFile(path, whole[:n], 0o666); err != nil {
			t.Fatal(err)
		}
		if _, _, err := CountSide(path, "reason"); err == nil {
			t.Fatalf("the first %d of %d bytes are counted", n, len(whole))
		}
	}
}

// FuzzCountSide wants no panic and no more counted than there are rows, of whatever bytes.
func FuzzCountSide(f *testing.F) {
	whole, err := os.ReadFile(sideFile(f, "reason", []any{"a", "b", nil, "a"}))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add([]byte("PAR1"))
	f.Add([]byte("PAR1\x15\x00\x15\x00\x08\x00\x00\x00PAR1"))
	f.Fuzz(func(t *testing.T, data []byte) {
		path := filepath.Join(t.TempDir(), "side.parquet")
		if err := os.WriteFile(path, data, 0o666); err != nil {
			t.Fatal(err)
		}
		rows, values, err := CountSide(path, "reason")
		if err != nil {
			return
		}
		total := int64(0)
		for _, v := range values {
			total += v.Rows
		}
		if total > rows || len(values) > sideValuesMax+1 {
			t.Fatalf("%d rows, %d counted in %d values", rows, total, len(values))
		}
	})
}
