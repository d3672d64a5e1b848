package datasets

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/file"
	"github.com/apache/arrow/go/v15/parquet/schema"
)

// parquetTable reads a Parquet file column by column into slices that it keeps.
type parquetTable struct {
	table  table
	file   *os.File
	reader *file.Reader
	size   int64 // of the file
	memory memory.Allocator
	lex    *lexicon
	at     []int // by column of the schema: position in the file, -1 if not wanted

	group int   // next row group
	left  int64 // rows of the current group that are not in a batch yet
	n     int   // rows of the batch
	cols  []parquetColumn
	cells map[cell]string
}

// parquetColumn is the state of one column: its reader in the current row group, and its memory.
type parquetColumn struct {
	chunk       file.ColumnChunkReader
	chunkMemory []byte
	ints        []int64
	ids         []int32
	bools       []bool
	floats      []float64
	bytes       []parquet.ByteArray
	codes       []int32
	levels      []int16
	words       *wordIndex
}

// pageMax is the largest page of a Parquet file, or buffer of an Arrow file, that is read, in bytes: a damaged header may
// claim any size.
const pageMax = 1 << 28

// bounded is an allocator that refuses more than pageMax at once.
type bounded struct{ memory.Allocator }

func (b bounded) Allocate(size int) []byte {
	if size < 0 || size > pageMax {
		panic(fmt.Sprintf("a page claims %d bytes; at most %d are read", size, pageMax))
	}
	return b.Allocator.Allocate(size)
}

func (b bounded) Reallocate(size int, old []byte) []byte {
	if size < 0 || size > pageMax {
		panic(fmt.Sprintf("a page claims %d bytes; at most %d are read", size, pageMax))
	}
	return b.Allocator.Reallocate(size, old)
}

func newBounded() memory.Allocator { return bounded{memory.NewGoAllocator()} }

// openParquet opens path for the wanted columns. If a column is missing or has another type, that goes to ps and the source
// is nil; the error is that of a file that cannot be read.
func openParquet(path string, t table, lex *lexicon, want []int, ps *Problems) (_ source, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	ok := false
	defer func() {
		if !ok {
			f.Close()
		}
	}()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	mem := newBounded()
	r, err := file.NewParquetReader(f, file.WithReadProps(parquet.NewReaderProperties(mem)))
	if err != nil {
		return nil, err
	}
	names := make([]string, r.MetaData().Schema.NumColumns())
	for i := range names {
		names[i] = r.MetaData().Schema.Column(i).Path()
	}
	base := filepath.Base(path)
	at, found := resolve(t, base, names, want, ps)
	for c, i := range at {
		if i < 0 {
			continue
		}
		if have := r.MetaData().Schema.Column(i); !parquetTypeFits(have, &tables[t].columns[c]) {
			ps.add(wrongType(t, base, c, parquetTypeName(have)))
			found = false
		}
	}
	if !found {
		return nil, nil
	}
	p := &parquetTable{table: t, file: f, reader: r, size: info.Size(), memory: mem, lex: lex, at: at, cols: make([]parquetColumn, len(at))}
	if err := p.checkLayout(); err != nil {
		return nil, err
	}
	ok = true
	return p, nil
}

// checkLayout refuses a file whose row groups do not add up.
func (p *parquetTable) checkLayout() error {
	total := int64(0)
	for g := range p.reader.NumRowGroups() {
		group := p.reader.RowGroup(g)
		if group.NumRows() < 0 {
			return fmt.Errorf("row group %d claims %d rows", g+1, group.NumRows())
		}
		total += group.NumRows()
		for c, i := range p.at {
			if i < 0 {
				continue
			}
			meta, err := group.MetaData().ColumnChunk(i)
			if err != nil {
				return err
			}
			if meta.NumValues() != group.NumRows() {
				return fmt.Errorf("row group %d has %d rows but %d values of %s", g+1, group.NumRows(), meta.NumValues(), tables[p.table].columns[c].name)
			}
		}
	}
	if total != p.reader.NumRows() {
		return fmt.Errorf("the row groups hold %d rows; the footer claims %d", total, p.reader.NumRows())
	}
	return nil
}

func (p *parquetTable) close() error         { return p.file.Close() }
func (p *parquetTable) odd() map[cell]string { return p.cells }

func (p *parquetTable) next() (int, error) {
	clear(p.cells)
	for p.left == 0 {
		if p.group == p.reader.NumRowGroups() {
			return 0, io.EOF
		}
		if err := guard(p.openGroup); err != nil {
			return 0, err
		}
	}
	p.n = int(min(p.left, batchRows))
	p.left -= int64(p.n)
	return p.n, nil
}

func (p *parquetTable) openGroup() error {
	group := p.reader.RowGroup(p.group)
	for c, i := range p.at {
		if i < 0 {
			continue
		}
		chunk, err := p.openChunk(group, c, i)
		if err != nil {
			return err
		}
		p.cols[c].chunk = chunk
	}
	p.left = group.NumRows()
	p.group++
	return nil
}

// parquetTypeFits reports whether a column of a file can be read as col: any encoding, compression and nullability.
func parquetTypeFits(have *schema.Column, col *column) bool {
	if have.MaxRepetitionLevel() > 0 || have.MaxDefinitionLevel() > 1 {
		return false
	}
	want := parquetNode(col)
	logical := have.LogicalType()
	if have.PhysicalType() != want.PhysicalType() {
		return false
	}
	switch col.kind {
	case kindInt:
		return logical == nil || logical.IsNone() || logical.Equals(schema.NewIntLogicalType(64, true))
	case kindBool, kindFloat:
		return true
	}
	return logical != nil && logical.Equals(want.LogicalType())
}

func parquetTypeName(have *schema.Column) string {
	if logical := have.LogicalType(); logical != nil && !logical.IsNone() {
		return logical.String()
	}
	return have.PhysicalType().String()
}
