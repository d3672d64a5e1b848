package report

import "lossreplay/model"

// readWhere returns the rows of where.csv.
func readWhere(text []byte) ([]WhereRow, error) {
	rows := []WhereRow{}
	err := readCSV(text, whereHeader, func(c *csvRow) {
		row := WhereRow{By: c.text(), Name: c.text(), Loss: c.amount()}
		switch row.By {
		case bySymbol:
			row.Lines = &Decomposition{Spread: c.amount(), Impact: c.amount(), Drift: c.amount(), Recapture: c.amount(), ExitMarket: c.amount(),
				ExitBlock: c.amount(), Fees: c.amount()}
		case byMinute:
			if _, err := model.ParseTime(row.Name); err != nil && row.Name != "" {
				c.fail("name is %q: %v", row.Name, err)
			}
			fallthrough
		case byServer:
			c.empty(7)
		default:
			c.fail("by is %q, want symbol, server or minute", row.By)
			return
		}
		row.Executions, row.Shares = c.count(), c.count()
		if row.By == bySymbol {
			row.Position = c.count()
		} else {
			c.empty(1)
		}
		rows = append(rows, row)
	})
	return rows, err
}

// readFlow returns the rows of closed-loop.csv.
func readFlow(text []byte) (rows []LoopFlow, err error) {
	err = readCSV(text, flowHeader, func(c *csvRow) {
		f := LoopFlow{By: c.text(), Name: c.text()}
		switch f.By {
		case byMinute:
			if _, err := model.ParseTime(f.Name); err != nil {
				c.fail("name is %q: %v", f.Name, err)
			}
		case bySymbol, byServer:
		default:
			c.fail("by is %q, want minute, symbol or server", f.By)
		}
		rec, gen := &f.Recorded, &f.Generated
		rec.Children, gen.Children = c.count(), c.count()
		rec.Executions, gen.Executions = c.count(), c.count()
		rec.Shares, gen.Shares = c.count(), c.count()
		rec.Notional, gen.Notional = model.Money(c.amount()), model.Money(c.amount())
		rows = append(rows, f)
	})
	return rows, err
}

// readNormal puts the rows of normal.csv to the controls and variants that they are of. They stand in that order.
func (r *Results) readNormal(text []byte) error {
	var costs []*NormalCost
	var labels []string
	for _, s := range r.subjects() {
		if s.Normal != nil {
			costs, labels = append(costs, s.Normal), append(labels, s.Label)
		}
	}
	at := 0
	return readCSV(text, normalHeader, func(c *csvRow) {
		label := c.text()
		for at < len(labels) && labels[at] != label {
			at++
		}
		if at == len(labels) {
			c.fail("label is %q, which is none of %s's controls with ordinary days, or out of order", label, resultsName)
			return
		}
		d := CostOfDay{Day: c.text()}
		d.Evaluable, d.Trips, d.Halted = true, int(c.count()), c.moment()
		d.Collateral.Orders, d.Collateral.Shares = c.count(), c.count()
		d.Collateral.Notional, d.Collateral.Minutes = model.Money(c.amount()), int(c.count())
		d.OrdersPerMillion = c.count()
		costs[at].ByDay = append(costs[at].ByDay, d)
	})
}
