package main

import (
	"strconv"
	"strings"

	"lossreplay/datasets"
)

// description writes what a day's folder holds.
func (a *app) description(d datasets.Description) {
	a.field("incident", d.Incident.Name)
	a.field("title", d.Incident.Title)
	a.field("date", d.Incident.Date+", session "+d.Incident.Session.Open.String()+" to "+d.Incident.Session.Close.String())
	if d.Incident.Seed != 0 {
		a.field("seed", strconv.FormatUint(d.Incident.Seed, 10)+" (a reconstruction)")
	}
	a.field("symbols", strconv.Itoa(d.Symbols))
	a.field("servers", strconv.Itoa(d.Servers))
	a.field("facts", strconv.Itoa(d.FactsMet)+" of "+strconv.Itoa(d.Facts)+" met")
	if len(d.Missing) > 0 {
		a.field("no table", strings.Join(d.Missing, ", "))
	}
	a.say("\n")
	var rows [][]string
	for _, t := range d.Tables {
		first, last := "-", "-"
		if t.Timed {
			first, last = t.First.String(), t.Last.String()
		}
		rows = append(rows, []string{t.Name, strconv.FormatInt(t.Rows, 10), strconv.FormatInt(t.Bytes, 10), first, last})
	}
	a.table([]column{{name: "table"}, {name: "rows", right: true}, {name: "bytes", right: true}, {name: "first, UTC"}, {name: "last, UTC"}}, rows)
}

// valid writes that a folder holds a valid day.
func (a *app) valid(dir string, d datasets.Description) {
	rows := int64(0)
	for _, t := range d.Tables {
		rows += t.Rows
	}
	a.say("%s is valid: %d tables, %d rows\n", dir, len(d.Tables), rows)
}
