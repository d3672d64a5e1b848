package report

import (
	"lossreplay/datasets"
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
func readLeafRows(file []byte, ofDraws bool) ([]leafOf, error) {
	table, err := datasets.OpenPlain(file)
	if err != nil {
		return nil, err
	}
	c := leafColumns{}
	for _, column := range []struct {
		name string
		into *[]int64
	}{{"in_set", &c.in}, {"out_set", &c.out}, {"collateral_orders", &c.blocked}} {
		if *column.into, err = table.Ints(column.name); err != nil {
			return nil, err
		}
	}
	if c.loss, err = table.Amounts("loss"); err != nil {
		return nil, err
	}
	if ofDraws {
		c.draw, err = table.Ints("draw")
	} else {
		c.prices, err = table.Texts("price_assumption")
	}
	if err != nil {
		return nil, err
	}
	return c.rows(), nil
}

// leafColumns are the columns of a table of leaves; either draw or prices is nil.
type leafColumns struct {
	in, out, blocked, draw []int64
	loss                   []model.Money
	prices                 []string
}

func (c *leafColumns) rows() []leafOf {
	var rows []leafOf
	for i := range c.in {
		if c.prices != nil && c.prices[i] != pricesImpact {
			continue
		}
		row := leafOf{leaf: attribution.Leaf{In: uint64(c.in[i]), Out: uint64(c.out[i]), Loss: c.loss[i], CollateralOrders: c.blocked[i]}}
		if c.draw != nil {
			row.draw = c.draw[i]
		}
		rows = append(rows, row)
	}
	return rows
}
