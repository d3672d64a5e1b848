package tabular

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"
	"github.com/apache/arrow/go/v15/arrow/ipc"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/compress"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
)

// typedTable returns a table of executions whose columns have the types that other programs give them.
func typedTable(rows int) arrow.Record {
	words := &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32, ValueType: arrow.BinaryTypes.String}
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "utc", Type: &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"}},
		{Name: "wall", Type: &arrow.TimestampType{Unit: arrow.Millisecond}, Nullable: true},
		{Name: "id", Type: arrow.PrimitiveTypes.Int64},
		{Name: "sym", Type: words},
		{Name: "side", Type: arrow.PrimitiveTypes.Int32},
		{Name: "qty", Type: arrow.PrimitiveTypes.Float64},
		{Name: "px", Type: arrow.PrimitiveTypes.Float64},
		{Name: "fee", Type: &arrow.Decimal128Type{Precision: 20, Scale: 5}, Nullable: true},
		{Name: "block", Type: arrow.FixedWidthTypes.Boolean},
		{Name: "note", Type: arrow.BinaryTypes.String, Nullable: true},
	}, nil)
	b := array.NewRecordBuilder(memory.NewGoAllocator(), schema)
	for i := range rows {
		b.Field(0).(*array.TimestampBuilder).Append(arrow.Timestamp(1343827800_000000 + i))
		if i%3 == 0 {
			b.Field(1).(*array.TimestampBuilder).AppendNull()
		} else {
			b.Field(1).(*array.TimestampBuilder).Append(arrow.Timestamp(1343813400_000 + i))
		}
		b.Field(2).(*array.Int64Builder).Append(int64(i))
		b.Field(3).(*array.BinaryDictionaryBuilder).AppendString([]string{"AAA", "BBB"}[i%2])
		b.Field(4).(*array.Int32Builder).Append([]int32{1, -1}[i%2])
		b.Field(5).(*array.Float64Builder).Append(100)
		b.Field(6).(*array.Float64Builder).Append(0.1 + 0.2) // 0.30000000000000004
		if i%5 == 0 {
			b.Field(7).(*array.Decimal128Builder).AppendNull()
		} else {
			b.Field(7).(*array.Decimal128Builder).Append(decimal128.FromI64(-12345))
		}
		b.Field(8).(*array.BooleanBuilder).Append(i%2 == 0)
		b.Field(9).(*array.StringBuilder).AppendNull()
	}
	return b.NewRecord()
}

const typedMapping = `
kind: closing
columns:
  time: utc
  logged: wall
  exec_id: id
  symbol: sym
  side: {column: side, sign: true}
  last_qty: qty
  last_px: px
  fee: fee
  block: block
`

func parquetOf(t testing.TB, rec arrow.Record, group int64, more ...parquet.WriterProperty) []byte {
	t.Helper()
	var b bytes.Buffer
	table := array.NewTableFromRecords(rec.Schema(), []arrow.Record{rec})
	props := parquet.NewWriterProperties(append(more, parquet.WithCompression(compress.Codecs.Snappy), parquet.WithDataPageSize(512))...)
	if err := pqarrow.WriteTable(table, &b, group, props, pqarrow.DefaultWriterProps()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func arrowOf(t testing.TB, recs ...arrow.Record) []byte {
	t.Helper()
	out, err := os.Create(filepath.Join(t.TempDir(), "table.arrow"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	w, err := ipc.NewFileWriter(out, ipc.WithSchema(recs[0].Schema()))
	if err != nil {
		t.Fatal(err)
	}
	for _, rec := range recs {
		if err := w.Write(rec); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(out.Name())
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestTypedColumnsReadAlike(t *testing.T) {
	const rows = 3000
	rec := typedTable(rows)
	s := mapped(t, 4, typedMapping)
	for name, file := range map[string][]byte{"parquet": parquetOf(t, rec, 1300), "arrow": arrowOf(t, rec.NewSlice(0, 1700), rec.NewSlice(1700, rows))} {
		k := &taken{}
		read := map[string]func() error{
			"parquet": func() error { return ReadParquet(bytes.NewReader(file), int64(len(file)), 2, s, k.sink()) },
			"arrow":   func() error { return ReadArrow(bytes.NewReader(file), int64(len(file)), 2, s, k.sink()) },
		}[name]
		if err := read(); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if len(k.records) != rows || len(k.refusals) > 0 {
			t.Fatalf("%s: kept %d, refused %.3v", name, len(k.records), k.refusals)
		}
		for i, r := range k.records {
			fee, logged, side := "-0.12345", fmt.Sprintf("2012-08-01T13:30:%02d", i/1000), "buy"
			if name == "parquet" { // its writer marks a wall clock as UTC
				logged = fmt.Sprintf("2012-08-01T09:30:%02d", i/1000)
			}
			if i%5 == 0 {
				fee = "0.00"
			}
			if i%2 == 1 {
				side = "sell"
			}
			got := fmt.Sprint(r.Where.Line, " ", r.Where.Source, " ", string(r.Exec), " ", string(r.Symbol), " ", r.Side, " ", r.LastQty, " ", r.LastPx, " ", r.Fee, " ", r.Block)
			want := fmt.Sprint(i+1, " 2 ", i, " ", []string{"AAA", "BBB"}[i%2], " ", side, " 100 3000 ", fee, " ", i%2 == 0)
			if got != want || int64(r.At) != 1343827800_000000_000+int64(i)*1000 || i%3 == 0 && r.Logged != 0 || i%3 > 0 && r.Logged.String()[:19] != logged {
				t.Fatalf("%s row %d: %s at %s logged %s, want %s", name, i, got, r.At, r.Logged, want)
			}
		}
	}
}

// TestEveryEncodingReadsAlike holds that pages of both versions and all encodings give the same records.
func TestEveryEncodingReadsAlike(t *testing.T) {
	rec, s := typedTable(2000), mapped(t, 4, typedMapping)
	records := func(file []byte) string {
		k := &taken{}
		if err := ReadParquet(bytes.NewReader(file), int64(len(file)), 0, s, k.sink()); err != nil || len(k.records) != 2000 {
			t.Fatalf("%d records, %v, %v", len(k.records), k.refusals, err)
		}
		return fmt.Sprint(k.records)
	}
	want := records(parquetOf(t, rec, 700))
	v2, plain := parquet.WithDataPageVersion(parquet.DataPageV2), parquet.WithDictionaryDefault(false)
	for name, more := range map[string][]parquet.WriterProperty{
		"v2": {v2}, "plain": {plain}, "v2_plain": {v2, plain},
		"delta": {plain, parquet.WithEncodingFor("id", parquet.Encodings.DeltaBinaryPacked), parquet.WithEncodingFor("sym", parquet.Encodings.DeltaByteArray)},
	} {
		if records(parquetOf(t, rec, 700, more...)) != want {
			t.Errorf("%s: other records", name)
		}
	}
}

func TestTypedColumnsThatDoNotSuitAreNamed(t *testing.T) {
	file := parquetOf(t, typedTable(3), 10)
	for _, c := range []struct{ mapping, field string }{
		{"kind: prints\ncolumns: {time: {column: utc, format: epoch_ms}, symbol: sym, last_qty: qty, last_px: px}", "columns.time.format"},
		{"kind: prints\ncolumns: {time: utc, symbol: symbol, last_qty: qty, last_px: px}", "columns.symbol"},
	} {
		err := ReadParquet(bytes.NewReader(file), int64(len(file)), 0, mapped(t, 4, c.mapping), (&taken{}).sink())
		if ps := mappingProblems(err); len(ps) != 1 || ps[0].Field != c.field {
			t.Errorf("%v, want %s", err, c.field)
		}
	}
}

func TestDoublesAreTheNumbersThatWereMeant(t *testing.T) {
	for v, want := range map[float64]string{0.1 + 0.2: "0.3", 10.05: "10.05", 1.0879649446610604: "1.0879649446610604", 262.32000732421875: "262.32000732421875",
		4.35 * 100: "435", 1e15: "1000000000000000", 123456789.123456: "123456789.123456", 3 * 1.1: "3.3"} {
		got, how := parseDecimal(appendDouble(nil, v, 64), 16-len(fmt.Sprintf("%d", int(v)))+0, true)
		wanted, wantHow := parseDecimal([]byte(want), 16-len(fmt.Sprintf("%d", int(v))), true)
		if got != wanted || how != wantHow {
			t.Errorf("%v is read as %s, want %s", v, appendDouble(nil, v, 64), want)
		}
	}
}

// FuzzParquet and FuzzArrow hold that no damage makes the readers panic, hang, or be silent: every row that is not kept is
// refused, or the file is from there on.
func FuzzParquet(f *testing.F) {
	seedDamage(f, parquetOf(f, typedTable(40), 25))
	s := mapped(f, 4, typedMapping)
	f.Fuzz(func(t *testing.T, data []byte) {
		k := &taken{}
		err := ReadParquet(bytes.NewReader(data), int64(len(data)), 0, s, k.sink())
		if err != nil && len(mappingProblems(err)) == 0 {
			t.Fatal(err)
		}
	})
}

func FuzzArrow(f *testing.F) {
	seedDamage(f, arrowOf(f, typedTable(40)))
	s := mapped(f, 4, typedMapping)
	f.Fuzz(func(t *testing.T, data []byte) {
		k := &taken{}
		err := ReadArrow(bytes.NewReader(data), int64(len(data)), 0, s, k.sink())
		if err != nil && len(mappingProblems(err)) == 0 {
			t.Fatal(err)
		}
	})
}

func seedDamage(f *testing.F, data []byte) {
	f.Add(data)
	f.Add(data[:len(data)/2])
	for at := 0; at < len(data); at += len(data) / 40 {
		flipped := append([]byte(nil), data...)
		flipped[at] ^= 0x55
		f.Add(flipped)
	}
}
