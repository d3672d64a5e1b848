package intake

import (
	"errors"
	"fmt"
	"io"

	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/compress"
	"github.com/apache/arrow/go/v15/parquet/file"
	"github.com/apache/arrow/go/v15/parquet/schema"
)

// sideRows is the number of rows of a row group of a side table.
const sideRows = 1 << 15

// sideColumn is a column of a side table: text, a number, or a time.
type sideColumn struct {
	name string
	kind sideKind
}

type sideKind int

const (
	sideText sideKind = iota
	sideNumber
	sideTime
)

// sideTable writes a table beside those of the day: refused rows, corrections. A row is its texts and its numbers, each in the
// order of its columns.
type sideTable struct {
	columns []sideColumn
	out     *file.Writer
	shut    func() error
	texts   [][]parquet.ByteArray
	numbers [][]int64
	rows    int
	total   int64
}

func newSideTable(name string, w io.WriteCloser, columns []sideColumn) *sideTable {
	t := &sideTable{columns: columns, shut: w.Close, texts: make([][]parquet.ByteArray, len(columns)), numbers: make([][]int64, len(columns))}
	fields := make(schema.FieldList, len(columns))
	for i, c := range columns {
		var logical schema.LogicalType = schema.NoLogicalType{}
		physical := parquet.Types.Int64
		switch c.kind {
		case sideText:
			logical, physical = schema.StringLogicalType{}, parquet.Types.ByteArray
		case sideTime:
			logical = schema.NewTimestampLogicalType(true, schema.TimeUnitNanos)
		}
		fields[i] = schema.MustPrimitive(schema.NewPrimitiveNodeLogical(c.name, parquet.Repetitions.Required, logical, physical, -1, -1))
	}
	props := parquet.NewWriterProperties(parquet.WithVersion(parquet.V2_6), parquet.WithCreatedBy("lossreplay"),
		parquet.WithCompression(compress.Codecs.Zstd), parquet.WithDictionaryDefault(true))
	t.out = file.NewParquetWriter(struct{ io.Writer }{w}, schema.MustGroup(schema.NewGroupNode(name, parquet.Repetitions.Required, fields, -1)),
		file.WithWriterProps(props))
	return t
}

// add adds a row.
func (t *sideTable) add(texts []string, numbers []int64) error {
	for i, c := range t.columns {
		if c.kind == sideText {
			t.texts[i] = append(t.texts[i], parquet.ByteArray(texts[0]))
			texts = texts[1:]
		} else {
			t.numbers[i] = append(t.numbers[i], numbers[0])
			numbers = numbers[1:]
		}
	}
	t.total++
	if t.rows++; t.rows == sideRows {
		return t.flush()
	}
	return nil
}

func (t *sideTable) flush() (err error) {
	defer func() {
		if fault := recover(); fault != nil { // the library's way to report what the disk said
			err = fmt.Errorf("write a side table: %v", fault)
		}
	}()
	if t.rows == 0 {
		return nil
	}
	group := t.out.AppendRowGroup()
	for i := range t.columns {
		column, err := group.NextColumn()
		if err != nil {
			return err
		}
		switch column := column.(type) {
		case *file.ByteArrayColumnChunkWriter:
			_, err = column.WriteBatch(t.texts[i], nil, nil)
		case *file.Int64ColumnChunkWriter:
			_, err = column.WriteBatch(t.numbers[i], nil, nil)
		}
		if err = errors.Join(err, column.Close()); err != nil {
			return err
		}
		t.texts[i], t.numbers[i] = t.texts[i][:0], t.numbers[i][:0]
	}
	t.rows = 0
	return group.Close()
}

// close ends the file.
func (t *sideTable) close() error { return errors.Join(t.flush(), t.out.Close(), t.shut()) }

// Names of the tables beside those of the day.
const (
	RefusedFile     = "refused.parquet"
	CorrectionsFile = "corrections.parquet"
)

var refusedColumns = []sideColumn{{"file", sideText}, {"line", sideNumber}, {"offset", sideNumber}, {"field", sideText}, {"value", sideText}, {"reason", sideText}}

var correctionColumns = []sideColumn{{"kind", sideText}, {"exec_id", sideText}, {"new_exec_id", sideText}, {"order_id", sideText}, {"symbol", sideText},
	{"traded", sideTime}, {"corrected", sideTime}, {"old_qty", sideNumber}, {"old_px", sideNumber}, {"new_qty", sideNumber},
	{"new_px", sideNumber}, {"file", sideText}, {"line", sideNumber}}
