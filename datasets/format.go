package datasets

import (
	"fmt"
	"strings"
)

// formatPage returns docs/format.md.
func formatPage() string {
	var b strings.Builder
	b.WriteString(`# The format of a recorded day

<!-- Generated from datasets/schema.go and datasets/manifest.go by: go test ./datasets -run Generated -update -->

A recorded day (an *incident*) is a folder: ` + "`incident.yaml`" + ` and one file a table. A table is a Parquet file, ` + "`executions.parquet`" + `,
or an Arrow IPC file, ` + "`executions.arrow`" + `; DuckDB, pandas and every other reader of these formats can open both. ` + "`incident.yaml`" + ` lists
the tables of the folder with their number of rows and their SHA-256; a file that differs is refused. Opening a day checks all of
it, and lists every fault with table, row, field and mend.

- Times are ` + "`timestamp[ns, tz=UTC]`" + `: nanoseconds since 1970-01-01 UTC. Orders, reports, quotes and bars lie within a day of the session.
- Prices, columns that end in ` + "`_px`" + `, are whole numbers of 10^-price_scale of the currency: at scale 4, 100000 is 10.00.
- Money is whole numbers of 10^-6 of the currency: 3000 is 0.003. In incident.yaml it is a plain decimal number: 2000000.00.
- Words are strings; in Arrow a dictionary with int32 indices. They are from the lists named in the column.
- No column has nulls but those that say so. Columns beyond these are left alone. Row order is part of the data.
- Parquet may be plain, dictionary or delta encoded, with snappy, gzip, brotli, zstd or no compression; the types must be these.

`)
	lists := map[vocabulary]string{
		symbolWords: "a symbol of securities", serverWords: "router.servers", venueWords: "venues", flagWords: "router.flags, or the empty text",
		buildWords: "router.builds",
	}
	lex := newLexicon(&emptyIncident, nil)
	for _, v := range []vocabulary{sideWords, execTypeWords, operationWords, tagWords} {
		lists[v] = strings.Join(lex[v], ", ")
	}
	for t := range tableCount {
		spec := &tables[t]
		fmt.Fprintf(&b, "## %s\n\n", spec.name)
		if spec.optional {
			b.WriteString("Optional. ")
		}
		b.WriteString(spec.doc + "\n\n| column | type | unit | meaning |\n| --- | --- | --- | --- |\n")
		for i := range spec.columns {
			col := &spec.columns[i]
			doc := col.doc
			if col.words != noWords {
				doc += " (" + lists[col.words] + ")"
			}
			if col.null {
				doc += "; nullable"
			}
			kind := arrowName(col)
			if col.kind == kindWord {
				kind = "word"
			}
			fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", col.name, kind, col.unit, doc)
		}
		b.WriteByte('\n')
	}
	b.WriteString("## incident.yaml\n\nUnknown keys are refused. Keys marked with ? may be left out. The JSON schema is datasets/incident.schema.json.\n\n" +
		"| key | value | meaning |\n| --- | --- | --- |\n")
	for _, k := range manifestKeys() {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", k.path, k.kind, k.doc)
	}
	return b.String()
}
