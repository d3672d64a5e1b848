package report

import (
	"encoding/csv"
	"io"
	"strconv"

	"lossreplay/model"
)

// csvHeader names the columns of attribution.csv; docs/json.md says what each means.
var csvHeader = []string{
	"label", "id", "name", "family", "existed", "evaluable", "first_trip", "loss", "prevented", "prevented_percent",
	"prevented_no_impact", "prevented_no_impact_percent", "last_line", "shapley", "shapley_error", "banzhaf", "trips", "halted", "executions", "shares",
	"unmarketable", "unprovoked_operations", "collateral_orders", "collateral_shares", "collateral_notional", "collateral_minutes",
	"normal_days", "normal_trips", "normal_orders", "normal_shares", "normal_notional", "normal_minutes", "normal_orders_per_million",
	"normal_worst_day", "normal_worst_orders_per_million",
}

// writeCSV writes attribution.csv: one row per control of the lattice and per control that the day cannot judge, whose figures
// are empty.
func (r *Results) writeCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	out.Write(csvHeader)
	for i := range r.Controls {
		c := &r.Controls[i]
		row := []string{c.Label, c.ID, c.Name, c.Family, strconv.FormatBool(c.Existed), strconv.FormatBool(c.Evaluable)}
		if !c.Evaluable {
			out.Write(append(row, make([]string, len(csvHeader)-len(row))...))
			continue
		}
		a := c.Standalone
		row = append(row, optionalTime(c.FirstTrip), a.Loss.String(), a.Prevented.String(), optional(a.PreventedPercent),
			a.PreventedNoImpact.String(), optional(a.PreventedNoImpactPercent), c.LastLine.Prevented.String(), c.Shapley.String(),
			optional(c.ShapleyError), optional(c.Banzhaf), decimal(int64(a.Trips)), optionalTime(a.Halted), decimal(a.Executions), decimal(a.Shares),
			decimal(a.Unmarketable), decimal(a.Unprovoked), decimal(a.CollateralOrders), decimal(a.CollateralShares), a.CollateralNotional.String(),
			decimal(int64(a.CollateralMinutes)))
		out.Write(append(row, normalCells(c.Normal)...))
	}
	out.Flush()
	return out.Error()
}

// normalCells returns the columns that begin with normal_, empty where no ordinary day was replayed.
func normalCells(n *NormalCost) []string {
	if n == nil {
		return make([]string, 9)
	}
	return []string{decimal(int64(n.Days)), decimal(int64(n.Trips)), decimal(n.Orders), decimal(n.Shares), n.Notional.String(),
		decimal(int64(n.Minutes)), decimal(n.OrdersPerMillion), n.WorstDay, decimal(n.WorstOrdersPerMillion)}
}

func optional(d *Decimal) string {
	if d == nil {
		return ""
	}
	return d.String()
}

func optionalTime(t *Timestamp) string {
	if t == nil {
		return ""
	}
	return model.Time(*t).String()
}
