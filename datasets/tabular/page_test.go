package tabular

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the generated page instead of comparing it")

const pageHead = `# The mapping of tables

<!-- Generated from datasets/tabular/options.go by: go test ./datasets/tabular -run Generated -update -->

CSV, Parquet and Arrow files of any layout are read by a mapping that says what a row is and where each field stands. The entries
of ` + "`tables:`" + ` in the mapping file are for one kind of file each. ` + "`lossreplay import csv FILE --map-init map.yaml`" + ` writes one to start from.

` + "```yaml" + `
tables:
  - file: fills-*.csv
    kind: orders_and_executions
    when: [{column: Status, in: [FILLED]}]
    columns:
      time: {column: [T/D, Exec Time], format: 01/02/2006 15:04:05, zone: America/New_York}
      symbol: Symbol
      side: {column: Side, codes: {B: buy, S: sell, SS: sell_short, BC: buy}}
      qty: Qty
      last_px: {column: Price, strip: $}
      fee: {sum: [Comm, SEC, TAF]}
` + "```" + `

Rules that hold for every table:

- A row that does not parse is refused with line, column, value and reason, and the next is read. So is one with too few columns, or
  with more that are not empty, with a NUL byte, with a wrong quote, or longer than 1 MiB. UTF-16 is refused: convert it first.
- Lines end in LF, CR LF or CR. Empty lines are skipped. A byte order mark is passed over. Blanks around a number, time or word do
  not matter; in an id they do.
- Quantities are whole. A price with more decimals than the day's ` + "`price_scale`" + `, or an amount with more than six, is refused unless
  ` + "`round: true`" + ` is said. Rounding is half to even and is counted.
- A time without offset is of ` + "`zone`" + `, else of the day's zone. One that the zone's clock skipped is refused; of one that it showed twice
  the first is taken, and that is counted.
- In Parquet and Arrow a timestamp needs no format. A double is the shortest decimal number that stands for it; if that has more
  than fifteen digits but is within fifteen digits of a number of at most twelve, it is that one (0.30000000000000004 is 0.3). A missing
  value and a double that is no number are empty cells.
- Columns are named by the header, or by their position: c1 is the first.
- An order without an id, in a table of orders or of orders_and_executions, and an execution without one, are named after their row.
- ` + "`remaining`" + ` and ` + "`removed`" + ` are for logs that hold what remains of an order (leaves_qty): the fill is the difference.

A timeline of operations needs no mapping: CSV with the columns at, kind, server, build, reaction, text, or one JSON object with those
keys a line.

`

func page() string {
	var b strings.Builder
	b.WriteString(pageHead)
	for _, part := range []struct {
		title string
		of    reflect.Type
	}{{"An entry", reflect.TypeFor[Options]()}, {"when", reflect.TypeFor[Filter]()}, {"columns: the fields", reflect.TypeFor[Columns]()},
		{"How a field is written", reflect.TypeFor[Column]()}} {
		fmt.Fprintf(&b, "## %s\n| key | meaning |\n| --- | --- |\n", part.title)
		for i := range part.of.NumField() {
			f := part.of.Field(i)
			fmt.Fprintf(&b, "| %s | %s |\n", f.Tag.Get("yaml"), f.Tag.Get("doc"))
		}
		b.WriteByte('\n')
	}
	b.WriteString("## Kinds of rows\n| kind | needs | may have |\n| --- | --- | --- |\n")
	for _, k := range rowKinds {
		var needs, may []string
		for _, n := range k.need {
			name := fieldName(n.field)
			if n.instead != noField {
				name += " (or " + fieldName(n.instead) + ")"
			}
			needs = append(needs, name)
		}
		for _, f := range k.may {
			if !slices.ContainsFunc(k.need, func(n need) bool { return n.field == f }) {
				may = append(may, fieldName(f))
			}
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", k.names[0], strings.Join(needs, ", "), strings.Join(may, ", "))
	}
	return b.String()
}

func TestGeneratedPageIsFresh(t *testing.T) {
	path := filepath.Join("..", "..", "docs", "mapping.md")
	if *update {
		if err := os.WriteFile(path, []byte(page()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != page() {
		t.Errorf("%s is stale; run go test ./datasets/tabular -run Generated -update", path)
	}
}
