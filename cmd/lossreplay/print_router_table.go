package main

import (
	"fmt"
	"strconv"
	"strings"

	"lossreplay/model"
)

// fit writes what was found: what to look at first, a table of servers, a table of what each ran when.
func (a *app) fit(v *fitView) {
	a.say("%s: %d of %d child orders went beyond what their parent asked for.\n", v.Incident, v.Beyond, v.Children)
	a.fitChild(v, v.FirstBeyond, "The first of them")
	if v.FirstDivergence == nil {
		a.say("The declared builds would have sent every child that was sent.\n")
	} else {
		a.fitChild(v, v.FirstDivergence, "The first that the declared build ("+v.FirstDivergence.Build+") would not have sent")
	}
	for _, alike := range v.Alike {
		a.say("%s leave the same orders; the log cannot tell them apart%s.\n", strings.Join(alike, " and "), v.sizes(alike))
	}
	a.say("\n")
	a.fitServers(v)
	a.say("\n")
	a.fitSegments(v)
	a.say("\nran: parents that got more than they asked for. stopped: parents that were full and left alone.\n" +
		"%%: share of these parents that the build, or those declared one after the other, would have treated so.\n" +
		"A change lies after the last sign of the build before and by the first sign of the next (from); the log\n" +
		"shows no more. until: the last sign of the build. odd: signs that it does not explain. SUSPICIOUS: no\n" +
		"correct build explains it. NOT AS DECLARED: what is declared of the server does not explain it.\n")
	if v.Applied != "" {
		a.say("\nwritten, with rogue derived: %s\n", v.Applied)
	}
	if v.Out != "" {
		a.say("\nwritten, with what each server ran: %s\n", v.Out)
	}
}

func (a *app) fitChild(v *fitView, c *fitChild, what string) {
	if c != nil {
		a.say("%s: child %d, parent %d, on %s at %s.\n", what, c.Child, c.Parent, c.Server, v.time(c.at))
	}
}

// sizes says how the sizes of children part builds that are alike, nothing if they do not.
func (v *fitView) sizes(alike []string) string {
	var parts []string
	different := false
	for i := range v.Explains {
		e, first := &v.Explains[i], v.first(alike[0])
		for _, name := range alike {
			if name == e.Build {
				different = different || e.Sized != first.Sized
				parts = append(parts, fmt.Sprintf("%s %.1f %%", name, 100*float64(e.Sized)/float64(max(v.Children, 1))))
			}
		}
	}
	if !different {
		return ""
	}
	return ", but for the sizes of children that fit: " + strings.Join(parts, ", ")
}

func (v *fitView) first(name string) *fitBuild {
	for i := range v.Explains {
		if v.Explains[i].Build == name {
			return &v.Explains[i]
		}
	}
	panic("lossreplay: no build " + name)
}

// fitServers writes how well builds explain each server; builds that cannot be told apart share the column of the likeliest.
func (a *app) fitServers(v *fitView) {
	columns := []column{{name: "server"}, {name: "children", right: true}, {name: "beyond", right: true}, {name: "ran", right: true}, {name: "stopped", right: true}}
	for class := range v.found.Classes {
		columns = append(columns, column{name: v.Builds[v.found.Likeliest(class)] + " %", right: true})
	}
	columns = append(columns, column{name: "declared %", right: true})
	row := func(name string, children, beyond int64, ran, stopped int, explains []fitBuild, declared fitShare) []string {
		row := []string{name, strconv.FormatInt(children, 10), strconv.FormatInt(beyond, 10), strconv.Itoa(ran), strconv.Itoa(stopped)}
		share := func(s fitShare) string {
			if ran+stopped == 0 {
				return "-"
			}
			return fmt.Sprintf("%.1f", s.SharePercent)
		}
		for _, class := range v.found.Classes {
			row = append(row, share(explains[class[0]].fitShare))
		}
		return append(row, share(declared))
	}
	var rows [][]string
	ran, stopped := 0, 0
	for i := range v.Servers {
		s := &v.Servers[i]
		ran, stopped = ran+s.Ran, stopped+s.Stopped
		rows = append(rows, row(s.Server, s.Children, s.Beyond, s.Ran, s.Stopped, s.Explains, s.Declared))
	}
	rows = append(rows, row("all", v.Children, v.Beyond, ran, stopped, v.Explains, v.Declared))
	a.table(columns, rows)
}

// fitSegments writes a line for each build that a server ran.
func (a *app) fitSegments(v *fitView) {
	columns := []column{{name: "server"}, {name: "best explained by"}, {name: "after", right: true}, {name: "from", right: true}, {name: "until", right: true},
		{name: "signs", right: true}, {name: "odd", right: true}, {name: "", right: false}}
	var rows [][]string
	for i := range v.Servers {
		s := &v.Servers[i]
		if len(s.Segments) == 0 {
			rows = append(rows, []string{s.Server, "any: nothing tells", "", "", "", "0", "0", ""})
		}
		for j, g := range s.Segments {
			row := []string{s.Server, v.Builds[v.found.Likeliest(v.found.Servers[i].Segments[j].Class)], "", v.time(g.by), v.time(g.until),
				strconv.Itoa(g.Events), strconv.Itoa(g.Odd), ""}
			if j > 0 {
				row[0], row[2] = "", v.time(g.after)
			}
			var notes []string
			if g.Suspicious {
				notes = append(notes, "SUSPICIOUS")
			}
			if g.Against > 0 {
				notes = append(notes, "NOT AS DECLARED")
			}
			row[7] = strings.Join(notes, ", ")
			rows = append(rows, row)
		}
	}
	a.table(columns, rows)
}

func (v *fitView) time(t model.Time) string { return t.UTC().In(v.clock).Format("15:04:05.000") }
