package datasets

import (
	"bytes"
	"encoding/base64"
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/ipc"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/schema"
)

var (
	timestampType = &arrow.TimestampType{Unit: arrow.Nanosecond, TimeZone: "UTC"}
	wordType      = &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32, ValueType: arrow.BinaryTypes.String}
)

// arrowType returns the Arrow type of a column.
func arrowType(col *column) arrow.DataType {
	switch col.kind {
	case kindTime:
		return timestampType
	case kindInt:
		return arrow.PrimitiveTypes.Int64
	case kindID:
		return arrow.PrimitiveTypes.Uint32
	case kindBool:
		return arrow.FixedWidthTypes.Boolean
	case kindFloat:
		return arrow.PrimitiveTypes.Float64
	case kindWord:
		return wordType
	case kindText:
		return arrow.BinaryTypes.String
	}
	panic(fmt.Sprintf("datasets: column %s has kind %d", col.name, col.kind))
}

// arrowName returns the type's name as messages and docs/format.md print it.
func arrowName(col *column) string {
	if col.kind == kindWord {
		return "dictionary<int32, string>"
	}
	if col.kind == kindText {
		return "string"
	}
	return arrowType(col).String()
}

// arrowSchema returns the table's Arrow schema, with unit and meaning of each column in its metadata.
func arrowSchema(t table) *arrow.Schema {
	fields := make([]arrow.Field, len(tables[t].columns))
	for i := range fields {
		col := &tables[t].columns[i]
		keys, values := []string{"doc"}, []string{col.doc}
		if col.unit != "" {
			keys, values = append(keys, "unit"), append(values, col.unit)
		}
		fields[i] = arrow.Field{Name: col.name, Type: arrowType(col), Nullable: col.null, Metadata: arrow.NewMetadata(keys, values)}
	}
	about := arrow.NewMetadata([]string{"doc"}, []string{tables[t].doc})
	return arrow.NewSchema(fields, &about)
}

// arrowSchemaText returns the schema as Parquet files carry it under ARROW:schema, so that readers of the Arrow family
// restore dictionaries and metadata.
func arrowSchemaText(t table) (string, error) {
	var b bytes.Buffer
	w := ipc.NewWriter(&b, ipc.WithSchema(arrowSchema(t)))
	if err := w.Close(); err != nil {
		return "", err
	}
	const endOfStream = 8
	return base64.StdEncoding.EncodeToString(b.Bytes()[:b.Len()-endOfStream]), nil
}

// parquetNode returns the Parquet type of a column.
func parquetNode(col *column) *schema.PrimitiveNode {
	var logical schema.LogicalType
	var physical parquet.Type
	switch col.kind {
	case kindTime:
		logical, physical = schema.NewTimestampLogicalType(true, schema.TimeUnitNanos), parquet.Types.Int64
	case kindInt:
		physical = parquet.Types.Int64
	case kindID:
		logical, physical = schema.NewIntLogicalType(32, false), parquet.Types.Int32
	case kindBool:
		physical = parquet.Types.Boolean
	case kindFloat:
		physical = parquet.Types.Double
	case kindWord, kindText:
		logical, physical = schema.StringLogicalType{}, parquet.Types.ByteArray
	}
	repetition := parquet.Repetitions.Required
	if col.null {
		repetition = parquet.Repetitions.Optional
	}
	if logical == nil {
		logical = schema.NoLogicalType{}
	}
	return schema.MustPrimitive(schema.NewPrimitiveNodeLogical(col.name, repetition, logical, physical, -1, -1))
}

// parquetSchema returns the table's Parquet schema.
func parquetSchema(t table) *schema.GroupNode {
	fields := make(schema.FieldList, len(tables[t].columns))
	for i := range fields {
		fields[i] = parquetNode(&tables[t].columns[i])
	}
	return schema.MustGroup(schema.NewGroupNode(tables[t].name, parquet.Repetitions.Required, fields, -1))
}
