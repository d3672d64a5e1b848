package fit

import (
	"cmp"
	"slices"

	"lossreplay/model"
)

// Timeline returns what was found as one would declare it: the build that most servers began with, and the deploys and
// roll-backs in order of time. A server that shows nothing keeps the build that is declared at the beginning of the flow; of
// builds that cannot be told apart the one declared there is taken if it is among them, else the likeliest by size. A change to a
// class that does not count stands at the first child that only it explains, one to a class that counts behind the last child
// that it does not.
func (r *Result) Timeline() (initial model.BuildID, ops []model.Operation) {
	opening := make([]model.BuildID, len(r.Servers))
	count := make([]int, r.fleet.Builds())
	for s := range r.Servers {
		opening[s] = r.declared[s].at(r.Begin)
		if g := r.Servers[s].Segments; len(g) > 0 {
			opening[s] = r.chosen(g[0].Class, s, r.Begin)
		}
		count[opening[s]]++
	}
	if most := slices.Max(count); count[r.Router.Initial] == most {
		initial = r.Router.Initial
	} else {
		initial = model.BuildID(slices.Index(count, most))
	}
	for s := range r.Servers {
		if opening[s] != initial {
			ops = append(ops, r.operation(r.Begin, s, opening[s], false))
		}
		ran := []model.BuildID{initial, opening[s]}
		for i, g := range r.Servers[s].Segments {
			if i == 0 {
				continue
			}
			at := g.By
			if r.runs(g.Class) < r.runs(r.Servers[s].Segments[i-1].Class) {
				at = min(at, g.After.Add(1))
			}
			build := r.chosen(g.Class, s, at)
			ops = append(ops, r.operation(at, s, build, slices.Contains(ran, build)))
			ran = append(ran, build)
		}
	}
	slices.SortStableFunc(ops, func(a, b model.Operation) int { return cmp.Compare(a.At, b.At) })
	return initial, ops
}

// runs returns for how many flags a class does not count.
func (r *Result) runs(class int) (n int) {
	for flag := range r.fleet.Flags() {
		if !r.fleet.Selected(r.Classes[class][0], model.FlagID(flag)).Counts {
			n++
		}
	}
	return n
}

// chosen returns the build to name of a class.
func (r *Result) chosen(class, server int, at model.Time) model.BuildID {
	if declared := r.declared[server].at(at); slices.Contains(r.Classes[class], declared) {
		return declared
	}
	return r.Likeliest(class)
}

func (r *Result) operation(at model.Time, server int, build model.BuildID, again bool) model.Operation {
	op := model.Operation{At: at, Kind: model.OpDeploy, HasServer: true, Server: model.ServerID(server), Build: build, Tag: model.Derived,
		Text: "found from the orders"}
	if again {
		op.Kind = model.OpRollback
	}
	return op
}
