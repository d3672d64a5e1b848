package datasets

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/parquet/compress"
	"github.com/apache/arrow/go/v15/parquet/file"

	"lossreplay/model"
)

// lie is how a page claims more than it holds.
type lie struct {
	name string
	v2   bool
	// body changes the bytes of a data page behind its levels, and words the number of words that its dictionary claims.
	body  func(data []byte) []byte
	words func(n int32) int32
}

func half(data []byte) []byte { return data[:len(data)/2] }

var lies = []lie{
	{name: "half", body: half},
	{name: "half_v2", body: half, v2: true},
	{name: "nothing", body: func([]byte) []byte { return nil }},
	{name: "nothing_v2", body: func([]byte) []byte { return nil }, v2: true},
	{name: "words", words: func(int32) int32 { return 1 << 29 }},
	{name: "no_words", words: func(int32) int32 { return 0 }},
	{name: "index", body: func(data []byte) []byte { // one run of an index far beyond any dictionary
		return append(binary.AppendUvarint([]byte{32}, 1<<20), 0xff, 0xff, 0xff, 0x3f)
	}},
}

// liarDay returns a day whose tables have pages of every kind that the writer makes.
func liarDay() *Tables {
	day := longDay(400)
	for i := range day.ChildRows.Rogue {
		day.ChildRows.Rogue[i] = i%3 == 0
	}
	for i := range model.Time(40) {
		op := model.Operation{At: day.About.Session.Open + i, Kind: model.OpAlert, HasServer: i%2 == 0, Text: strings.Repeat("note", int(i)), Reaction: i%3 == 0, Tag: model.Synthetic}
		if op.HasServer {
			op.Kind, op.Server = model.OpDeploy, 1
		}
		day.OperationRows = append(day.OperationRows, op)
	}
	return day
}

// tell writes the pages of a column in a Parquet file anew, with a lie in them; false if the column has no such page.
func tell(t testing.TB, data []byte, at int, l lie) ([]byte, bool) {
	t.Helper()
	r, err := file.NewParquetReader(strings.NewReader(string(data)))
	if err != nil {
		t.Fatal(err)
	}
	meta, err := r.RowGroup(0).MetaData().ColumnChunk(at)
	if err != nil {
		t.Fatal(err)
	}
	start, optional, told := meta.DataPageOffset(), r.MetaData().Schema.Column(at).MaxDefinitionLevel() > 0, false
	if meta.HasDictionaryPage() {
		start = min(start, meta.DictionaryPageOffset())
	}
	chunk := data[start : start+meta.TotalCompressedSize()]
	pages, err := file.NewPageReader(&chunkBytes{chunk}, meta.NumValues(), meta.Compression(), newBounded(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var out []byte
	for pages.Next() {
		page := pages.Page()
		body, claim, levels := append([]byte(nil), page.Data()...), page.NumValues(), 0
		if _, isDict := page.(*file.DictionaryPage); isDict {
			if l.words != nil {
				claim, told = l.words(claim), true
			}
			out = appendPage(out, 2, body, claim, int(page.Encoding()), 0)
			continue
		}
		if optional {
			levels = 4 + int(binary.LittleEndian.Uint32(body))
		}
		if l.body != nil {
			body, told = append(body[:levels:levels], l.body(body[levels:])...), true
		}
		if l.v2 {
			if optional {
				body, levels = body[4:], levels-4
			}
			out = appendPage(out, 3, body, claim, int(page.Encoding()), levels)
		} else {
			out = appendPage(out, 0, body, claim, int(page.Encoding()), 0)
		}
	}
	if err := pages.Err(); err != nil || len(out) > len(chunk) {
		t.Fatalf("column %d: %d bytes of pages for %d: %v", at, len(out), len(chunk), err)
	}
	told = told && (l.name != "index" || meta.HasDictionaryPage())
	data = append([]byte(nil), data...)
	copy(data[start:], append(out, make([]byte, len(chunk)-len(out))...))
	return data, told
}

// appendPage adds a page behind its header, in the compact form of Thrift: kind 0 is a data page, 2 a dictionary, and 3 a data
// page of version 2, whose levels are not packed.
func appendPage(to []byte, kind int, body []byte, claim int32, encoding, levels int) []byte {
	number := func(field byte, v int) { to = binary.AppendVarint(append(to, field<<4|5), int64(v)) }
	size := len(body)
	codec, err := compress.GetCodec(compress.Codecs.Zstd)
	if err != nil {
		panic(err)
	}
	body = append(body[:levels:levels], codec.Encode(nil, body[levels:])...)
	number(1, kind)
	number(1, size)
	number(1, len(body))
	switch kind {
	case 0:
		to = append(to, 2<<4|12)
		for _, v := range []int{int(claim), encoding, 3, 3} {
			number(1, v)
		}
	case 2:
		to = append(to, 4<<4|12)
		number(1, int(claim))
		number(1, encoding)
	case 3:
		to = append(to, 5<<4|12)
		for _, v := range []int{int(claim), 0, int(claim), encoding, levels, 0} {
			number(1, v)
		}
		to = append(to, 1<<4|1) // compressed
	}
	return append(append(to, 0, 0), body...)
}

// TestPagesThatLieAreCorrupt opens days whose checksums are right, but one page claims more than it holds.
func TestPagesThatLieAreCorrupt(t *testing.T) {
	day := liarDay()
	dir := written(t, day, WriteOptions{})
	for which := range tableCount {
		name := tables[which].name + ".parquet"
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			continue // the day has no such table
		}
		put := func(t *testing.T, data []byte) {
			if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
				t.Fatal(err)
			}
			resum(t, dir, name)
		}
		for at, col := range tables[which].columns {
			for _, l := range lies {
				if lied, told := tell(t, data, at, l); told {
					t.Run(tables[which].name+"/"+col.name+"/"+l.name, func(t *testing.T) {
						put(t, lied)
						wantCorrupt(t, dir, name)
					})
				}
			}
		}
		put(t, data)
	}
	if _, err := Open(dir); err != nil {
		t.Errorf("the day without lies: %v", err)
	}
}

// TestPagesWrittenAnewAreRead holds that pages are refused for their lies, not for how the test writes them.
func TestPagesWrittenAnewAreRead(t *testing.T) {
	day := liarDay()
	dir := written(t, day, WriteOptions{})
	for which := range tableCount {
		name := tables[which].name + ".parquet"
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			continue
		}
		for at := range tables[which].columns {
			data, _ = tell(t, data, at, lie{v2: at%2 == 1})
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
		resum(t, dir, name)
	}
	got, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if diff := sameTables(day, readAll(t, got)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// wantCorrupt fails unless opening dir names the file as one that cannot be decoded, before long.
func wantCorrupt(t *testing.T, dir, name string) {
	t.Helper()
	done := make(chan error, 1)
	go func() {
		_, err := Open(dir)
		done <- err
	}()
	select {
	case err := <-done:
		ps, _ := err.(*Problems)
		if ps == nil || ps.CountOf(FaultCorrupt) == 0 || !strings.Contains(err.Error(), name+": cannot be decoded") {
			t.Errorf("Open gave %v", err)
		}
	case <-time.After(time.Minute):
		t.Fatal("Open hangs")
	}
}
