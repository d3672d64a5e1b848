package tabular

import (
	"bufio"
	"fmt"
	"io"

	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/file"
	"github.com/apache/arrow/go/v15/parquet/schema"

	"lossreplay/datasets"
	"lossreplay/datasets/intake"
	"lossreplay/datasets/internal/pages"
)

// batchRows is the number of rows of which cells are held at once.
const batchRows = 1024

// ReadParquet is [Read] for a Parquet file, of which it needs any part at any time: size is its length in bytes. Lines are row
// numbers. Columns may be of any flat type: whole numbers, doubles, texts, booleans, decimals, dates and timestamps, with or
// without values missing. A missing value, and a double that is no number, is an empty cell.
//
// A double is read as the shortest decimal number that stands for it. If that has more than fifteen digits but lies within
// fifteen digits of a number of at most twelve, it is that number: 0.30000000000000004 is 0.3. Then the rules of any cell apply:
// a price with more decimals than the day's is refused unless the mapping says round.
//
// A file that cannot be decoded is refused from the row on at which that shows; the rows before it are kept.
func ReadParquet(r io.ReaderAt, size int64, source int, s *Settings, sink *intake.Sink) error {
	p := &parquetFile{cellTable: cellTable{settings: s, source: source, sink: sink}, bytes: r, size: size, memory: datasets.Bounded()}
	return p.run(func() error {
		if err := datasets.Guard(p.open); err != nil {
			return err
		}
		for g := range p.reader.NumRowGroups() {
			if err := p.group(g); err != nil {
				return err
			}
		}
		return nil
	})
}

type parquetFile struct {
	cellTable
	bytes  io.ReaderAt
	size   int64
	memory memory.Allocator
	reader *file.Reader
	cols   []parquetColumn // of those wanted
}

func (p *parquetFile) open() error {
	names, err := p.footer()
	if err != nil {
		return err
	}
	about := p.reader.MetaData().Schema
	return p.bind(names, func(i int) (isTime bool, wrong string) {
		c := parquetColumn{about: about.Column(i)}
		wrong = c.setWriter()
		p.cols = append(p.cols, c)
		return c.isTime, wrong
	})
}

// footer reads what the file says of itself and returns the names of its columns.
func (p *parquetFile) footer() (names []string, err error) {
	if p.reader, err = file.NewParquetReader(io.NewSectionReader(p.bytes, 0, p.size),
		file.WithReadProps(parquet.NewReaderProperties(p.memory))); err != nil {
		return nil, err
	}
	about := p.reader.MetaData().Schema
	total := int64(0)
	names = make([]string, about.NumColumns())
	for i := range names {
		names[i] = about.Column(i).Path()
	}
	for g := range p.reader.NumRowGroups() {
		n := p.reader.RowGroup(g).NumRows()
		if total += n; n < 0 || total < 0 {
			return nil, fmt.Errorf("row group %d claims %d rows", g+1, n)
		}
	}
	if total != p.reader.NumRows() {
		return nil, fmt.Errorf("the row groups hold %d rows; the footer claims %d", total, p.reader.NumRows())
	}
	return names, nil
}

// group reads the rows of a row group.
func (p *parquetFile) group(g int) error {
	group := p.reader.RowGroup(g)
	err := datasets.Guard(func() error {
		for i := range p.cols {
			if err := p.openChunk(group, &p.cols[i], p.wanted[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for left := group.NumRows(); left > 0; {
		n := min(left, batchRows)
		for i := range p.cols {
			err := datasets.Guard(func() error { return p.cols[i].read(int(n), p.batch[i][:n]) })
			if err != nil {
				return fmt.Errorf("column %s: %w", p.cols[i].about.Path(), err)
			}
		}
		if err := p.takeBatch(int(n)); err != nil {
			return err
		}
		left -= n
	}
	return nil
}

// openChunk sets the reader of a column in a row group. It reads as it goes, through a buffer that ends where the chunk ends.
func (p *parquetFile) openChunk(group *file.RowGroupReader, c *parquetColumn, i int) error {
	meta, err := group.MetaData().ColumnChunk(i)
	if err != nil {
		return err
	}
	if meta.CryptoMetadata() != nil {
		return fmt.Errorf("column %s is encrypted", c.about.Path())
	}
	start, size := meta.DataPageOffset(), meta.TotalCompressedSize()
	if meta.HasDictionaryPage() && meta.DictionaryPageOffset() > 0 {
		start = min(start, meta.DictionaryPageOffset())
	}
	if start < 0 || size < 0 || size > p.size || start > p.size-size || meta.NumValues() != group.NumRows() {
		return fmt.Errorf("column %s claims %d values at bytes %d to %d of a file of %d", c.about.Path(), meta.NumValues(), start, start+size, p.size)
	}
	const ahead = 1 << 16
	in := bufio.NewReaderSize(io.NewSectionReader(p.bytes, start, size), ahead)
	all, err := file.NewPageReader(in, meta.NumValues(), meta.Compression(), p.memory, nil)
	if err != nil {
		return err
	}
	c.chunk = file.NewColumnReader(c.about, pages.Checked(all, c.about), p.memory, p.reader.BufferPool())
	return nil
}

// setWriter sets how values of the column are written into cells, and says what is wrong with its type.
func (c *parquetColumn) setWriter() (wrong string) {
	if c.about.MaxRepetitionLevel() > 0 || c.about.MaxDefinitionLevel() > 1 {
		return "is nested; only flat columns can be read"
	}
	c.write = writePlain
	switch t := c.about.LogicalType().(type) {
	case *schema.TimestampLogicalType:
		unit := map[schema.TimeUnitType]int64{schema.TimeUnitMillis: 1e6, schema.TimeUnitMicros: 1e3, schema.TimeUnitNanos: 1}[t.TimeUnit()]
		if unit == 0 {
			return "is a timestamp of an unknown unit"
		}
		c.isTime, c.write = true, writeStamp(unit, t.IsAdjustedToUTC())
	case schema.DateLogicalType:
		c.isTime, c.write = true, writeStamp(dayNS, false)
	case *schema.DecimalLogicalType:
		if t.Scale() < 0 || t.Scale() > 38 {
			return "is a decimal with a scale that is not from 0 to 38"
		}
		c.write = writeDecimal(int(t.Scale()))
	case *schema.IntLogicalType:
		if !t.IsSigned() {
			c.write = writeUnsigned
		}
	case *schema.TimeLogicalType, *schema.IntervalLogicalType, schema.IntervalLogicalType:
		return "is of a type that is not read: " + c.about.LogicalType().String()
	}
	if c.about.PhysicalType() == parquet.Types.Int96 {
		c.isTime = true
	}
	return ""
}
