package datasets

import (
	"bytes"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
	"github.com/google/go-cmp/cmp"

	"lossreplay/model"
)

// kindsFile returns a Parquet file of flags, numbers and moments: each third moment is null.
func kindsFile(t testing.TB, n int, moment *arrow.TimestampType, nullable bool) []byte {
	t.Helper()
	schema := arrow.NewSchema([]arrow.Field{{Name: "flag", Type: arrow.FixedWidthTypes.Boolean}, {Name: "number", Type: arrow.PrimitiveTypes.Float64},
		{Name: "at", Type: moment, Nullable: nullable}, {Name: "word", Type: arrow.BinaryTypes.String}}, nil)
	b := array.NewRecordBuilder(memory.NewGoAllocator(), schema)
	defer b.Release()
	for i := range n {
		b.Field(0).(*array.BooleanBuilder).Append(i%5 < 2)
		b.Field(1).(*array.Float64Builder).Append(float64(i) / 3)
		if i%3 == 0 && nullable {
			b.Field(2).AppendNull()
		} else {
			b.Field(2).(*array.TimestampBuilder).Append(arrow.Timestamp(i) * 1e9)
		}
		b.Field(3).(*array.StringBuilder).Append("w")
	}
	record := b.NewRecord()
	defer record.Release()
	var out bytes.Buffer
	w, err := pqarrow.NewFileWriter(schema, &out, parquet.NewWriterProperties(parquet.WithMaxRowGroupLength(100_000)), pqarrow.DefaultWriterProps())
	if err != nil {
		t.Fatal(err)
	}
	if err := w.WriteBuffered(record); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

var nanosUTC = &arrow.TimestampType{Unit: arrow.Nanosecond, TimeZone: "UTC"}

func TestPlainTableReadsFlagsNumbersAndMoments(t *testing.T) {
	for _, n := range []int{0, 1, 7, 150_000} {
		p, err := OpenPlain(kindsFile(t, n, nanosUTC, true))
		if err != nil {
			t.Fatal(err)
		}
		flags, err1 := p.Flags("flag")
		numbers, err2 := p.Floats("number")
		moments, err3 := p.Moments("at")
		if err1 != nil || err2 != nil || err3 != nil || len(flags) != n || len(numbers) != n || len(moments) != n {
			t.Fatalf("%d rows: %v %v %v, %d %d %d", n, err1, err2, err3, len(flags), len(numbers), len(moments))
		}
		for i := range n {
			at := model.Time(i) * 1e9
			if i%3 == 0 {
				at = model.Never
			}
			if flags[i] != (i%5 < 2) || numbers[i] != float64(i)/3 || moments[i] != at {
				t.Fatalf("row %d: %v %v %v", i, flags[i], numbers[i], moments[i])
			}
		}
		if diff := cmp.Diff([]PlainColumn{{"flag", false}, {"number", false}, {"at", false}, {"word", true}}, p.Columns()); diff != "" {
			t.Error(diff)
		}
	}
}

func TestPlainTableRefusesOtherKinds(t *testing.T) {
	micros := kindsFile(t, 5, &arrow.TimestampType{Unit: arrow.Microsecond, TimeZone: "UTC"}, true)
	never := kindsFile(t, 5, nanosUTC, false)
	good := kindsFile(t, 5, nanosUTC, true)
	for _, c := range []struct {
		file []byte
		read func(p *PlainTable) error
		want string
	}{
		{micros, func(p *PlainTable) error { _, err := p.Moments("at"); return err }, "column at is "},
		{never, func(p *PlainTable) error { _, err := p.Moments("at"); return err }, "column at is "},
		{good, func(p *PlainTable) error { _, err := p.Ints("at"); return err }, "column at is "},
		{good, func(p *PlainTable) error { _, err := p.Moments("number"); return err }, "column number is "},
		{good, func(p *PlainTable) error { _, err := p.Flags("number"); return err }, "column number is "},
		{good, func(p *PlainTable) error { _, err := p.Floats("flag"); return err }, "column flag is "},
		{good, func(p *PlainTable) error { _, err := p.Moments("when"); return err }, "it has no column when"},
	} {
		p, err := OpenPlain(c.file)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.read(p); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
}

// FuzzPlainMoments reads whatever bytes: they give moments for every row, or an error.
func FuzzPlainMoments(f *testing.F) {
	whole := kindsFile(f, 40, nanosUTC, true)
	f.Add(whole)
	f.Add(whole[:len(whole)/2])
	f.Add([]byte("PAR1\x00\x00\x00\x00PAR1"))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := OpenPlain(data)
		if err != nil {
			return
		}
		if moments, err := p.Moments("at"); err == nil && len(moments) != p.Rows() {
			t.Fatalf("%d moments of %d rows", len(moments), p.Rows())
		}
		if flags, err := p.Flags("flag"); err == nil && len(flags) != p.Rows() {
			t.Fatalf("%d flags of %d rows", len(flags), p.Rows())
		}
	})
}
