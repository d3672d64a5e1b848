// Package pages checks the pages of Parquet files before the library decodes them.
//
// Owns: which claims of a page the library trusts, and what a page must hold for them to be true.
//
// Refuses: decoding; what the values mean; nested columns.
//
// Invariants: of a page that passes, the library's decoders find every value that it claims, whatever its other bytes are. A
// check costs time in proportion to the page's runs, blocks or texts, and never to its plain numbers.
package pages

import (
	"encoding/binary"
	"errors"

	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/file"
	"github.com/apache/arrow/go/v15/parquet/schema"
)

var (
	errShort = errors.New("a page holds fewer values than it claims")
	errIndex = errors.New("a page names a value that its dictionary does not hold")
)

// checked hands out the pages that hold what they claim.
type checked struct {
	file.PageReader
	column *schema.Column
	words  int64 // of the dictionary
	err    error
}

// Checked returns the pages of a column that is not nested, and ends with an error at one that lies. The library trusts a
// page: of a dictionary it takes memory for as many values as are claimed and named; of levels and differences it waits for ever
// for what is not there, and indexes that are not there it reads as zeros.
func Checked(pages file.PageReader, column *schema.Column) file.PageReader {
	return &checked{PageReader: pages, column: column}
}

// Next moves to the next page, and returns false if there is none or it lies.
func (p *checked) Next() bool {
	if p.err != nil || !p.PageReader.Next() {
		return false
	}
	p.err = p.check(p.PageReader.Page())
	return p.err == nil
}

// Err returns why Next returned false.
func (p *checked) Err() error {
	if p.err != nil {
		return p.err
	}
	return p.PageReader.Err()
}

// check returns what is wrong with the claims of a page.
func (p *checked) check(page file.Page) error {
	claim, data := int64(page.NumValues()), page.Data()
	switch v := page.(type) {
	case *file.DictionaryPage:
		p.words = claim
		return p.plain(data, claim)
	case *file.DataPageV1:
		if p.column.MaxDefinitionLevel() == 0 {
			break
		}
		var ok bool
		if claim, data, ok = levelsV1(v, claim); !ok {
			return errShort
		}
	case *file.DataPageV2:
		reps, defs := int64(v.RepetitionLevelByteLen()), int64(v.DefinitionLevelByteLen())
		if reps < 0 || defs < 0 || reps+defs > int64(len(data)) {
			return errShort
		}
		levels := data[reps : reps+defs]
		data = data[reps+defs:]
		if p.column.MaxDefinitionLevel() == 0 {
			break
		}
		var ok bool
		if claim, ok = present(levels, claim); !ok {
			return errShort
		}
	}
	return p.values(data, parquet.Encoding(page.Encoding()), claim, int64(page.NumValues()))
}

// levelsV1 returns how many of the claimed rows of a page have a value, and the bytes of those values.
func levelsV1(v *file.DataPageV1, claim int64) (values int64, data []byte, ok bool) {
	data = v.Data()
	if v.DefinitionLevelEncoding() == parquet.Encodings.BitPacked {
		size := (claim + 7) / 8
		if claim < 0 || size > int64(len(data)) {
			return 0, nil, false
		}
		return ones(data, claim), data[size:], true
	}
	if len(data) < 4 || int64(binary.LittleEndian.Uint32(data)) > int64(len(data)-4) {
		return 0, nil, false
	}
	size := int64(binary.LittleEndian.Uint32(data))
	values, ok = present(data[4:4+size], claim)
	return values, data[4+size:], ok
}

// values returns what is wrong with a page's values, of rows that include those without a value.
func (p *checked) values(data []byte, e parquet.Encoding, claim, rows int64) error {
	ok := true
	switch e {
	case parquet.Encodings.Plain:
		return p.plain(data, claim)
	case parquet.Encodings.RLEDict, parquet.Encodings.PlainDict:
		return indexes(data, claim, p.words)
	case parquet.Encodings.RLE:
		if len(data) < 4 || int64(binary.LittleEndian.Uint32(data)) > int64(len(data)-4) {
			return errShort
		}
		_, ok = present(data[4:4+binary.LittleEndian.Uint32(data)], claim)
	case parquet.Encodings.DeltaBinaryPacked:
		_, ok = differences(data, claim, 1<<31)
	case parquet.Encodings.DeltaLengthByteArray:
		_, ok = differences(data, claim, min(rows, lengthsMax))
	case parquet.Encodings.DeltaByteArray: // the lengths of what each text shares with the one before, then those of the rest
		ok = rows <= lengthsMax
		if ok {
			data, ok = differences(data, claim, rows)
		}
		if ok {
			_, ok = differences(data, claim, rows)
		}
	}
	if !ok {
		return errShort
	}
	return nil
}

// plain returns what is wrong with so many plain values.
func (p *checked) plain(data []byte, claim int64) error {
	size, ok := int64(len(data)), claim >= 0
	switch p.column.PhysicalType() {
	case parquet.Types.Boolean:
		ok = ok && (claim+7)/8 <= size
	case parquet.Types.Int32, parquet.Types.Float:
		ok = ok && claim <= size/4
	case parquet.Types.Int64, parquet.Types.Double:
		ok = ok && claim <= size/8
	case parquet.Types.Int96:
		ok = ok && claim <= size/12
	case parquet.Types.FixedLenByteArray:
		ok = ok && claim <= size/int64(max(p.column.TypeLength(), 1))
	case parquet.Types.ByteArray:
		ok = ok && claim <= size/4 && texts(data, claim)
	}
	if !ok {
		return errShort
	}
	return nil
}

// texts reports whether data holds so many texts behind their lengths.
func texts(data []byte, claim int64) bool {
	for ; claim > 0; claim-- {
		if len(data) < 4 {
			return false
		}
		n := int64(binary.LittleEndian.Uint32(data)) + 4
		if n > int64(len(data)) {
			return false
		}
		data = data[n:]
	}
	return true
}
