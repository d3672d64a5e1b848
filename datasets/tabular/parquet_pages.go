package tabular

import (
	"encoding/binary"
	"errors"

	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/file"
	"github.com/apache/arrow/go/v15/parquet/schema"
)

// checkedPages hands out pages that hold at least the values that they claim. The library trusts the claim: of a dictionary it
// takes memory for so many values, and of a data page it waits for ever for levels or indices that are not there.
type checkedPages struct {
	file.PageReader
	column *schema.Column
	err    error
}

var errShortPage = errors.New("a page holds fewer values than it claims")

// Next moves to the next page, and returns false if there is none or it lies.
func (p *checkedPages) Next() bool {
	if p.err != nil || !p.PageReader.Next() {
		return false
	}
	if page := p.Page(); page != nil && !p.holds(page) {
		p.err = errShortPage
		return false
	}
	return true
}

// Err returns why Next returned false.
func (p *checkedPages) Err() error {
	if p.err != nil {
		return p.err
	}
	return p.PageReader.Err()
}

func (p *checkedPages) holds(page file.Page) bool {
	claim, data := int64(page.NumValues()), page.Data()
	if claim < 0 {
		return false
	}
	levels := data
	switch v := page.(type) {
	case *file.DictionaryPage:
		return claim <= int64(len(data))/p.leastSize()
	case *file.DataPageV1:
		if p.column.MaxDefinitionLevel() > 0 {
			if v.DefinitionLevelEncoding() != parquet.Encodings.RLE {
				return claim <= 8*int64(len(data)) // the library holds that itself
			}
			if len(data) < 4 || int64(binary.LittleEndian.Uint32(data)) > int64(len(data)-4) {
				return false
			}
			levels = data[4:]
		}
	case *file.DataPageV2:
		before := v.RepetitionLevelByteLen()
		if before < 0 || v.DefinitionLevelByteLen() < 0 || int64(before)+int64(v.DefinitionLevelByteLen()) > int64(len(data)) {
			return false
		}
		levels = data[before:]
		if p.column.MaxDefinitionLevel() == 0 {
			levels = data[before+v.DefinitionLevelByteLen():]
		}
	}
	if p.column.MaxDefinitionLevel() > 0 {
		return runs(levels, 1, claim)
	}
	return p.values(parquet.Encoding(page.Encoding()), levels, claim)
}

// values reports whether the values of a column that has one in every row are as many as claimed, where the library does not.
func (p *checkedPages) values(encoding parquet.Encoding, data []byte, claim int64) bool {
	switch encoding {
	case parquet.Encodings.PlainDict, parquet.Encodings.RLEDict:
		return claim == 0 || len(data) > 0 && data[0] <= 32 && runs(data[1:], int(data[0]), claim)
	case parquet.Encodings.RLE:
		return len(data) >= 4 && runs(data[4:], 1, claim)
	case parquet.Encodings.DeltaBinaryPacked, parquet.Encodings.DeltaLengthByteArray, parquet.Encodings.DeltaByteArray:
		count := uint64(0) // the third number of the header
		for range 3 {
			v, n := binary.Uvarint(data)
			if n <= 0 {
				return false
			}
			count, data = v, data[n:]
		}
		return count >= uint64(claim)
	}
	return true
}

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

// runs reports whether data, runs of repeated or bit-packed numbers of some bits, holds so many numbers.
func runs(data []byte, bits int, claim int64) bool {
	for claim > 0 {
		head, n := binary.Uvarint(data)
		if n <= 0 || head>>1 == 0 || head > 1<<34 {
			return false
		}
		data = data[n:]
		count, size := int64(head>>1), int64(bits+7)/8
		if head&1 == 1 {
			count, size = 8*count, count*int64(bits)
			if short := int64(len(data)); size > short && bits > 0 { // the last run may be cut where its numbers end
				count, size = 8*short/int64(bits), short
			}
		}
		if size > int64(len(data)) || count == 0 {
			return false
		}
		data = data[size:]
		claim -= count
	}
	return true
}
