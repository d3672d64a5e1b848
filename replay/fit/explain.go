package fit

import (
	"cmp"
	"slices"

	"lossreplay/model"
)

// explain fits the builds to what one server did.
func (r *Result) explain(g *gatherer, server int) Server {
	sv := &g.servers[server]
	s := Server{Children: sv.children, Beyond: sv.beyond, Against: model.Never, Minutes: r.minutes(sv)}
	for b := range r.fleet.Builds() {
		e := r.children(sv.children, sv.beyondBy, model.BuildID(b))
		for _, m := range s.Minutes {
			e.Parents += m.Builds[b].Parents
			e.ParentsOf += m.Builds[b].ParentsOf
		}
		s.Builds = append(s.Builds, e)
		s.Sized = append(s.Sized, g.sizes.of(b, sv.sized))
	}
	s.Declared = Explained{Children: sv.children - sv.unsent, ChildrenOf: sv.children, ParentsOf: len(sv.signs)}
	chosen := r.fitted(sv.signs)
	s.Segments = r.cut(server, sv.signs, chosen)
	for i := range sv.signs {
		sign := &sv.signs[i]
		if sign.ran {
			s.Runs++
		} else {
			s.Stops++
		}
		switch {
		case r.declares(server, sign):
			s.Declared.Parents++
		case explains(r.fleet, r.Classes[chosen[i]][0], sign):
			s.Against = min(s.Against, sign.at)
		}
	}
	return s
}

// declares reports whether the build that is declared of a server explains a sign; of a parent left alone, whether one does that
// it ran until that was plain.
func (r *Result) declares(server int, s *sign) bool {
	if explains(r.fleet, r.declared[server].at(s.at), s) {
		return true
	}
	return !s.ran && explains(r.fleet, r.declared[server].at(s.until), s)
}

// children returns how many of so many children a build explains, given those beyond their parents by flag.
func (r *Result) children(of int64, beyondBy []int64, build model.BuildID) Explained {
	e := Explained{Children: of, ChildrenOf: of}
	for flag, beyond := range beyondBy {
		if r.fleet.Selected(build, model.FlagID(flag)).Counts {
			e.Children -= beyond
		}
	}
	return e
}

// minutes returns what is known of each minute in which the server sent something or a sign falls.
func (r *Result) minutes(sv *server) []Minute {
	var all []Minute
	at := func(start model.Time) *Minute {
		i, found := slices.BinarySearchFunc(all, start, func(m Minute, t model.Time) int { return cmp.Compare(m.Start, t) })
		if !found {
			all = slices.Insert(all, i, Minute{Start: start, Builds: make([]Explained, r.fleet.Builds())})
		}
		return &all[i]
	}
	for i := range sv.minutes {
		from := &sv.minutes[i]
		m := at(from.start)
		m.Children = from.children
		for _, n := range from.beyondBy {
			m.Beyond += n
		}
		for b := range m.Builds {
			m.Builds[b] = r.children(from.children, from.beyondBy, model.BuildID(b))
		}
	}
	for i := range sv.signs {
		s := &sv.signs[i]
		m := at(minuteOf(s.at))
		if s.ran {
			m.Runs++
		} else {
			m.Stops++
		}
		for b := range m.Builds {
			m.Builds[b].ParentsOf++
			if explains(r.fleet, model.BuildID(b), s) {
				m.Builds[b].Parents++
			}
		}
	}
	return all
}
