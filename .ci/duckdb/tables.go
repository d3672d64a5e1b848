package main

import (
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// leaves holds the lattice against the document: the coalitions of each price assumption, the lines of each loss, the baseline.
func (f *folder) leaves() error {
	leaves := f.table("leaves.parquet")
	for _, prices := range []string{"impact", "held"} {
		if f.document.Method.Kind == "exact" {
			if err := f.expect("coalitions with prices "+prices, f.document.Coalitions,
				"select sum(coalitions)::varchar from "+leaves+" where price_assumption = ?", prices); err != nil {
				return err
			}
		}
		if err := f.expect("the baseline's loss with prices "+prices, decimals(f.document.Baseline.Loss.String()),
			"select max(loss)::varchar from "+leaves+" where price_assumption = ? and in_set = 0", prices); err != nil {
			return err
		}
	}
	return f.expect("leaves whose lines do not come to their loss", 0, "select count(*)::varchar from "+leaves+
		" where loss <> spread + impact + drift + recapture + exit_market + exit_block + fees")
}

// curves holds the last point of each leaf's curve against its loss.
func (f *folder) curves() error {
	return f.expect("curves that do not end at the loss of their leaf", 0, "select count(*)::varchar from "+f.table("leaves.parquet")+
		" l left join (select leaf, arg_max(loss, \"at\") as final from "+f.table("curves.parquet")+
		" group by leaf) c using (leaf) where price_assumption = 'impact' and l.loss is distinct from c.final")
}

// alone holds what attribution.parquet says of each control alone, and of all together, against the leaves.
func (f *folder) alone() error {
	leaves, attribution := f.table("leaves.parquet"), f.table("attribution.parquet")
	of := "select loss::varchar from " + leaves + " where price_assumption = ? and (in_set & ~?::ubigint) = 0 and (out_set & ?::ubigint) = 0"
	var all uint64
	for i, c := range f.document.Controls {
		if !c.Evaluable {
			continue
		}
		set := uint64(1) << i
		all |= set
		for prices, loss := range map[string]string{"impact": "loss", "held": "(select max(loss) from " + leaves + " where in_set = 0) - prevented_no_impact"} {
			got, err := f.value("select ("+loss+")::decimal(19, 6)::varchar from "+attribution+" where label = ?", c.Label)
			if err != nil {
				return err
			}
			if err := f.expect(c.Label+" alone with prices "+prices, got, of, prices, set, set); err != nil {
				return err
			}
		}
	}
	if f.document.Method.Kind != "exact" {
		return nil // estimates add up but for their rounding
	}
	together, err := f.value("select ((select max(loss) from "+leaves+" where in_set = 0) - loss)::decimal(19, 6)::varchar from "+leaves+
		" where price_assumption = 'impact' and (in_set & ~?::ubigint) = 0 and (out_set & ?::ubigint) = 0", all, all)
	if err != nil {
		return err
	}
	return f.expect("Shapley values together", together, "select coalesce(sum(shapley), 0)::decimal(19, 6)::varchar from "+attribution)
}

// trips holds the trips against the leaves, and the first of each control alone against attribution.parquet.
func (f *folder) trips() error {
	leaves, trips, attribution := f.table("leaves.parquet"), f.table("trips.parquet"), f.table("attribution.parquet")
	if err := f.expect("trips in no leaf", 0, "select count(*)::varchar from "+trips+" t anti join "+leaves+" l using (price_assumption, leaf)"); err != nil {
		return err
	}
	for i, c := range f.document.Controls {
		if !c.Evaluable {
			continue
		}
		first, err := f.value("select epoch_us(first_trip)::varchar from "+attribution+" where label = ?", c.Label)
		if err != nil {
			return err
		}
		set := uint64(1) << i
		if err := f.expect(c.Label+": first trip", first, "select min(epoch_us(trip))::varchar from "+trips+
			" join "+leaves+" l using (price_assumption, leaf) where control = ? and price_assumption = 'impact' and (in_set & ~?::ubigint) = 0 and (out_set & ?::ubigint) = 0",
			c.Label, set, set); err != nil {
			return err
		}
	}
	return nil
}

// attribution holds attribution.parquet against attribution.csv, cell by cell.
func (f *folder) attribution() error {
	want, err := f.csv("attribution.csv")
	if err != nil {
		return err
	}
	names := make([]string, len(want[0]))
	for i, name := range want[0] {
		names[i] = `"` + name + `"::varchar`
		if isTime(name) {
			names[i] = `epoch_us("` + name + `")::varchar`
		}
	}
	got, err := f.strings("select " + strings.Join(names, ", ") + " from " + f.table("attribution.parquet"))
	if err != nil {
		return err
	}
	if len(got) != len(want)-1 {
		f.fault("attribution.parquet has %d rows, attribution.csv %d", len(got), len(want)-1)
		return nil
	}
	for k, row := range got {
		for i, name := range want[0] {
			if cell := canonical(want[k+1][i], name); row[i] != cell && decimals(row[i]) != decimals(cell) {
				f.fault("attribution, row %d, %s: %q in Parquet, %q in CSV", k+1, name, row[i], cell)
			}
		}
	}
	return nil
}

// canonical returns a cell of CSV as DuckDB is asked for it: times as microseconds, which is what it keeps.
func canonical(cell, name string) string {
	if cell == "" || !isTime(name) {
		return cell
	}
	at, err := time.Parse(time.RFC3339Nano, cell)
	if err != nil {
		return err.Error()
	}
	return fmt.Sprint(at.UnixMicro())
}

// isTime reports whether a column of attribution.csv holds times.
func isTime(name string) bool { return name == "first_trip" || name == "halted" }

// decimals returns a number with six decimals, and what is no number as it is.
func decimals(text string) string {
	if n, ok := new(big.Rat).SetString(text); ok {
		return n.FloatString(6)
	}
	return text
}

// dictionary holds the columns that DuckDB sees against columns.csv.
func (f *folder) dictionary() error {
	rows, err := f.csv("columns.csv")
	if err != nil {
		return err
	}
	said := map[string][]string{}
	for _, row := range rows[1:] {
		said[row[0]] = append(said[row[0]], row[1])
	}
	files, err := filepath.Glob(filepath.Join(f.dir, "*.parquet"))
	if err != nil {
		return err
	}
	for _, name := range files {
		base := filepath.Base(name)
		seen, err := f.strings("select column_name from (describe select * from " + f.table(base) + ")")
		if err != nil {
			return err
		}
		var names []string
		for _, row := range seen {
			names = append(names, row[0])
		}
		if !slices.Equal(names, said[base]) {
			f.fault("%s has the columns %v, columns.csv says %v", base, names, said[base])
		}
	}
	return nil
}

// draws holds the leaves of each draw against the number of coalitions.
func (f *folder) draws() error {
	if _, err := os.Stat(filepath.Join(f.dir, "draw_leaves.parquet")); err != nil {
		return nil // a run without draws
	}
	n := 0
	for _, c := range f.document.Controls {
		if c.Evaluable {
			n++
		}
	}
	return f.expect("draws whose leaves do not partition the coalitions", 0, fmt.Sprintf("select count(*)::varchar from (select sum(2 ** (%d - bit_count(in_set | out_set))) as covered from %s group by draw) where covered <> %d",
		n, f.table("draw_leaves.parquet"), f.document.Coalitions))
}
