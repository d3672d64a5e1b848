package pages

import (
	"bytes"
	"encoding/binary"
	"math"
	"testing"

	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/file"
	"github.com/apache/arrow/go/v15/parquet/schema"
	"pgregory.net/rapid"
)

// packed returns numbers in packed runs and runs of one number.
func packed(t *rapid.T, width int, numbers []uint64) []byte {
	var out []byte
	for len(numbers) > 0 {
		if n := 1; rapid.Bool().Draw(t, "repeat") {
			for n < len(numbers) && numbers[n] == numbers[0] {
				n++
			}
			out = binary.AppendUvarint(out, uint64(n)<<1)
			for i := 0; i < (width+7)/8; i++ {
				out = append(out, byte(numbers[0]>>(8*i)))
			}
			numbers = numbers[n:]
			continue
		}
		groups := rapid.IntRange(1, (len(numbers)+7)/8).Draw(t, "groups")
		out = binary.AppendUvarint(out, uint64(groups)<<1|1)
		at := len(out)
		out = append(out, make([]byte, groups*width)...)
		n := min(groups*8, len(numbers))
		for i, v := range numbers[:n] {
			for b := range width {
				out[at+(i*width+b)/8] |= byte(v>>b&1) << ((i*width + b) % 8)
			}
		}
		numbers = numbers[n:]
	}
	return out
}

func TestRunsHoldWhatWasPacked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(1, 32).Draw(t, "width")
		numbers := rapid.SliceOfN(rapid.Uint64Range(0, 1<<width-1), 1, 100).Draw(t, "numbers")
		most, ones := uint64(0), int64(0)
		for _, v := range numbers {
			most, ones = max(most, v), ones+int64(v&1)
		}
		data, n := append([]byte{byte(width)}, packed(t, width, numbers)...), int64(len(numbers))
		if err := indexes(data, n, int64(most)+1); err != nil {
			t.Fatalf("of a dictionary that holds them: %v", err)
		}
		if err := indexes(data, n, int64(most)); width > widthMax && err != errIndex {
			t.Fatalf("of a dictionary that lacks %d: %v", most, err)
		}
		if err := indexes(data, n+8, math.MaxInt64); err != errShort {
			t.Fatalf("%d more: %v", 8, err)
		}
		if values, ok := present(data[1:], n); width == 1 && (!ok || values != ones) {
			t.Fatalf("%d of %d rows have a value, %v; want %d", values, n, ok, ones)
		}
	})
}

// TestDifferencesEndWhereTheWriterEnds holds that what the library writes is passed over to its last byte, and no more is found.
func TestDifferencesEndWhereTheWriterEnds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spread := rapid.IntRange(0, 62).Draw(t, "spread")
		numbers := rapid.SliceOfN(rapid.Int64Range(0, 1<<spread), 1, 600).Draw(t, "numbers")
		data, claim := deltaPage(t, numbers), int64(len(numbers))
		if rest, ok := differences(append(data, 1, 2, 3), claim, claim); !ok || !bytes.Equal(rest, []byte{1, 2, 3}) {
			t.Fatalf("%v behind %d numbers, %v", rest, claim, ok)
		}
		if _, ok := differences(data, claim+1, math.MaxInt32); ok {
			t.Fatal("one more is found")
		}
		if _, ok := differences(data, 0, claim-1); ok {
			t.Fatal("more than may be there are found")
		}
		if _, ok := differences(data[:len(data)-1], claim, claim); ok {
			t.Fatal("all are found in fewer bytes")
		}
	})
}

// deltaPage returns the bytes of a page of differences as the library writes them.
func deltaPage(t *rapid.T, numbers []int64) []byte {
	root := schema.MustGroup(schema.NewGroupNode("t", parquet.Repetitions.Required, schema.FieldList{schema.NewInt64Node("n", parquet.Repetitions.Required, -1)}, -1))
	var out bytes.Buffer
	w := file.NewParquetWriter(&out, root, file.WithWriterProps(parquet.NewWriterProperties(parquet.WithDictionaryDefault(false),
		parquet.WithEncoding(parquet.Encodings.DeltaBinaryPacked))))
	group := w.AppendRowGroup()
	chunk, err := group.NextColumn()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := chunk.(*file.Int64ColumnChunkWriter).WriteBatch(numbers, nil, nil); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := file.NewParquetReader(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	pages, err := r.RowGroup(0).GetColumnPageReader(0)
	if err != nil || !pages.Next() {
		t.Fatal(err)
	}
	return append([]byte(nil), pages.Page().Data()...)
}
