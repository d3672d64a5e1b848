package main

import (
	"context"
	"fmt"
	"math/big"
	"os"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
)

// sums holds rows, nulls and sums of every column of a Parquet file, as Arrow reads them, against DuckDB's.
func (f *folder) sums(name string) (rows int64, columns int, err error) {
	file, err := os.Open(name)
	if err != nil {
		return 0, 0, err
	}
	defer file.Close()
	table, err := pqarrow.ReadTable(context.Background(), file, parquet.NewReaderProperties(memory.DefaultAllocator), pqarrow.ArrowReadProperties{},
		memory.DefaultAllocator)
	if err != nil {
		return 0, 0, err
	}
	defer table.Release()
	if err := f.expect(name+": rows", table.NumRows(), "select count(*)::varchar from read_parquet(?)", name); err != nil {
		return 0, 0, err
	}
	for i, column := range table.Schema().Fields() {
		what := name + ": " + column.Name
		id := `"` + column.Name + `"`
		nulls := table.Column(i).NullN()
		if err := f.expect(what+": rows with a value", table.NumRows()-int64(nulls), "select count("+id+")::varchar from read_parquet(?)", name); err != nil {
			return 0, 0, err
		}
		query := ""
		switch column.Type.ID() {
		case arrow.DECIMAL128:
			query = "select coalesce(sum(" + id + "), 0)::decimal(38, 6)::varchar from read_parquet(?)"
		case arrow.INT64, arrow.UINT64:
			query = "select coalesce(sum(" + id + "), 0)::varchar from read_parquet(?)"
		case arrow.STRING:
			query = "select coalesce(sum(strlen(" + id + ")), 0)::varchar from read_parquet(?)"
		case arrow.BOOL:
			query = "select coalesce(sum(" + id + "::int), 0)::varchar from read_parquet(?)"
		case arrow.TIMESTAMP:
			query = "select coalesce(sum(epoch_us(" + id + ")), 0)::varchar from read_parquet(?)"
		case arrow.FLOAT64:
			continue // their sum depends on its order
		default:
			return 0, 0, fmt.Errorf("%s: the comparison knows no type %v", what, column.Type)
		}
		if err := f.expect(what+": sum", sum(table.Column(i).Data()), query, name); err != nil {
			return 0, 0, err
		}
	}
	return table.NumRows(), int(table.NumCols()), nil
}

// sum adds up a column: numbers, lengths of texts in bytes, true as 1, times as microseconds.
func sum(column *arrow.Chunked) string {
	total := new(big.Int)
	for _, chunk := range column.Chunks() {
		for i := range chunk.Len() {
			if chunk.IsNull(i) {
				continue
			}
			switch values := chunk.(type) {
			case *array.Decimal128:
				total.Add(total, values.Value(i).BigInt())
			case *array.Int64:
				total.Add(total, big.NewInt(values.Value(i)))
			case *array.Uint64:
				total.Add(total, new(big.Int).SetUint64(values.Value(i)))
			case *array.String:
				total.Add(total, big.NewInt(int64(len(values.Value(i)))))
			case *array.Boolean:
				if values.Value(i) {
					total.Add(total, big.NewInt(1))
				}
			case *array.Timestamp:
				total.Add(total, big.NewInt(int64(values.Value(i))/1000)) // DuckDB keeps microseconds of a time with a zone
			}
		}
	}
	if _, money := column.DataType().(*arrow.Decimal128Type); money {
		return new(big.Rat).SetFrac(total, big.NewInt(1_000_000)).FloatString(6)
	}
	return total.String()
}
