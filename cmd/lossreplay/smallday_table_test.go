package main

import (
	"bytes"
	"context"
	"os"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
)

// texts is a table's columns as texts.
type texts struct {
	fields []arrow.Field
	values [][]string
}

func (t *texts) column(name string) int {
	for i := range t.fields {
		if t.fields[i].Name == name {
			return i
		}
	}
	panic("no column " + name)
}

// alter writes a table anew after do.
func (f folder) alter(table string, do func(t *texts)) {
	f.change(table, func(path string) {
		in, err := pqarrow.ReadTable(context.Background(), bytes.NewReader(f.read(path)), parquet.NewReaderProperties(nil),
			pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
		f.check(err)
		t := &texts{}
		for i := range int(in.NumCols()) {
			field := in.Schema().Field(i)
			t.fields = append(t.fields, arrow.Field{Name: field.Name, Type: field.Type, Nullable: field.Nullable})
			var column []string
			for _, chunk := range in.Column(i).Data().Chunks() {
				for row := range chunk.Len() {
					column = append(column, chunk.ValueStr(row))
				}
			}
			t.values = append(t.values, column)
		}
		do(t)
		f.put(path, t)
	})
}

// put writes the columns as a Parquet file.
func (f folder) put(path string, t *texts) {
	schema := arrow.NewSchema(t.fields, nil)
	build := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	for i, column := range t.values {
		for _, value := range column {
			f.check(build.Field(i).AppendValueFromString(value))
		}
	}
	record := build.NewRecord()
	var out bytes.Buffer
	f.check(pqarrow.WriteTable(array.NewTableFromRecords(schema, []arrow.Record{record}), &out, record.NumRows(), nil,
		pqarrow.DefaultWriterProps()))
	f.check(os.WriteFile(path, out.Bytes(), 0o644))
}

// side writes a table of texts beside those of the day.
func (f folder) side(name string, columns []string, values [][]string) {
	t := &texts{values: values}
	for _, column := range columns {
		t.fields = append(t.fields, arrow.Field{Name: column, Type: arrow.BinaryTypes.String})
	}
	f.put(f.path(name), t)
}

// drop leaves a column out.
func (f folder) drop(table, column string) {
	f.alter(table, func(t *texts) {
		i := t.column(column)
		t.fields = append(t.fields[:i], t.fields[i+1:]...)
		t.values = append(t.values[:i], t.values[i+1:]...)
	})
}

// asText turns a column into one of texts.
func (f folder) asText(table, column string) {
	f.alter(table, func(t *texts) { t.fields[t.column(column)].Type = arrow.BinaryTypes.String })
}

// set changes a value; rows count from 0.
func (f folder) set(table, column string, row int, value string) {
	f.alter(table, func(t *texts) { t.values[t.column(column)][row] = value })
}

// swap exchanges two values of a column.
func (f folder) swap(table, column string, a, b int) {
	f.alter(table, func(t *texts) {
		v := t.values[t.column(column)]
		v[a], v[b] = v[b], v[a]
	})
}
