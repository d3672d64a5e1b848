package report

import (
	"bytes"
	"context"
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"

	"lossreplay/model"
	"lossreplay/replay/attribution"
)

// leafOf is a row of a table of leaves.
type leafOf struct {
	draw int64
	leaf attribution.Leaf
}

// readLeafRows returns the leaves of a Parquet file: those of draws, or those of a run under the price assumption impact. The
// error says which column is not as it is written, or that the file is damaged.
func readLeafRows(file []byte, ofDraws bool) (rows []leafOf, err error) {
	defer func() {
		if why := recover(); why != nil { // the Parquet reader panics on some damaged files
			rows, err = nil, fmt.Errorf("damaged: %v", why)
		}
	}()
	table, err := pqarrow.ReadTable(context.Background(), bytes.NewReader(file), parquet.NewReaderProperties(memory.DefaultAllocator),
		pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
	if err != nil {
		return nil, fmt.Errorf("damaged: %w", err)
	}
	defer table.Release()
	reader := array.NewTableReader(table, max(table.NumRows(), 1))
	defer reader.Release()
	for reader.Next() {
		if rows, err = appendLeaves(rows, reader.Record(), ofDraws); err != nil {
			return nil, err
		}
	}
	return rows, reader.Err()
}

func appendLeaves(rows []leafOf, record arrow.Record, ofDraws bool) ([]leafOf, error) {
	in, err := columnOf[*array.Uint64](record, "in_set")
	if err != nil {
		return nil, err
	}
	out, err := columnOf[*array.Uint64](record, "out_set")
	if err != nil {
		return nil, err
	}
	loss, err := columnOf[*array.Decimal128](record, "loss")
	if err != nil {
		return nil, err
	}
	if scale := loss.DataType().(*arrow.Decimal128Type).Scale; scale != model.ScaleMax {
		return nil, fmt.Errorf("column loss has %d decimals, want %d", scale, model.ScaleMax)
	}
	blocked, err := columnOf[*array.Int64](record, "collateral_orders")
	if err != nil {
		return nil, err
	}
	var draw *array.Int64
	var prices *array.String
	if ofDraws {
		draw, err = columnOf[*array.Int64](record, "draw")
	} else {
		prices, err = columnOf[*array.String](record, "price_assumption")
	}
	if err != nil {
		return nil, err
	}
	for i := range int(record.NumRows()) {
		if prices != nil && prices.Value(i) != pricesImpact {
			continue
		}
		v := loss.Value(i)
		amount := int64(v.LowBits())
		if v.HighBits() != amount>>63 {
			return nil, fmt.Errorf("row %d: loss does not fit into 64 bits", i+1)
		}
		row := leafOf{leaf: attribution.Leaf{In: in.Value(i), Out: out.Value(i), Loss: model.Money(amount), CollateralOrders: blocked.Value(i)}}
		if draw != nil {
			row.draw = draw.Value(i)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// columnOf returns a column by name and type, without nulls.
func columnOf[A arrow.Array](record arrow.Record, name string) (A, error) {
	var none A
	fields := record.Schema().FieldIndices(name)
	if len(fields) != 1 {
		return none, fmt.Errorf("it has %d columns %s, want one", len(fields), name)
	}
	column, ok := record.Column(fields[0]).(A)
	if !ok {
		return none, fmt.Errorf("column %s is %v, which is not what a run writes", name, record.Column(fields[0]).DataType())
	}
	if column.NullN() > 0 {
		return none, fmt.Errorf("column %s has nulls", name)
	}
	return column, nil
}
