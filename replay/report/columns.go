package report

import (
	"encoding/csv"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"lossreplay/model/doubt"
)

// columnsName is the file that says what the columns of the others mean.
const columnsName = "columns.csv"

// columnNote says what a column of a file holds. Type is text, flag, count, set (bit i stands for controls[i]), money, number or
// time; Unit is empty where there is none, and inCurrency for amounts.
type columnNote struct{ name, kind, unit, meaning string }

// inCurrency stands for the incident's currency.
const inCurrency = "currency"

// describedFile is a table of a run and what its columns hold, in their order.
type describedFile struct {
	file    string
	columns []columnNote
}

// described returns what is known of every table that a run may write.
func (r *Results) described() []describedFile {
	list := []describedFile{{"attribution.csv", attributionNotes}, {"attribution.parquet", attributionNotes}, {leavesName, leafNotes},
		{tripsName, tripNotes}, {timelineName, timelineNotes}, {curvesName, curveNotes}, {whereName, whereNotes}, {normalName, normalNotes}, {loopFlowName, loopNotes}}
	if r.draws != nil {
		list = append(list, describedFile{drawsName, r.draws.columns()}, describedFile{drawLeavesName, drawLeafNotes},
			describedFile{"ranges.csv", rangeColumns(len(r.Ranges.Controls[0].InBestSet))})
	}
	return append(list, describedFile{columnsName, dictionaryNotes})
}

// writeColumns writes columns.csv: a row for each column of each table among files.
func (r *Results) writeColumns(w io.Writer, files []File) error {
	out := csv.NewWriter(w)
	out.Write([]string{"file", "column", "type", "unit", "meaning"})
	for _, f := range r.described() {
		if !slices.ContainsFunc(files, func(w File) bool { return w.Name == f.file }) {
			continue
		}
		for _, c := range f.columns {
			unit := c.unit
			if unit == inCurrency {
				unit = r.Currency
			}
			out.Write([]string{f.file, c.name, c.kind, unit, c.meaning})
		}
	}
	out.Flush()
	return out.Error()
}

// isTable reports whether a file has columns.
func isTable(name string) bool { return slices.Contains([]string{".csv", ".parquet"}, path.Ext(name)) }

// columns describes draws.parquet: the design, the unknowns, then six figures of each control.
func (t *drawTable) columns() []columnNote {
	list := []columnNote{
		{"draw", "count", "", "number of the draw, from 0, in order of the design"},
		{"point", "count", "", "which point of the design it is, rejected ones counted"},
		{"randomisation", "count", "", "which scrambling of the design it is of"},
		{"seed", "set", "", "seed of the reconstruction, an unsigned number"},
	}
	for i := range t.in.Plan.Unknowns {
		u := &t.in.Plan.Unknowns[i]
		switch {
		case u.Name == "seed":
		case u.Kind == doubt.Word:
			list = append(list, columnNote{u.Name, "text", "", "value of the unknown: " + u.Reason})
		default:
			list = append(list, columnNote{u.Name, "number", "", "value of the unknown, times in seconds, widths in basis points: " + u.Reason})
		}
	}
	list = append(list, columnNote{"facts_met", "count", "", "facts that the day meets"},
		columnNote{"facts_missed", "text", "", "ids of soft facts that the day misses, joined by spaces"},
		columnNote{"baseline_loss", "money", inCurrency, "loss with no control on"})
	for _, label := range t.labels {
		list = append(list,
			columnNote{label + "_prevented", "money", inCurrency, "what " + label + " prevents alone, prices freed of the missing flow's impact"},
			columnNote{label + "_last_line", "money", inCurrency, "what " + label + " still prevents when all others are on"},
			columnNote{label + "_shapley", "money", inCurrency, "Shapley value of " + label},
			columnNote{label + "_rank", "count", "", "rank of " + label + " by what it prevents alone"},
			columnNote{label + "_trips", "count", "", "trips of " + label + " alone"},
			columnNote{label + "_collateral_orders", "count", "orders", "legitimate child orders that " + label + " blocks alone"})
	}
	return list
}

// rangeColumns describes ranges.csv, with best sets of up to so many controls.
func rangeColumns(sets int) []columnNote {
	list := []columnNote{{"label", "text", "", "control, by its name in this run"}, {"draws", "count", "", "draws that were made"},
		{"accepted", "count", "", "draws whose day misses no published fact: what the figures are over"}}
	for _, f := range []columnNote{{name: "prevented", meaning: "what the control prevents alone"},
		{name: "last_line", meaning: "what it still prevents when all others are on"}, {name: "shapley", meaning: "its Shapley value"}} {
		for _, of := range []struct{ name, words string }{{"p5", "5th percentile of "}, {"median", "median of "}, {"p95", "95th percentile of "},
			{"p5_error", "standard error of the 5th percentile of "}, {"median_error", "standard error of the median of "},
			{"p95_error", "standard error of the 95th percentile of "}} {
			list = append(list, columnNote{f.name + "_" + of.name, "money", inCurrency, of.words + f.meaning})
		}
	}
	for _, of := range []struct{ name, words string }{{"p5", "5th percentile"}, {"median", "median"}, {"p95", "95th percentile"}} {
		list = append(list, columnNote{"prevented_percent_" + of.name, "number", "%", of.words + " of what it prevents alone, of the baseline's loss"})
	}
	shares := []columnNote{{name: "first", meaning: "draws in which it prevents most alone"}, {name: "best_three", meaning: "draws in which it is one of the three that prevent most alone"},
		{name: "never_tripped", meaning: "draws in which it never trips alone"}}
	for k := 1; k <= sets; k++ {
		shares = append(shares, columnNote{name: "in_best_set_" + strconv.Itoa(k), meaning: "draws in which it acts in a best set of at most " + plural(int64(k), "control")})
	}
	for _, s := range shares {
		list = append(list, columnNote{s.name, "number", "of 1", "share of the " + s.meaning},
			columnNote{s.name + "_error", "number", "of 1", "standard error of the share of the " + s.meaning})
	}
	return list
}

// dictionaryNotes describes columns.csv itself.
var dictionaryNotes = []columnNote{
	{"file", "text", "", "table of this folder"},
	{"column", "text", "", "name of the column, in the order of the file"},
	{"type", "text", "", strings.Join([]string{"text", "flag (true or false)", "count (a whole number)", "set (an unsigned number whose bit i stands for controls[i] of results.json)",
		"money (a decimal number; in Parquet decimal(19, 6))", "number", "time (RFC 3339 in UTC; in Parquet a timestamp)"}, "; ")},
	{"unit", "text", "", "what one is of; empty where there is none"},
	{"meaning", "text", "", "what the column holds"},
}
