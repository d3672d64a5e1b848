package tabular

import (
	"reflect"
	"strings"
	"testing"

	"lossreplay/datasets"
)

var wrongMappings = []struct{ mapping, field, rule string }{
	{"columns: {time: t}", "kind", "is missing"},
	{"kind: oders\ncolumns: {time: t}", "kind", "is no kind of row"},
	{"kind: orders\nkind_column: k\nkinds: {a: skip}\ncolumns: {time: t}", "kind", "stands beside kind_column and kinds"},
	{"kind_column: k\nkinds: {a: fil}\ncolumns: {time: t}", "kinds.a", "is no kind of row"},
	{"kind: executions\ncolumns: {time: t, last_qty: q, last_px: p}", "columns.order_id", "is missing: rows of the kind executions need it"},
	{"kind: prints\ndelimiter: ab\ncolumns: {time: t, symbol: s, last_qty: q, last_px: p}", "delimiter", "is no single character"},
	{"kind: prints\nfile: '['\ncolumns: {time: t, symbol: s, last_qty: q, last_px: p}", "file", "is no glob"},
	{"kind: prints\nskip_rows: -1\ncolumns: {time: t, symbol: s, last_qty: q, last_px: p}", "skip_rows", "is below 0"},
	{"kind: prints\nwhen: [{column: a}]\ncolumns: {time: t, symbol: s, last_qty: q, last_px: p}", "when", "has not exactly one of in and not_in"},
	{"kind: prints\ncolumns: {time: {column: t, format: '%Q'}, symbol: s, last_qty: q, last_px: p}", "columns.time", "has %Q, which is not known here"},
	{"kind: prints\ncolumns: {time: {column: t, format: nonsense}, symbol: s, last_qty: q, last_px: p}", "columns.time", `"nonsense" is no format of a time`},
	{"kind: prints\ncolumns: {time: {column: t, format: 15:04 01}, symbol: s, last_qty: q, last_px: p}", "", ""},
	{"kind: prints\ncolumns: {time: {column: t, zone: America/Gotham}, symbol: s, last_qty: q, last_px: p}", "columns.time", "the zone America/Gotham is not known; write one such as America/New_York or UTC"},
	{"kind: prints\ncolumns: {time: {column: t, date: 2012-02-30}, symbol: s, last_qty: q, last_px: p}", "columns.time", `has the date "2012-02-30", which is none such as 2012-08-01`},
	{"kind: prints\ncolumns: {time: t, symbol: s, last_qty: q, last_px: {column: p, unit: 0.005}}", "columns.last_px.unit", "is no power of ten"},
	{"kind: prints\ncolumns: {time: t, symbol: s, last_qty: q, last_px: {column: p, codes: {a: buy}}}", "columns.last_px.codes", "has no meaning for this field"},
	{"kind: prints\ncolumns: {time: t, symbol: s, last_qty: q, last_px: {column: p, decimal: ',', thousands: ','}}", "columns.last_px", "has decimal and thousands signs that are not two different characters"},
	{"kind: prints\ncolumns: {time: t, symbol: s, last_qty: {column: [a, b]}, last_px: p}", "columns.last_qty.column", "joins columns, which only times and texts are made of"},
	{"kind: prints\ncolumns: {time: t, symbol: s, last_qty: {column: a, sum: [b]}, last_px: p}", "columns.last_qty", "has both column and sum"},
	{"kind: prints\ncolumns: {time: t, symbol: {strip: x}, last_qty: q, last_px: p}", "columns.symbol", "names no column"},
	{"kind: orders\ncolumns: {time: t, symbol: s, qty: q, side: {column: a, codes: {B: bye}}}", "columns.side.codes.B", "is no side"},
}

func TestEverythingWrongWithAMappingIsListed(t *testing.T) {
	for _, c := range wrongMappings {
		if c.field == "" {
			continue
		}
		_, err := parseMapping(c.mapping, 4)
		found := false
		for _, p := range mappingProblems(err) {
			found = found || p.Field == c.field && p.Rule == c.rule
		}
		if !found {
			t.Errorf("%s\ngot %v; want %s: %s", c.mapping, err, c.field, c.rule)
		}
	}
	_, err := parseMapping("kind: orders\ndelimiter: xx\ncolumns: {time: {column: t, unit: 10}}", 4)
	if n := len(mappingProblems(err)); n != 5 { // delimiter, unit, symbol, side, qty
		t.Errorf("%d problems: %v", n, err)
	}
}

func TestAMappingThatDoesNotFitTheFileSaysSo(t *testing.T) {
	s := mapped(t, 4, fillMapping)
	for _, c := range []struct{ header, field, mend string }{
		{"tme,id,sym,side,qty,px,fee", "columns.time", `did you mean "tme"?`},
		{"time,id,sym,side,qty,px", "columns.fee", "the file has time, id"},
		{"time,id,sym,side,qty,px,fee,fee", "columns.fee", "name the one by its position"},
	} {
		err := Read(strings.NewReader(c.header+"\n"), 0, s, (&taken{}).sink())
		ps := mappingProblems(err)
		if len(ps) != 1 || ps[0].Field != c.field || !strings.Contains(ps[0].Mend, c.mend) {
			t.Errorf("%s: %v", c.header, err)
		}
	}
}

func TestFieldsStandInTheOrderOfColumns(t *testing.T) {
	if n := reflect.TypeFor[Columns]().NumField(); n != int(fieldCount) {
		t.Fatalf("%d columns, %d fields", n, fieldCount)
	}
	for f, name := range map[field]string{timeField: "time", execTimeField: "exec_time", execField: "exec_id", sideField: "side", lastPxField: "last_px",
		leavesQtyField: "leaves_qty", feeField: "fee", opField: "op", blockField: "block", buildField: "build"} {
		if fieldName(f) != name {
			t.Errorf("field %d is %s, want %s", f, fieldName(f), name)
		}
	}
}

func TestChoose(t *testing.T) {
	two := []Options{{File: "fills*.csv"}, {File: "fills-2.csv"}, {File: "*.parquet"}}
	for file, want := range map[string]int{"/x/fills-1.csv": 0, "fills-2.csv": 1, "a.parquet": 2, "a.txt": -1, `C:\x\a.parquet`: 2} {
		if got := Choose(two, file); got != want {
			t.Errorf("%s: %d, want %d", file, got, want)
		}
	}
	if Choose([]Options{{}}, "any.csv") != 0 || Choose([]Options{{}, {}}, "any.csv") != -1 || Choose(nil, "x") != -1 {
		t.Error("a single entry without file is for any file, and for none if there are two")
	}
}

func TestTheMappingHasASchema(t *testing.T) {
	text, err := datasets.YAMLSchema(reflect.TypeFor[Options](), "one table of a mapping")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"anyOf"`, `"additionalProperties": {`, `"kind_column"`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the schema has no %s", want)
		}
	}
}
