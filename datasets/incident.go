package datasets

import (
	"fmt"

	"lossreplay/model"
)

// incident returns what the manifest says in the model's terms. Names that point nowhere are problems, and then stand for
// the first of their list.
func (m *manifest) incident(r *yamlReader) model.Incident {
	in := model.Incident{
		Name: m.Name, Title: m.Title, Date: m.Date, Currency: m.Currency, Scale: model.Scale(m.PriceScale), Seed: m.Seed, Session: model.Session(m.Session),
		Venues: m.Venues, Error: model.ErrorAccount(m.Error), ReactionGross: m.Reaction, Router: m.Router.spec(r),
		Market: model.MarketSpec{Tick: m.Market.Tick, Permanent: m.Market.Permanent, Participation: m.Market.Participation,
			Discount: m.Market.Discount, DiscountExponent: m.Market.DiscountExponent},
	}
	for _, t := range m.Market.Terms {
		in.Market.Terms = append(in.Market.Terms, model.DecayTerm(t))
	}
	for _, o := range m.Outside {
		in.OutsideLoss = append(in.OutsideLoss, model.NamedMoney(o))
	}
	for _, s := range m.Scenario {
		in.Scenario = append(in.Scenario, model.Setting(s))
	}
	for _, f := range m.Facts {
		in.Facts = append(in.Facts, model.Fact(f))
	}
	for _, s := range m.Sources {
		in.Sources = append(in.Sources, model.Source(s))
	}
	return in
}

// spec returns the router in the model's terms.
func (e *routerEntry) spec(r *yamlReader) model.RouterSpec {
	spec := model.RouterSpec{Servers: e.Servers, Flags: append([]string{""}, e.Flags...)}
	paths, builds := make([]string, len(e.Paths)), make([]string, len(e.Builds))
	for i, p := range e.Paths {
		paths[i] = p.Name
		spec.Paths = append(spec.Paths, model.CodePathSpec{Name: p.Name, Counts: p.Counts, Retired: p.Retired, ChildQty: model.Qty(p.ChildQty)})
	}
	for i, b := range e.Builds {
		builds[i] = b.Name
		at := fmt.Sprintf("router.builds[%d]", i)
		build := model.BuildSpec{Name: b.Name, PathOf: make([]int, len(spec.Flags))}
		build.PathOf[0] = r.reference(at+".ordinary", b.Ordinary, "code path", paths)
		selected := make([]bool, len(spec.Flags))
		for j, f := range b.Flagged {
			entry := fmt.Sprintf("%s.flagged[%d]", at, j)
			path := r.reference(entry+".path", f.Path, "code path", paths)
			flag := r.reference(entry+".flag", f.Flag, "flag", e.Flags)
			if len(e.Flags) == 0 {
				continue
			}
			if selected[flag+1] && f.Flag == e.Flags[flag] {
				r.problem(Problem{Fault: FaultDuplicate, Field: entry + ".flag", Value: quote(f.Flag), Rule: "selects two code paths", Mend: "keep one"})
			}
			selected[flag+1] = true
			build.PathOf[flag+1] = path
		}
		for flag := 1; flag < len(spec.Flags); flag++ {
			if !selected[flag] {
				r.problem(Problem{Fault: FaultMissing, Field: at + ".flagged", Rule: "has no code path for flag " + quote(spec.Flags[flag]),
					Mend: "say which code path the build selects for each of router.flags"})
			}
		}
		spec.Builds = append(spec.Builds, build)
	}
	spec.Initial = model.BuildID(r.reference("router.initial_build", e.Initial, "build", builds))
	return spec
}

// reference returns the position of name among the known; it is a problem if it is not there, and then 0.
func (r *yamlReader) reference(path, name, what string, known []string) int {
	if i := indexOf(known, name); i >= 0 {
		return i
	}
	if _, read := r.where[path]; read { // else it is missing, which has been said
		r.problem(Problem{Fault: FaultReference, Field: path, Value: quote(name), Rule: "is no " + what, Mend: choose(name, known)})
	}
	return 0
}

// problem adds p at the place of its field, or of the nearest value around it.
func (r *yamlReader) problem(p Problem) {
	p.File = r.file
	for path := p.Field; ; path = outer(path) {
		if at, ok := r.where[path]; ok && at != nil {
			p.Line, p.Column = at.Line, at.Column
			break
		}
		if path == "" {
			break
		}
	}
	r.ps.add(p)
}

// outer returns the path of the value around that of path.
func outer(path string) string {
	for i := len(path) - 1; i >= 0; i-- {
		if path[i] == '.' || path[i] == '[' {
			return path[:i]
		}
	}
	return ""
}
