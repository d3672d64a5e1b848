package report

import (
	"io"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/compress"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"

	"lossreplay/model"
)

// field is a column of a table of T: its name, its type, and how a row's value is added.
type field[T any] struct {
	name     string
	kind     arrow.DataType
	nullable bool
	add      func(array.Builder, *T)
}

// The types of columns that are not plain: money with all its decimals, moments in UTC.
var (
	moneyType  = &arrow.Decimal128Type{Precision: 19, Scale: model.ScaleMax}
	momentType = &arrow.TimestampType{Unit: arrow.Nanosecond, TimeZone: "UTC"}
)

func textField[T any](name string, get func(*T) string) field[T] {
	return field[T]{name, arrow.BinaryTypes.String, false, func(b array.Builder, row *T) { b.(*array.StringBuilder).Append(get(row)) }}
}

func countField[T any](name string, get func(*T) int64) field[T] {
	return field[T]{name, arrow.PrimitiveTypes.Int64, false, func(b array.Builder, row *T) { b.(*array.Int64Builder).Append(get(row)) }}
}

func setField[T any](name string, get func(*T) uint64) field[T] {
	return field[T]{name, arrow.PrimitiveTypes.Uint64, false, func(b array.Builder, row *T) { b.(*array.Uint64Builder).Append(get(row)) }}
}

func boolField[T any](name string, get func(*T) bool) field[T] {
	return field[T]{name, arrow.FixedWidthTypes.Boolean, false, func(b array.Builder, row *T) { b.(*array.BooleanBuilder).Append(get(row)) }}
}

func moneyField[T any](name string, get func(*T) model.Money) field[T] {
	return field[T]{name, moneyType, false, func(b array.Builder, row *T) {
		b.(*array.Decimal128Builder).Append(decimal128.FromI64(int64(get(row))))
	}}
}

// momentField is a column of moments; Never is null.
func momentField[T any](name string, get func(*T) model.Time) field[T] {
	return field[T]{name, momentType, true, func(b array.Builder, row *T) {
		t := b.(*array.TimestampBuilder)
		if at := get(row); at == model.Never {
			t.AppendNull()
		} else {
			t.Append(arrow.Timestamp(at))
		}
	}}
}

// writeParquet writes rows as one row group of a Parquet file, compressed with zstd. The bytes depend on the rows alone.
func writeParquet[T any](w io.Writer, fields []field[T], rows []T) error {
	list := make([]arrow.Field, len(fields))
	for i, f := range fields {
		list[i] = arrow.Field{Name: f.name, Type: f.kind, Nullable: f.nullable}
	}
	schema := arrow.NewSchema(list, nil)
	builder := array.NewRecordBuilder(memory.NewGoAllocator(), schema)
	defer builder.Release()
	for i, f := range fields {
		column := builder.Field(i)
		for k := range rows {
			f.add(column, &rows[k])
		}
	}
	record := builder.NewRecord()
	defer record.Release()
	props := parquet.NewWriterProperties(parquet.WithCompression(compress.Codecs.Zstd), parquet.WithVersion(parquet.V2_6),
		parquet.WithCreatedBy("lossreplay"), parquet.WithMaxRowGroupLength(max(int64(len(rows)), 1)))
	out, err := pqarrow.NewFileWriter(schema, keepOpen{w}, props, pqarrow.DefaultWriterProps())
	if err != nil {
		return err
	}
	if err := out.Write(record); err != nil {
		return err
	}
	return out.Close()
}

// keepOpen hides that a writer can be closed: the Parquet writer would close it.
type keepOpen struct{ io.Writer }
