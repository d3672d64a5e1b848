package main

import (
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
	FirstDivergence *fitChild `json:"first_divergence"`
	FirstBeyond     *fitChild `json:"first_beyond"`
	// Explains and Declared are about all servers: each build, and the builds declared one after the other.
	Explains []fitBuild  `json:"explains"`
	Declared fitShare    `json:"declared"`
	Servers  []fitServer `json:"servers"`
	Applied  string      `json:"applied,omitempty"`
	Out      string      `json:"out,omitempty"`

	clock *time.Location
	found *fit.Result
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
	Ran      int        `json:"parents_ran"`
	Stopped  int        `json:"parents_stopped"`
	Explains []fitBuild `json:"explains"`
	Declared fitShare   `json:"declared"`
	// Against is the first sign that what was found explains and the declared builds do not.
	Against  *string      `json:"first_against"`
	Segments []fitSegment `json:"segments"`
	Minutes  []fitMinute  `json:"minutes"`
}

// fitShare is how much is explained: children, and parents of those that tell builds apart.
type fitShare struct {
	Children     int64   `json:"children"`
	Parents      int     `json:"parents"`
	SharePercent float64 `json:"share_percent"`
}

type fitBuild struct {
	Build string `json:"build"`
	fitShare
	Sized int64 `json:"sized"`
}

type fitSegment struct {
	Builds     []string `json:"builds"`
	Suspicious bool     `json:"suspicious"`
	After      string   `json:"after"`
	By         string   `json:"by"`
	Until      string   `json:"until"`
	Events     int      `json:"events"`
	Odd        int      `json:"odd"`
	Against    int      `json:"against"`
	// Declared are the declared deploys and roll-backs of this server within the bracket of a change.
	Declared []string `json:"declared"`

	after, by, until model.Time
}

type fitMinute struct {
	Start    string `json:"start"`
	Children int64  `json:"children"`
	Beyond   int64  `json:"beyond"`
	Runs     int    `json:"runs"`
	Stops    int    `json:"stops"`
	// Explains is by position in the document's builds.
	Explains []fitShare `json:"explains"`
}

func newFitView(about *model.Incident, r *fit.Result, ops []model.Operation) *fitView {
	zone, err := time.LoadLocation(about.Session.Zone)
	if err != nil {
		zone = time.UTC // an opened day's zone is known
	}
	v := &fitView{Incident: about.Name, Children: r.Children, Beyond: r.Beyond, Alike: [][]string{}, clock: zone, found: r, Declared: shareOf(r.Declared)}
	for _, b := range r.Router.Builds {
		v.Builds = append(v.Builds, b.Name)
	}
	for _, class := range r.Classes {
		if len(class) > 1 {
			v.Alike = append(v.Alike, v.names(class))
		}
	}
	v.Explains = v.explains(r.Builds, r.Sized)
	v.FirstDivergence, v.FirstBeyond = v.child(r, r.First), v.child(r, r.FirstBeyond)
	for s := range r.Servers {
		v.Servers = append(v.Servers, v.server(r, s, ops))
	}
	return v
}

func shareOf(e fit.Explained) fitShare { return fitShare{e.Children, e.Parents, 100 * e.Share()} }

func (v *fitView) explains(builds []fit.Explained, sized []int64) []fitBuild {
	all := make([]fitBuild, len(builds))
	for b, e := range builds {
		all[b] = fitBuild{v.Builds[b], shareOf(e), sized[b]}
	}
	return all
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
		Explains: v.explains(found.Builds, found.Sized), Declared: shareOf(found.Declared), Segments: []fitSegment{}, Minutes: []fitMinute{}}
	if found.Against != model.Never {
		text := found.Against.String()
		out.Against = &text
	}
	for i, g := range found.Segments {
		seg := fitSegment{Builds: v.names(r.Classes[g.Class]), Suspicious: r.Suspicious(g.Class), After: g.After.String(), By: g.By.String(),
			Until: g.Until.String(), Events: g.Signs, Odd: g.Odd, Against: g.Against, Declared: []string{}, after: g.After, by: g.By, until: g.Until}
		for _, op := range ops {
			if i > 0 && op.HasServer && int(op.Server) == s && (op.Kind == model.OpDeploy || op.Kind == model.OpRollback) && op.At > g.After && op.At <= g.By {
				seg.Declared = append(seg.Declared, op.At.String())
			}
		}
		out.Segments = append(out.Segments, seg)
	}
	for _, m := range found.Minutes {
		minute := fitMinute{Start: m.Start.String(), Children: m.Children, Beyond: m.Beyond, Runs: m.Runs, Stops: m.Stops}
		for _, e := range m.Builds {
			minute.Explains = append(minute.Explains, shareOf(e))
		}
		out.Minutes = append(out.Minutes, minute)
	}
	return out
}
