package main

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"lossreplay/datasets/quality"
	"lossreplay/datasets/reconcile"
	"lossreplay/model"
)

// describedDay writes what dataset describe has to say.
func (a *app) describedDay(d *described) {
	a.description(d.Description)
	a.silences(d.Quality.Silences)
	a.say("\n")
	a.quality(d)
	a.settings(&d.Quality.Settings)
	a.side(d.Side)
	a.judged(d)
	if d.Positions != nil {
		a.positions(d.Positions, d.Incident)
	}
}

// silences writes the longest silence of each table.
func (a *app) silences(all []quality.Silence) {
	if len(all) == 0 {
		return
	}
	a.say("\n")
	var rows [][]string
	for _, s := range all {
		rows = append(rows, []string{s.Table, seconds(s.Length), s.From.String(), s.To.String()})
	}
	a.table([]column{{name: "table"}, {name: "longest silence, s", right: true}, {name: "from, UTC"}, {name: "to, UTC"}}, rows)
}

// seconds returns a length of time in seconds, with as many decimals as it has.
func seconds(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) }

// about returns a length of time to three digits: it is known no better.
func about(d time.Duration) time.Duration {
	unit := time.Duration(1)
	for d/unit >= 1000 {
		unit *= 10
	}
	return d.Round(unit)
}

// quality writes what was counted in the rows.
func (a *app) quality(d *described) {
	q := d.Quality
	if q.Latency.Orders == 0 {
		a.field("latency", "no order was reported on")
	} else {
		a.field("latency", fmt.Sprintf("of %d orders to their first report: median %v, 99 %% within %v, longest %v (children row %d)",
			q.Latency.Orders, about(q.Latency.Median), about(q.Latency.P99), q.Latency.Max, q.Latency.MaxRow))
	}
	a.field("parents", fmt.Sprintf("%d without children; %d that nobody asked for; %d with more executed than was asked for, by %d shares: the error account's",
		q.Parents.WithoutChildren, q.Parents.Unasked, q.Parents.Overfilled, q.Parents.OverfilledShares))
	a.field("children", fmt.Sprintf("%d open when the record ends, with %d shares; of %d of these no venue said anything%s",
		q.Children.Open, q.Children.OpenShares, q.Children.NeverReported, firstRow("children", q.Children.NeverReportedRow)))
	a.field("fills", fmt.Sprintf("%d beyond their limit%s; %d more than %d bp outside the last quote%s; %d without a quote before; "+
		"%d with order, time, quantity and price of one before%s", q.Fills.BeyondLimit.Count, worst(q.Fills.BeyondLimit),
		q.Fills.FarFromQuote.Count, quality.FarBasisPoints, worst(q.Fills.FarFromQuote), q.Fills.Unquoted, q.Fills.Repeated, firstRow("executions", q.Fills.RepeatedRow)))
	text := fmt.Sprintf("%d locked, none crossed", q.Quotes.Locked)
	if n := len(q.Quotes.Missing); n > 0 {
		text += fmt.Sprintf("; none for %d symbols with orders: %s", n, few(q.Quotes.Missing))
	}
	a.field("quotes", text)
}

// firstRow names the row at which something is met first, if it is.
func firstRow(table string, row int64) string {
	if row == 0 {
		return ""
	}
	return fmt.Sprintf(" (first %s row %d)", table, row)
}

// worst names the price that lies farthest away, if one does.
func worst(w quality.Away) string {
	if w.Count == 0 {
		return ""
	}
	return fmt.Sprintf(" (worst %.1f bp, executions row %d)", w.WorstBps, w.WorstRow)
}

// few returns a list of names, cut where it is long.
func few(names []string) string {
	const shown = 10
	if len(names) <= shown {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:shown], ", ") + ", ..."
}

// settings writes what incident.yaml says is no record.
func (a *app) settings(s *quality.Settings) {
	for _, group := range []struct {
		tag  model.Tag
		list []quality.Setting
	}{{model.Assumed, s.Assumed}, {model.Derived, s.Derived}, {model.Synthetic, s.Synthetic}} {
		if len(group.list) == 0 {
			continue
		}
		texts := make([]string, len(group.list))
		for i, one := range group.list {
			texts[i] = one.Key + " " + one.Value
		}
		a.field(string(group.tag), fmt.Sprintf("%d of %d settings: %s", len(texts), s.Count, strings.Join(texts, "; ")))
	}
}

// side writes what an import left beside the tables.
func (a *app) side(tables []sideTable) {
	for _, t := range tables {
		a.say("\n%s: %d rows\n", t.File, t.Rows)
		for _, c := range t.Counts {
			a.say("%8d  %s\n", c.Rows, visible(c.Value))
		}
	}
}

// visible returns a text of a foreign file as a terminal may show it.
func visible(text string) string {
	quoted := strconv.Quote(text)
	if quoted == `"`+text+`"` {
		return text
	}
	return quoted
}

// judged writes which controls a replay of the day can judge, and why it cannot judge the others.
func (a *app) judged(d *described) {
	total := len(d.Judged) + len(d.NotEvaluable)
	names := make([]string, len(d.Judged))
	for i, c := range d.Judged {
		names[i] = c.Name
	}
	a.say("\n")
	a.field("controls", fmt.Sprintf("%d of %d of the catalogue can be judged: %s", len(names), total, cmp.Or(strings.Join(names, " "), "none")))
	var rows [][2]string
	for _, l := range lacking(d.NotEvaluable) {
		rows = append(rows, [2]string{"no " + l.Missing, strings.Join(l.Controls, " ")})
	}
	if len(rows) > 0 {
		a.say("\nThe others lack something in the day:\n")
		a.list(rows)
	}
}

// positions writes the reconciliation.
func (a *app) positions(r *reconcile.Result, in *model.Incident) {
	columns := []column{{name: "symbol"}, {name: "account"}, {name: "opening", right: true}, {name: "executed", right: true},
		{name: "supplied", right: true}, {name: "off by", right: true}, {name: "cash, " + in.Currency, right: true},
		{name: "supplied, " + in.Currency, right: true}, {name: "off by, " + in.Currency, right: true}}
	var rows [][]string
	for i := range r.Lines {
		l := &r.Lines[i]
		account, supplied := "-", "-"
		if l.Error {
			account = in.Error.Name
		}
		if l.Listed {
			supplied = qty(l.Supplied)
		}
		row := []string{visible(l.Symbol), account, qty(l.Opening), qty(l.Executed), supplied, qty(l.Difference), l.Cash.String(), "-", "-"}
		if l.HasCash {
			row[7], row[8] = l.CashSupplied.String(), l.CashDifference.String()
		}
		rows = append(rows, row)
	}
	a.say("\n")
	a.table(columns, rows)
	if r.Differ == 0 {
		a.say("\n%d positions agree to the unit.", len(r.Lines))
	} else {
		a.say("\n%d of %d positions differ.", r.Differ, len(r.Lines))
	}
	a.say(" Shares are those before the recorded closing; cash is what\nthe trades brought, fees taken off.\n")
}

func qty(q model.Qty) string { return strconv.FormatInt(int64(q), 10) }
