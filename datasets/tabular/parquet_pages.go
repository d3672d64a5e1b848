package tabular

import (
	"encoding/binary"
	"errors"

	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/file"
	"github.com/apache/arrow/go/v15/parquet/schema"
)

// checkedPages hands out pages that hold at least the levels and words that they claim. The library trusts the claim: of a
// dictionary it takes memory for so many values, and of a data page it waits for ever for what is not there. It moves on by the
// levels, which say of each row whether it has a value; so a page of a column that has one in every row is given levels too.
type checkedPages struct {
	file.PageReader
	column *schema.Column // of the file
	page   file.Page
	err    error
}

var errShortPage = errors.New("a page holds fewer values than it claims")

// Next moves to the next page, and returns false if there is none or it lies.
func (p *checkedPages) Next() bool {
	if p.err != nil || !p.PageReader.Next() {
		return false
	}
	page, ok := p.checked(p.PageReader.Page())
	if p.page = page; !ok {
		p.err = errShortPage
	}
	return ok
}

// Page returns the page that Next moved to.
func (p *checkedPages) Page() file.Page { return p.page }

// Err returns why Next returned false.
func (p *checkedPages) Err() error {
	if p.err != nil {
		return p.err
	}
	return p.PageReader.Err()
}

// checked returns a page, with levels, if it holds what it claims.
func (p *checkedPages) checked(page file.Page) (file.Page, bool) {
	switch v := page.(type) {
	case *file.DictionaryPage:
		return page, v.NumValues() >= 0 && int64(v.NumValues()) <= int64(len(v.Data()))/p.leastSize()
	case *file.DataPageV1:
		return p.checkedV1(v)
	case *file.DataPageV2:
		return p.checkedV2(v)
	}
	return page, page != nil
}

func (p *checkedPages) checkedV1(v *file.DataPageV1) (file.Page, bool) {
	claim, data := int64(v.NumValues()), v.Data()
	if claim < 0 {
		return nil, false
	}
	if p.column.MaxDefinitionLevel() == 0 {
		levels := allPresent(claim)
		data = append(append(binary.LittleEndian.AppendUint32(nil, uint32(len(levels))), levels...), data...)
		return file.NewDataPageV1(memory.NewBufferBytes(data), v.NumValues(), parquet.Encoding(v.Encoding()), parquet.Encodings.RLE,
			parquet.Encodings.RLE, int32(len(data))), true
	}
	if v.DefinitionLevelEncoding() != parquet.Encodings.RLE {
		return v, claim <= 8*int64(len(data))
	}
	if len(data) < 4 || int64(binary.LittleEndian.Uint32(data)) > int64(len(data)-4) {
		return nil, false
	}
	return v, runs(data[4:], claim)
}

func (p *checkedPages) checkedV2(v *file.DataPageV2) (file.Page, bool) {
	claim, data, reps, defs := int64(v.NumValues()), v.Data(), v.RepetitionLevelByteLen(), v.DefinitionLevelByteLen()
	if claim < 0 || reps < 0 || defs < 0 || int64(reps)+int64(defs) > int64(len(data)) {
		return nil, false
	}
	if p.column.MaxDefinitionLevel() > 0 {
		return v, runs(data[reps:], claim)
	}
	levels := allPresent(claim)
	data = append(levels[:len(levels):len(levels)], data[reps+defs:]...)
	return file.NewDataPageV2(memory.NewBufferBytes(data), v.NumValues(), 0, v.NumRows(), parquet.Encoding(v.Encoding()), int32(len(levels)), 0,
		int32(len(data)), false), true
}

// allPresent returns levels that say of so many rows that they have a value: one run.
func allPresent(rows int64) []byte { return append(binary.AppendUvarint(nil, uint64(rows)<<1), 1) }

// leastSize returns the least bytes that a plain value of the column takes.
func (p *checkedPages) leastSize() int64 {
	switch p.column.PhysicalType() {
	case parquet.Types.Int64, parquet.Types.Double:
		return 8
	case parquet.Types.Int96:
		return 12
	case parquet.Types.FixedLenByteArray:
		return int64(max(p.column.TypeLength(), 1))
	case parquet.Types.Boolean:
		return 1
	}
	return 4
}

// runs reports whether data, runs of repeated or bit-packed levels of one bit, holds so many levels.
func runs(data []byte, claim int64) bool {
	for claim > 0 {
		head, n := binary.Uvarint(data)
		if n <= 0 || head>>1 == 0 || head > 1<<34 {
			return false
		}
		data = data[n:]
		count, size := int64(head>>1), int64(1)
		if head&1 == 1 { // groups of eight levels, a byte each; the last run may be longer than the levels
			size = min(count, (claim+7)/8)
			count *= 8
		}
		if size > int64(len(data)) {
			return false
		}
		data, claim = data[size:], claim-count
	}
	return true
}
