package datasets

import (
	"bytes"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lossreplay/model"
)

// plainFile returns a Parquet file of n rows in row groups of group, with an amount of that scale.
func plainFile(t *testing.T, n, group int, scale int32, nullable bool) []byte {
	t.Helper()
	fields := []arrow.Field{{Name: "n", Type: arrow.PrimitiveTypes.Uint64, Nullable: nullable}, {Name: "word", Type: arrow.BinaryTypes.String},
		{Name: "amount", Type: &arrow.Decimal128Type{Precision: 19, Scale: scale}}}
	schema := arrow.NewSchema(fields, nil)
	b := array.NewRecordBuilder(memory.NewGoAllocator(), schema)
	defer b.Release()
	for i := range n {
		b.Field(0).(*array.Uint64Builder).Append(uint64(i) << 40)
		b.Field(1).(*array.StringBuilder).Append(fmt.Sprint("word ", i%7))
		b.Field(2).(*array.Decimal128Builder).Append(decimal128.FromI64(plainAmount(i)))
	}
	record := b.NewRecord()
	defer record.Release()
	var out bytes.Buffer
	w, err := pqarrow.NewFileWriter(schema, &out, parquet.NewWriterProperties(parquet.WithMaxRowGroupLength(int64(group))), pqarrow.DefaultWriterProps())
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

func plainAmount(i int) int64 { return int64(i) * int64(i) * -1_000_003 }

func TestPlainTableReadsEveryRow(t *testing.T) {
	for _, c := range []struct{ n, group int }{{0, 10}, {1, 10}, {100_000, 30_000}, {3 * batchRows / 2, 4 * batchRows}} {
		p, err := OpenPlain(plainFile(t, c.n, c.group, model.ScaleMax, false))
		if err != nil {
			t.Fatal(err)
		}
		ints, err1 := p.Ints("n")
		words, err2 := p.Texts("word")
		amounts, err3 := p.Amounts("amount")
		if err1 != nil || err2 != nil || err3 != nil || p.Rows() != c.n || len(ints) != c.n || len(words) != c.n || len(amounts) != c.n {
			t.Fatalf("%d rows: %v %v %v, %d %d %d", c.n, err1, err2, err3, len(ints), len(words), len(amounts))
		}
		for i := range c.n {
			if ints[i] != int64(i)<<40 || words[i] != fmt.Sprint("word ", i%7) || amounts[i] != model.Money(plainAmount(i)) {
				t.Fatalf("row %d: %d %q %v", i, ints[i], words[i], amounts[i])
			}
		}
	}
}

func TestPlainTableRefusesOtherColumns(t *testing.T) {
	good, nullable, scaled := plainFile(t, 5, 10, model.ScaleMax, false), plainFile(t, 5, 10, model.ScaleMax, true), plainFile(t, 5, 10, 4, false)
	for _, c := range []struct {
		file []byte
		read func(p *PlainTable) error
		want string
	}{
		{good, func(p *PlainTable) error { _, err := p.Ints("m"); return err }, "it has no column m"},
		{good, func(p *PlainTable) error { _, err := p.Ints("word"); return err }, "column word is String, which is not what results hold"},
		{good, func(p *PlainTable) error { _, err := p.Texts("amount"); return err }, "column amount is Decimal(precision=19, scale=6), which is not"},
		{nullable, func(p *PlainTable) error { _, err := p.Ints("n"); return err }, "column n is Int(bitWidth=64, isSigned=false), which is not"},
		{scaled, func(p *PlainTable) error { _, err := p.Amounts("amount"); return err }, "column amount is Decimal(precision=19, scale=4), which is not"},
	} {
		p, err := OpenPlain(c.file)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.read(p); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
	if _, err := OpenPlain(good[:len(good)-9]); err == nil {
		t.Error("half a file is taken")
	}
}

// TestBigEndianEqualsBigIntegers, also where bytes hold more than 64 bits.
func TestBigEndianEqualsBigIntegers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SliceOfN(rapid.OneOf(rapid.Byte(), rapid.SampledFrom([]byte{0, 0xff, 0x7f, 0x80})), 0, 12).Draw(t, "text")
		want := new(big.Int).SetBytes(text)
		if len(text) > 0 && text[0] >= 0x80 {
			want.Sub(want, new(big.Int).Lsh(big.NewInt(1), uint(8*len(text))))
		}
		got, fits := bigEndian(text)
		if fits != want.IsInt64() || fits && int64(got) != want.Int64() {
			t.Fatal(cmp.Diff(want.String(), got.String()), fits)
		}
	})
}
