package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"lossreplay/model"
	"lossreplay/replay/fit"
)

// fitView is the answer of router fit.
type fitView struct {
	Incident string   `json:"incident"`
	Children int64    `json:"children"`
	Beyond   int64    `json:"beyond"`
	Builds   []string `json:"builds"`
	// Alike are groups of builds that leave the same orders; the log cannot tell them apart.
	Alike [][]string `json:"alike"`
	// FirstDivergence is the first child that the declared build of its server would not have sent.
	FirstDivergence *fitChild   `json:"first_divergence"`
	FirstBeyond     *fitChild   `json:"first_beyond"`
	Servers         []fitServer `json:"servers"`
	Applied         string      `json:"applied,omitempty"`

	clock *time.Location
}

type fitChild struct {
	At     string `json:"at"`
	Child  int64  `json:"child_id"`
	Parent int64  `json:"parent_id"`
	Server string `json:"server"`
	Build  string `json:"declared_build"`
	at     model.Time
}

type fitServer struct {
	Server   string `json:"server"`
	Children int64  `json:"children"`
	Beyond   int64  `json:"beyond"`
	// Ran and Stopped count parents that got more than they asked for, and that were full and left alone.
	Ran      int          `json:"parents_ran"`
	Stopped  int          `json:"parents_stopped"`
	Explains []fitBuild   `json:"explains"`
	Segments []fitSegment `json:"segments"`
	Minutes  []fitMinute  `json:"minutes"`
}

type fitBuild struct {
	Build        string  `json:"build"`
	Children     int64   `json:"children"`
	Parents      int     `json:"parents"`
	SharePercent float64 `json:"share_percent"`
}

type fitSegment struct {
	Builds     []string `json:"builds"`
	Suspicious bool     `json:"suspicious"`
	After      string   `json:"after"`
	By         string   `json:"by"`
	Events     int      `json:"events"`
	Odd        int      `json:"odd"`
	// Declared are the declared deploys and roll-backs of this server within the bracket of a change.
	Declared  []string `json:"declared"`
	after, by model.Time
}

type fitMinute struct {
	Start    string `json:"start"`
	Children int64  `json:"children"`
	Beyond   int64  `json:"beyond"`
	Stops    int64  `json:"stops"`
}

func newFitView(about *model.Incident, r *fit.Result, ops []model.Operation, applied string) *fitView {
	zone, err := time.LoadLocation(about.Session.Zone)
	if err != nil {
		zone = time.UTC // an opened day's zone is known
	}
	v := &fitView{Incident: about.Name, Children: r.Children, Beyond: r.Beyond, Alike: [][]string{}, Applied: applied, clock: zone}
	for _, b := range r.Router.Builds {
		v.Builds = append(v.Builds, b.Name)
	}
	for _, class := range r.Classes {
		if len(class) > 1 {
			v.Alike = append(v.Alike, v.names(class))
		}
	}
	v.FirstDivergence, v.FirstBeyond = v.child(r, r.First), v.child(r, r.FirstBeyond)
	for s := range r.Servers {
		v.Servers = append(v.Servers, v.server(r, s, ops))
	}
	return v
}

func (v *fitView) names(class []model.BuildID) []string {
	names := make([]string, len(class))
	for i, b := range class {
		names[i] = v.Builds[b]
	}
	return names
}

func (v *fitView) child(r *fit.Result, d *fit.Divergence) *fitChild {
	if d == nil {
		return nil
	}
	return &fitChild{At: d.At.String(), Child: int64(d.Child), Parent: int64(d.Parent), Server: r.Router.Servers[d.Server], Build: v.Builds[d.Build], at: d.At}
}

func (v *fitView) server(r *fit.Result, s int, ops []model.Operation) fitServer {
	found := &r.Servers[s]
	out := fitServer{Server: r.Router.Servers[s], Children: found.Children, Beyond: found.Beyond, Ran: found.Runs, Stopped: found.Stops,
		Segments: []fitSegment{}, Minutes: []fitMinute{}}
	for b, e := range found.Builds {
		out.Explains = append(out.Explains, fitBuild{v.Builds[b], e.Children, e.Parents, 100 * e.Share()})
	}
	for i, g := range found.Segments {
		seg := fitSegment{Builds: v.names(r.Classes[g.Class]), Suspicious: r.Suspicious(g.Class), After: g.After.String(), By: g.By.String(),
			Events: g.Events, Odd: g.Odd, Declared: []string{}, after: g.After, by: g.By}
		for _, op := range ops {
			if i > 0 && op.HasServer && int(op.Server) == s && (op.Kind == model.OpDeploy || op.Kind == model.OpRollback) && op.At > g.After && op.At <= g.By {
				seg.Declared = append(seg.Declared, op.At.String())
			}
		}
		out.Segments = append(out.Segments, seg)
	}
	for _, m := range found.Minutes {
		out.Minutes = append(out.Minutes, fitMinute{m.Start.String(), m.Children, m.Beyond, m.Stops})
	}
	return out
}

// fit writes what was found: a table of servers, then what to look at.
func (a *app) fit(v *fitView) {
	a.say("%s: %s of %s child orders went beyond what their parent asked for.\n", v.Incident, strconv.FormatInt(v.Beyond, 10), strconv.FormatInt(v.Children, 10))
	a.fitChild(v, v.FirstBeyond, "The first of them")
	if v.FirstDivergence == nil {
		a.say("The declared builds would have sent every child that was sent.\n")
	} else {
		a.fitChild(v, v.FirstDivergence, "The first that the declared build ("+v.FirstDivergence.Build+") would not have sent")
	}
	for _, alike := range v.Alike {
		a.say("%s leave the same orders; the log cannot tell them apart.\n", strings.Join(alike, " and "))
	}
	a.say("\n")
	columns := []column{{name: "server"}, {name: "children", right: true}, {name: "beyond", right: true}, {name: "ran", right: true}, {name: "stopped", right: true}}
	for _, b := range v.Builds {
		columns = append(columns, column{name: b + " %", right: true})
	}
	columns = append(columns, column{name: "ran best explained by"})
	var rows [][]string
	for i := range v.Servers {
		rows = append(rows, v.rows(&v.Servers[i])...)
	}
	a.table(columns, rows)
	a.say("\nran: parents that got more than they asked for. stopped: parents that were full and left alone.\n" +
		"%%: share of these parents that the build would have treated so. SUSPICIOUS: no correct build explains it.\n" +
		"A change lies after the last sign of the build before and by the first sign of the next; the log shows no more.\n")
	if v.Applied != "" {
		a.say("\nwritten, with rogue derived: %s\n", v.Applied)
	}
}

func (a *app) fitChild(v *fitView, c *fitChild, what string) {
	if c != nil {
		a.say("%s: child %d, parent %d, on %s at %s.\n", what, c.Child, c.Parent, c.Server, v.time(c.at))
	}
}

// rows returns a line for a server and each change of its build.
func (v *fitView) rows(s *fitServer) [][]string {
	row := []string{s.Server, strconv.FormatInt(s.Children, 10), strconv.FormatInt(s.Beyond, 10), strconv.Itoa(s.Ran), strconv.Itoa(s.Stopped)}
	for _, b := range s.Explains {
		row = append(row, fmt.Sprintf("%.1f", b.SharePercent))
	}
	if len(s.Segments) == 0 {
		return [][]string{append(row, "any: nothing tells builds apart")}
	}
	var rows [][]string
	for i, g := range s.Segments {
		text := strings.Join(g.Builds, " or ")
		if i > 0 {
			text = fmt.Sprintf("from %s to %s: %s", v.time(g.after), v.time(g.by), text)
			if len(g.Declared) > 0 {
				text += ", as declared"
			}
		}
		if g.Suspicious {
			text += "  SUSPICIOUS"
		}
		rows = append(rows, append(slices.Clone(row), text))
		row = make([]string, len(row))
	}
	return rows
}

func (v *fitView) time(t model.Time) string { return t.UTC().In(v.clock).Format("15:04:05.000") }
