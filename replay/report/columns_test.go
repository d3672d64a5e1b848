package report

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lossreplay/datasets/daytest"
	"lossreplay/model/control"
)

// columnsOf returns the columns of a table of a folder as they are written.
func columnsOf(t *testing.T, name string) (names []string) {
	t.Helper()
	if filepath.Ext(name) == ".parquet" {
		for _, f := range tableOf(t, name).Schema().Fields() {
			names = append(names, f.Name)
		}
		return names
	}
	return csvOf(t, name)[0]
}

func csvOf(t *testing.T, name string) [][]string {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// runsOfAllKinds are runs that write every table there is, each at least once.
func runsOfAllKinds(t *testing.T) map[string]*Results {
	closed, _ := loopResults(t)
	return map[string]*Results{"tiny": build(t, tinyStudy(t)), "plain": build(t, study(t, daytest.Small(), control.Defaults(), nil)),
		"draws": withDraws(t, 20), "loop": closed}
}

func TestEveryColumnOfEveryTableIsDescribedAndNothingElse(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "json.md"))
	if err != nil {
		t.Fatal(err)
	}
	tables := map[string]bool{}
	for kind, r := range runsOfAllKinds(t) {
		dir := filepath.Join(t.TempDir(), kind)
		write(t, r, dir)
		got := map[string][]string{}
		for _, row := range csvOf(t, filepath.Join(dir, columnsName))[1:] {
			got[row[0]] = append(got[row[0]], row[1])
			if row[2] == "" || row[4] == "" || row[3] == inCurrency || row[2] == "money" && row[3] != r.Currency {
				t.Errorf("%s: not all is said: %q", kind, row)
			}
			if name := row[1]; !onThePage(string(page), name) && !(row[0] == "draws.parquet" && isUnknown(r, name)) {
				t.Errorf("column %s of %s is not on the page", name, row[0])
			}
		}
		want := map[string][]string{}
		for name := range contents(t, dir) {
			if isTable(name) {
				want[name], tables[name] = columnsOf(t, filepath.Join(dir, name)), true
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: columns differ (-written +described):\n%s", kind, diff)
		}
	}
	for _, f := range withDraws(t, 20).described() {
		if !tables[f.file] {
			t.Errorf("%s is described and never written", f.file)
		}
	}
}

// isUnknown reports whether a column holds an unknown of the draws, whose names are the user's.
func isUnknown(r *Results, name string) bool {
	return slices.ContainsFunc(r.Ranges.Unknowns, func(u UnknownRange) bool { return u.Name == name })
}

// onThePage reports whether a column is named on the page: as it is, or as one of those of each control, unknown or percentile.
func onThePage(page, name string) bool {
	for _, family := range []string{"_prevented", "_last_line", "_shapley", "_rank", "_trips", "_collateral_orders"} {
		if strings.HasSuffix(name, family) && strings.Contains(page, "`LABEL"+family+"`") {
			return true
		}
	}
	for _, quote := range []string{"`", "."} {
		if strings.Contains(page, quote+name+"`") {
			return true
		}
	}
	for _, part := range []string{"prevented_", "last_line_", "shapley_", "prevented_percent_", "in_best_set_"} {
		if strings.HasPrefix(name, part) && strings.Contains(page, "`"+part) {
			return true
		}
	}
	plain := strings.TrimSuffix(name, "_error")
	return plain != name && onThePage(page, plain)
}

func TestAttributionIsTheSameInParquet(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	write(t, build(t, tinyStudy(t)), dir)
	rows := csvOf(t, filepath.Join(dir, "attribution.csv"))
	table := tableOf(t, filepath.Join(dir, "attribution.parquet"))
	if int(table.NumRows()) != len(rows)-1 {
		t.Fatalf("%d rows, %d in CSV", table.NumRows(), len(rows)-1)
	}
	for i, name := range rows[0] {
		kind := table.Schema().Field(i).Type
		for k, got := range cells(t, table, name) {
			want := rows[k+1][i]
			switch {
			case want == "":
				want = "(null)"
			case kind == moneyType || strings.HasPrefix(kind.String(), "decimal"):
				got, want = amount(t, got), amount(t, want)
			case strings.HasPrefix(kind.String(), "timestamp"):
				got = strings.Replace(got, " ", "T", 1)
			}
			if got != want && strings.TrimRight(got, "0.Z") != strings.TrimRight(want, "0.Z") {
				t.Errorf("%s, row %d: %s in Parquet, %s in CSV", name, k, got, want)
			}
		}
	}
	if !slices.Contains(rows[0], "shapley") || table.Schema().Field(slices.Index(rows[0], "shapley")).Type.String() != "decimal(19, 6)" {
		t.Error("money is no decimal(19, 6)")
	}
}

// amount returns a decimal number with six decimals.
func amount(t *testing.T, text string) string {
	t.Helper()
	var d Decimal
	if err := d.UnmarshalJSON([]byte(text)); err != nil {
		t.Fatal(err)
	}
	return d.String()
}
