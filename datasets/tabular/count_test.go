package tabular

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
	"github.com/google/go-cmp/cmp"
)

// countedFile returns a Parquet file of a text column beside another; nil is a row without a value.
func countedFile(t testing.TB, column string, values []any) []byte {
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
	return out.Bytes()
}

func countOf(data []byte, column string) (int64, []Count, error) {
	return CountParquet(bytes.NewReader(data), int64(len(data)), column)
}

func TestCountParquet(t *testing.T) {
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
		want         []Count
	}{
		{"several_row_groups", "reason", many, 3000, []Count{{"late", 2000}, {"checksum is wrong", 1000}}},
		{"equal_counts_by_name", "reason", []any{"b", "a"}, 2, []Count{{"a", 1}, {"b", 1}}},
		{"row_without_a_value", "reason", []any{"a", nil, "a"}, 3, []Count{{"a", 2}}},
		{"no_such_column", "why", []any{"a"}, 1, nil},
		{"no_rows", "reason", nil, 0, nil},
		{"long_value_is_cut", "reason", []any{strings.Repeat("x", 1000)}, 1, []Count{{strings.Repeat("x", 120), 1}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows, got, err := countOf(countedFile(t, c.column, c.values), "reason")
			if err != nil || rows != c.rows {
				t.Fatalf("%d rows, error %v; want %d", rows, err, c.rows)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	rows, got, err := countOf(countedFile(t, "reason", different), "reason")
	if err != nil || rows != 402 || len(got) != countedMax+1 || got[0] != (Count{"other", 402 - 2 - (countedMax - 1)}) || got[1].Rows != 2 {
		t.Errorf("%d rows, error %v, %d values, first %v", rows, err, len(got), got[0])
	}
}

func TestCountOfACutFile(t *testing.T) {
	whole := countedFile(t, "reason", []any{"a", "b", nil})
	for n := range len(whole) {
		if _, _, err := countOf(whole[:n], "reason"); err == nil || !strings.HasPrefix(err.Error(), "cannot be decoded: ") {
			t.Fatalf("the first %d of %d bytes: error %v", n, len(whole), err)
		}
	}
}

// FuzzCount wants no panic, an end, and no more counted than there are rows, of whatever bytes.
func FuzzCount(f *testing.F) {
	f.Add(countedFile(f, "reason", []any{"a", "b", nil, "a"}))
	f.Add([]byte("PAR1"))
	f.Add([]byte("PAR1\x15\x00\x15\x00\x08\x00\x00\x00PAR1"))
	f.Fuzz(func(t *testing.T, data []byte) {
		rows, values, err := countOf(data, "reason")
		if err != nil {
			return
		}
		total := int64(0)
		for _, v := range values {
			total += v.Rows
		}
		if rows < 0 || total > rows || len(values) > countedMax+1 {
			t.Fatalf("%d rows, %d counted in %d values", rows, total, len(values))
		}
	})
}
