package datasets

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/file"
	"github.com/apache/arrow/go/v15/parquet/schema"

	"lossreplay/model"
)

// plainRowsMax is the most rows of a plain table that are read.
const plainRowsMax = 1 << 26

// PlainTable is a Parquet file in memory whose columns are read by name, each whole: the tables that results are written to.
// A column must have a value in every row. Damaged bytes give errors, whatever they claim.
type PlainTable struct {
	data   []byte
	reader *file.Reader
	rows   int
}

// OpenPlain returns the table that data holds.
func OpenPlain(data []byte) (*PlainTable, error) {
	p := &PlainTable{data: data}
	err := guard(func() (err error) {
		if p.reader, err = file.NewParquetReader(bytes.NewReader(data), file.WithReadProps(parquet.NewReaderProperties(newBounded()))); err != nil {
			return fmt.Errorf("damaged: %w", err)
		}
		total := int64(0)
		for g := range p.reader.NumRowGroups() {
			rows := p.reader.RowGroup(g).NumRows()
			if rows < 0 || rows > plainRowsMax {
				return fmt.Errorf("row group %d claims %d rows", g+1, rows)
			}
			total += rows
		}
		if total != p.reader.NumRows() || total > plainRowsMax {
			return fmt.Errorf("the row groups hold %d rows; the footer claims %d", total, p.reader.NumRows())
		}
		p.rows = int(total)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return p, nil
}

// Rows returns the number of rows.
func (p *PlainTable) Rows() int { return p.rows }

// Ints returns a column of int64, or of uint64 as the same bits.
func (p *PlainTable) Ints(name string) ([]int64, error) {
	return plainColumn(p, name, parquet.Types.Int64, func(chunk file.ColumnChunkReader, want int64, into []int64) (int64, int, error) {
		return chunk.(*file.Int64ColumnChunkReader).ReadBatch(want, into, nil, nil)
	})
}

// Texts returns a column of text.
func (p *PlainTable) Texts(name string) ([]string, error) {
	values, err := plainColumn(p, name, parquet.Types.ByteArray, func(chunk file.ColumnChunkReader, want int64, into []parquet.ByteArray) (int64, int, error) {
		n, k, err := chunk.(*file.ByteArrayColumnChunkReader).ReadBatch(want, into, nil, nil)
		for i := range into[:k] {
			into[i] = bytes.Clone(into[i]) // the page's memory is used again
		}
		return n, k, err
	})
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = string(v)
	}
	return texts, err
}

// Amounts returns a column of money, a decimal of six places; the error names the row whose amount does not fit into 64 bits.
func (p *PlainTable) Amounts(name string) ([]model.Money, error) {
	values, err := plainColumn(p, name, parquet.Types.FixedLenByteArray, func(chunk file.ColumnChunkReader, want int64, into []parquet.FixedLenByteArray) (int64, int, error) {
		n, k, err := chunk.(*file.FixedLenByteArrayColumnChunkReader).ReadBatch(want, into, nil, nil)
		for i := range into[:k] {
			into[i] = bytes.Clone(into[i])
		}
		return n, k, err
	})
	amounts := make([]model.Money, len(values))
	for i, v := range values {
		var fits bool
		if amounts[i], fits = bigEndian(v); !fits {
			return nil, fmt.Errorf("row %d: %s does not fit into 64 bits", i+1, name)
		}
	}
	return amounts, err
}

// bigEndian returns the integer in two's complement that bytes hold, and whether it fits.
func bigEndian(text []byte) (model.Money, bool) {
	v := model.Money(0)
	if len(text) > 0 && text[0] >= 0x80 {
		v = -1
	}
	for _, b := range text {
		if v>>55 != 0 && v>>55 != -1 {
			return 0, false
		}
		v = v<<8 | model.Money(b)
	}
	return v, true
}

// plainColumn reads a column by calling read until all rows are there.
func plainColumn[T any](p *PlainTable, name string, kind parquet.Type, read func(chunk file.ColumnChunkReader, want int64, into []T) (int64, int, error)) (values []T, err error) {
	fits := func(c *schema.Column) bool { return plainFits(c, kind) }
	err = p.batches(name, fits, func(chunk file.ColumnChunkReader, want int64) (int64, error) {
		into := make([]T, want)
		n, k, err := read(chunk, want, into)
		if err = errors.Join(err, chunk.Err()); err != nil {
			return 0, err
		}
		if n <= 0 || int64(k) != n {
			return 0, errFewer
		}
		values = append(values, into[:n]...)
		return n, nil
	})
	if err != nil {
		return nil, err
	}
	return values, nil
}

var errFewer = errors.New("holds fewer values than it claims")

// batches calls take with each row group's part of a column, until it has taken all rows: so many at most are wanted at once.
func (p *PlainTable) batches(name string, fits func(*schema.Column) bool, take func(chunk file.ColumnChunkReader, want int64) (int64, error)) error {
	return guard(func() error {
		i := p.reader.MetaData().Schema.ColumnIndexByName(name)
		if i < 0 {
			return fmt.Errorf("it has no column %s", name)
		}
		if column := p.reader.MetaData().Schema.Column(i); !fits(column) {
			return fmt.Errorf("column %s is %s, which is not what results hold", name, parquetTypeName(column))
		}
		for g := range p.reader.NumRowGroups() {
			group := p.reader.RowGroup(g)
			chunk, err := p.chunk(group, i)
			if err != nil {
				return fmt.Errorf("column %s: %w", name, err)
			}
			for left := group.NumRows(); left > 0; {
				n, err := take(chunk, min(left, batchRows))
				switch {
				case errors.Is(err, errFewer):
					return fmt.Errorf("column %s %w", name, err)
				case err != nil:
					return fmt.Errorf("column %s: %w", name, err)
				}
				left -= n
			}
		}
		return nil
	})
}

// plainFits reports whether a column has values of that kind in every row: of decimals, with six places.
func plainFits(c *schema.Column, kind parquet.Type) bool {
	if c.PhysicalType() != kind || c.MaxDefinitionLevel() > 0 || c.MaxRepetitionLevel() > 0 {
		return false
	}
	if kind == parquet.Types.FixedLenByteArray {
		d, ok := c.LogicalType().(*schema.DecimalLogicalType)
		return ok && d.Scale() == model.ScaleMax
	}
	return true
}

// chunk returns the library's reader over the bytes of column i of a row group.
func (p *PlainTable) chunk(group *file.RowGroupReader, i int) (file.ColumnChunkReader, error) {
	meta, err := group.MetaData().ColumnChunk(i)
	if err != nil {
		return nil, err
	}
	start, size := meta.DataPageOffset(), meta.TotalCompressedSize()
	if meta.HasDictionaryPage() && meta.DictionaryPageOffset() > 0 {
		start = min(start, meta.DictionaryPageOffset())
	}
	if all := int64(len(p.data)); meta.CryptoMetadata() != nil || start < 0 || size < 0 || size > all || start > all-size {
		return nil, fmt.Errorf("is encrypted or lies at bytes %d to %d of a file of %d", start, start+size, all)
	}
	mem := newBounded()
	pages, err := file.NewPageReader(&chunkBytes{p.data[start : start+size]}, meta.NumValues(), meta.Compression(), mem, nil)
	if err != nil {
		return nil, err
	}
	return file.NewColumnReader(p.reader.MetaData().Schema.Column(i), pages, mem, p.reader.BufferPool()), nil
}
