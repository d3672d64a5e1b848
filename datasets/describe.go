package datasets

import (
	"math"

	"lossreplay/model"
)

// Description says what is in a day, for print.
type Description struct {
	Incident *model.Incident
	Tables   []TableDescription // those that the day has, in the order of docs/format.md
	Missing  []string           // optional tables that it lacks
	Symbols  int
	Servers  int
	Facts    int
	FactsMet int
}

// TableDescription says what is in one table.
type TableDescription struct {
	Name   string
	File   string
	Rows   int64
	Bytes  int64 // of the file
	SHA256 string
	// Timed says that the rows have times, from First to Last.
	Timed       bool
	First, Last model.Time
}

// Describe returns what is in day. It reads nothing: all is known since day was opened.
func Describe(day *Day) Description {
	d := Description{Incident: &day.about, Symbols: len(day.securities), Servers: len(day.about.Router.Servers), Facts: len(day.about.Facts)}
	for _, f := range day.about.Facts {
		if f.Met() {
			d.FactsMet++
		}
	}
	for t := range tableCount {
		f := day.files[t]
		if f.info == nil {
			d.Missing = append(d.Missing, tables[t].name)
			continue
		}
		table := TableDescription{Name: tables[t].name, File: f.entry.File, Rows: f.entry.Rows, Bytes: f.info.Size(), SHA256: f.entry.SHA256}
		if day.first[t] != math.MaxInt64 {
			table.Timed, table.First, table.Last = true, day.first[t], day.last[t]
		}
		d.Tables = append(d.Tables, table)
	}
	return d
}
