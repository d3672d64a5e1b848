package datasets

import (
	"fmt"
	"io"
	"unsafe"

	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/compress"
	"github.com/apache/arrow/go/v15/parquet/file"
	"github.com/apache/arrow/go/v15/parquet/metadata"
)

// createdBy is what our files name as their writer. It carries no version, so that the bytes depend on the rows alone.
const createdBy = "lossreplay"

// pageBytes is the size of a data page before compression: one page a column in most row groups.
const pageBytes = 1 << 20

// parquetWriter writes one table, a row group at a time.
type parquetWriter struct {
	table table
	out   *file.Writer
	rows  int // written
}

// newParquetWriter returns the writer of a table's file to w.
func newParquetWriter(w io.Writer, which table) (*parquetWriter, error) {
	text, err := arrowSchemaText(which)
	if err != nil {
		return nil, err
	}
	meta := metadata.NewKeyValueMetadata()
	if err := meta.Append("ARROW:schema", text); err != nil {
		return nil, err
	}
	p := &parquetWriter{table: which}
	return p, guard(func() error {
		p.out = file.NewParquetWriter(struct{ io.Writer }{w}, parquetSchema(which),
			file.WithWriterProps(parquetProperties(which)), file.WithWriteMetadata(meta))
		return nil
	})
}

// write adds rows i to j of t's table as row groups. Rows that count themselves go on from those written before.
func (p *parquetWriter) write(t *Tables, lex *lexicon, i, j int) error {
	return guard(func() error {
		for ; i < j; i += writeRows {
			n := min(i+writeRows, j)
			vectors := vectorsOf(t, p.table, i, n)
			if tables[p.table].columns[0].delta {
				vectors[0].ids = sequence(p.rows, p.rows+n-i)
			}
			if err := writeGroup(p.out, p.table, lex, vectors); err != nil {
				return err
			}
			p.rows += n - i
		}
		return nil
	})
}

// close ends the file.
func (p *parquetWriter) close() error { return guard(p.out.Close) }

// parquetProperties chooses the encodings, by measuring the decoding of millions of rows: plain pages under zstd decode
// fastest for times and quantities, dictionaries for the few prices and parents of a stretch, and differences make the
// counted ids vanish; they are read for validation only.
func parquetProperties(which table) *parquet.WriterProperties {
	props := []parquet.WriterProperty{
		parquet.WithVersion(parquet.V2_6), parquet.WithDataPageVersion(parquet.DataPageV1), parquet.WithCreatedBy(createdBy),
		parquet.WithCompression(compress.Codecs.Zstd), parquet.WithDataPageSize(pageBytes), parquet.WithDictionaryDefault(false),
		parquet.WithDictionaryPageSizeLimit(pageBytes), parquet.WithBatchSize(batchRows), parquet.WithMaxRowGroupLength(writeRows),
	}
	for i := range tables[which].columns {
		col := &tables[which].columns[i]
		if col.dict || col.kind == kindWord {
			props = append(props, parquet.WithDictionaryFor(col.name, true))
		}
		if col.delta {
			props = append(props, parquet.WithEncodingFor(col.name, parquet.Encodings.DeltaBinaryPacked))
		}
	}
	return parquet.NewWriterProperties(props...)
}

func writeGroup(out *file.Writer, which table, lex *lexicon, vectors []vector) error {
	group := out.AppendRowGroup()
	for i := range vectors {
		col := &tables[which].columns[i]
		chunk, err := group.NextColumn()
		if err == nil {
			err = writeColumn(chunk, col, lex[col.words], &vectors[i])
		}
		if err == nil {
			err = chunk.Close()
		}
		if err != nil {
			return fmt.Errorf("column %s: %w", col.name, err)
		}
	}
	return group.Close()
}

func writeColumn(chunk file.ColumnChunkWriter, col *column, words []string, v *vector) (err error) {
	switch chunk := chunk.(type) {
	case *file.Int64ColumnChunkWriter:
		_, err = chunk.WriteBatch(v.ints, nil, nil)
	case *file.Int32ColumnChunkWriter:
		_, err = chunk.WriteBatch(unsafe.Slice((*int32)(unsafe.Pointer(unsafe.SliceData(v.ids))), len(v.ids)), nil, nil)
	case *file.BooleanColumnChunkWriter:
		_, err = chunk.WriteBatch(v.bools, nil, nil)
	case *file.Float64ColumnChunkWriter:
		_, err = chunk.WriteBatch(v.floats, nil, nil)
	case *file.ByteArrayColumnChunkWriter:
		values, levels := byteArrays(col, words, v)
		_, err = chunk.WriteBatch(values, levels, nil)
	}
	return err
}

// byteArrays returns texts or words as Parquet takes them: the values that are there, and for a column that may have none
// which rows have one.
func byteArrays(col *column, words []string, v *vector) (values []parquet.ByteArray, levels []int16) {
	if col.kind == kindText {
		for _, text := range v.texts {
			values = append(values, parquet.ByteArray(text))
		}
		return values, nil
	}
	known := make([]parquet.ByteArray, len(words))
	for i, word := range words {
		known[i] = parquet.ByteArray(word)
	}
	values = make([]parquet.ByteArray, 0, len(v.codes))
	for _, code := range v.codes {
		level := int16(1)
		if code == nullWord {
			level = 0
		} else {
			values = append(values, known[code])
		}
		if col.null {
			levels = append(levels, level)
		}
	}
	return values, levels
}
