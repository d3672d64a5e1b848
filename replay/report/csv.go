package report

import (
	"encoding/csv"
	"io"
	"strconv"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"lossreplay/model"
)

// cell is a column of attribution.csv and of attribution.parquet: its name, its text in CSV, and how its value is added in
// Parquet. Text that is empty is null there.
type cell struct {
	name string
	kind arrow.DataType
	text func(*Control) string
	add  func(array.Builder, *Control)
}

func textCell(name string, get func(*Control) string) cell {
	return cell{name, arrow.BinaryTypes.String, get, func(b array.Builder, c *Control) { b.(*array.StringBuilder).Append(get(c)) }}
}

func flagCell(name string, get func(*Control) bool) cell {
	return cell{name, arrow.FixedWidthTypes.Boolean, func(c *Control) string { return strconv.FormatBool(get(c)) },
		func(b array.Builder, c *Control) { b.(*array.BooleanBuilder).Append(get(c)) }}
}

// decimalCell is a column of amounts or percentages.
func decimalCell(name string, get func(*Control) *Decimal) cell {
	return cell{name, moneyType, func(c *Control) string { return optional(get(c)) },
		func(b array.Builder, c *Control) {
			b.(*array.Decimal128Builder).Append(decimal128.FromI64(int64(*get(c))))
		}}
}

func momentCell(name string, get func(*Control) *Timestamp) cell {
	return cell{name, momentType, func(c *Control) string { return optionalTime(get(c)) },
		func(b array.Builder, c *Control) { b.(*array.TimestampBuilder).Append(arrow.Timestamp(*get(c))) }}
}

func countCell(name string, get func(*Control) *int64) cell {
	return cell{name, arrow.PrimitiveTypes.Int64, func(c *Control) string {
		if n := get(c); n != nil {
			return decimal(*n)
		}
		return ""
	}, func(b array.Builder, c *Control) { b.(*array.Int64Builder).Append(*get(c)) }}
}

// ofItself returns a figure of a control's own world, nil where the day cannot judge it.
func ofItself[T any](get func(*Standalone) T) func(*Control) *T {
	return func(c *Control) *T {
		if c.Standalone == nil {
			return nil
		}
		v := get(c.Standalone)
		return &v
	}
}

// ordinaryDays returns a figure of a control on ordinary days, nil where none was replayed.
func ordinaryDays[T any](get func(*NormalCost) T) func(*Control) *T {
	return func(c *Control) *T {
		if c.Normal == nil {
			return nil
		}
		v := get(c.Normal)
		return &v
	}
}

// maybe is a figure that a world may not have.
func maybe[T any](get func(*Control) **T) func(*Control) *T {
	return func(c *Control) *T {
		if v := get(c); v != nil {
			return *v
		}
		return nil
	}
}

// attributionCells are the columns of attribution.csv and attribution.parquet, whose meaning stands in columns.csv.
func attributionCells() []cell {
	return []cell{
		textCell("label", func(c *Control) string { return c.Label }),
		textCell("id", func(c *Control) string { return c.ID }),
		textCell("name", func(c *Control) string { return c.Name }),
		textCell("family", func(c *Control) string { return c.Family }),
		flagCell("existed", func(c *Control) bool { return c.Existed }),
		flagCell("evaluable", func(c *Control) bool { return c.Evaluable }),
		momentCell("first_trip", func(c *Control) *Timestamp { return c.FirstTrip }),
		decimalCell("loss", ofItself(func(a *Standalone) Decimal { return a.Loss })),
		decimalCell("prevented", ofItself(func(a *Standalone) Decimal { return a.Prevented })),
		decimalCell("prevented_percent", maybe(ofItself(func(a *Standalone) *Decimal { return a.PreventedPercent }))),
		decimalCell("prevented_no_impact", ofItself(func(a *Standalone) Decimal { return a.PreventedNoImpact })),
		decimalCell("prevented_no_impact_percent", maybe(ofItself(func(a *Standalone) *Decimal { return a.PreventedNoImpactPercent }))),
		decimalCell("last_line", func(c *Control) *Decimal {
			if c.LastLine == nil {
				return nil
			}
			return &c.LastLine.Prevented
		}),
		decimalCell("shapley", func(c *Control) *Decimal { return c.Shapley }),
		decimalCell("shapley_error", func(c *Control) *Decimal { return c.ShapleyError }),
		decimalCell("banzhaf", func(c *Control) *Decimal { return c.Banzhaf }),
		countCell("trips", ofItself(func(a *Standalone) int64 { return int64(a.Trips) })),
		momentCell("halted", maybe(ofItself(func(a *Standalone) *Timestamp { return a.Halted }))),
		countCell("executions", ofItself(func(a *Standalone) int64 { return a.Executions })),
		countCell("shares", ofItself(func(a *Standalone) int64 { return a.Shares })),
		countCell("unmarketable", ofItself(func(a *Standalone) int64 { return a.Unmarketable })),
		countCell("unprovoked_operations", ofItself(func(a *Standalone) int64 { return a.Unprovoked })),
		countCell("collateral_orders", ofItself(func(a *Standalone) int64 { return a.CollateralOrders })),
		countCell("collateral_shares", ofItself(func(a *Standalone) int64 { return a.CollateralShares })),
		decimalCell("collateral_notional", ofItself(func(a *Standalone) Decimal { return a.CollateralNotional })),
		countCell("collateral_minutes", ofItself(func(a *Standalone) int64 { return int64(a.CollateralMinutes) })),
		countCell("normal_days", ordinaryDays(func(n *NormalCost) int64 { return int64(n.Days) })),
		countCell("normal_trips", ordinaryDays(func(n *NormalCost) int64 { return int64(n.Trips) })),
		countCell("normal_orders", ordinaryDays(func(n *NormalCost) int64 { return n.Orders })),
		countCell("normal_shares", ordinaryDays(func(n *NormalCost) int64 { return n.Shares })),
		decimalCell("normal_notional", ordinaryDays(func(n *NormalCost) Decimal { return n.Notional })),
		countCell("normal_minutes", ordinaryDays(func(n *NormalCost) int64 { return int64(n.Minutes) })),
		countCell("normal_orders_per_million", ordinaryDays(func(n *NormalCost) int64 { return n.OrdersPerMillion })),
		textCell("normal_worst_day", func(c *Control) string {
			if c.Normal == nil {
				return ""
			}
			return c.Normal.WorstDay
		}),
		countCell("normal_worst_orders_per_million", ordinaryDays(func(n *NormalCost) int64 { return n.WorstOrdersPerMillion })),
	}
}

// writeCSV writes attribution.csv: one row per control of the lattice and per control that the day cannot judge, whose figures
// are empty.
func (r *Results) writeCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	cells := attributionCells()
	row := make([]string, len(cells))
	for i := range cells {
		row[i] = cells[i].name
	}
	out.Write(row)
	for i := range r.Controls {
		for k := range cells {
			row[k] = cells[k].text(&r.Controls[i])
		}
		out.Write(row)
	}
	out.Flush()
	return out.Error()
}

// writeAttribution writes attribution.parquet: the rows and columns of attribution.csv.
func (r *Results) writeAttribution(w io.Writer) error {
	var fields []field[Control]
	for _, cell := range attributionCells() {
		fields = append(fields, field[Control]{cell.name, cell.kind, true, func(b array.Builder, c *Control) {
			if cell.text(c) == "" {
				b.AppendNull()
			} else {
				cell.add(b, c)
			}
		}})
	}
	return writeParquet(w, fields, r.Controls)
}

// normalCells returns the columns of sweep.csv that begin with normal_, empty where no ordinary day was replayed.
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
