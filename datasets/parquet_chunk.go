package datasets

import (
	"fmt"
	"io"

	"github.com/apache/arrow/go/v15/parquet/file"

	"lossreplay/datasets/internal/pages"
)

// chunkBytes hands the bytes of a column chunk to the library's page reader. The library's own buffer repeats its last bytes
// for ever when a damaged header makes it read beyond the chunk's end; this one ends.
type chunkBytes struct{ left []byte }

// Peek returns the next n bytes without moving, or what is left and io.EOF.
func (c *chunkBytes) Peek(n int) ([]byte, error) {
	if n > len(c.left) {
		return c.left, io.EOF
	}
	return c.left[:n], nil
}

// Discard moves n bytes on, or to the end with io.EOF.
func (c *chunkBytes) Discard(n int) (int, error) {
	if n < 0 || n > len(c.left) {
		n = len(c.left)
		c.left = nil
		return n, io.EOF
	}
	c.left = c.left[n:]
	return n, nil
}

// Read copies the next bytes to p.
func (c *chunkBytes) Read(p []byte) (int, error) {
	if len(c.left) == 0 {
		return 0, io.EOF
	}
	n := copy(p, c.left)
	c.left = c.left[n:]
	return n, nil
}

// openChunk reads column i of a row group into the column's memory and returns the library's reader over it.
func (p *parquetTable) openChunk(group *file.RowGroupReader, c, i int) (file.ColumnChunkReader, error) {
	meta, err := group.MetaData().ColumnChunk(i)
	if err != nil {
		return nil, err
	}
	if meta.CryptoMetadata() != nil {
		return nil, fmt.Errorf("column %s is encrypted", tables[p.table].columns[c].name)
	}
	start, size := meta.DataPageOffset(), meta.TotalCompressedSize()
	if meta.HasDictionaryPage() && meta.DictionaryPageOffset() > 0 {
		start = min(start, meta.DictionaryPageOffset())
	}
	if start < 0 || size < 0 || size > p.size || start > p.size-size {
		return nil, fmt.Errorf("column %s lies at bytes %d to %d of a file of %d", tables[p.table].columns[c].name, start, start+size, p.size)
	}
	col := &p.cols[c]
	if int64(cap(col.chunkMemory)) < size {
		col.chunkMemory = make([]byte, size)
	}
	data := col.chunkMemory[:size]
	if _, err := p.file.ReadAt(data, start); err != nil {
		return nil, err
	}
	all, err := file.NewPageReader(&chunkBytes{data}, meta.NumValues(), meta.Compression(), p.memory, nil)
	if err != nil {
		return nil, err
	}
	about := p.reader.MetaData().Schema.Column(i)
	return file.NewColumnReader(about, pages.Checked(all, about), p.memory, p.reader.BufferPool()), nil
}
