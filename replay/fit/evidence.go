package fit

import (
	"cmp"
	"slices"
	"time"

	"lossreplay/model"
	"lossreplay/model/router"
	"lossreplay/replay"
)

// Hold is how long at least a full parent must be left alone to speak for a build that counts (assumed). A parent that goes on
// after that long has stopped and was taken up again.
const Hold = 10 * time.Second

// pace is how fast something is sent: a pause that is no longer than three times an earlier one tells of nothing (assumed).
type pace struct {
	last    model.Time // 0 before the first
	longest time.Duration
}

// patience returns how long nothing must be sent to be called silence.
func (p *pace) patience() time.Duration { return max(Hold, min(p.longest, time.Hour)*3) }

// silent reports whether what is sent at a time comes after silence.
func (p *pace) silent(at model.Time) bool { return p.last != 0 && at.Sub(p.last) > p.patience() }

func (p *pace) sent(at model.Time) {
	if p.last != 0 {
		p.longest = max(p.longest, at.Sub(p.last))
	}
	p.last = at
}

// sign is one thing that tells builds apart, on one server.
type sign struct {
	// at is the first child beyond the parent, or when a full parent was left alone.
	at model.Time
	// until is the last child beyond the parent; of a parent left alone, when that was plain.
	until  model.Time
	parent model.ParentID
	flag   model.FlagID
	ran    bool // the parent got more than it asked for; else it was left alone
}

// parentOn is what a server did for a parent that carries a telling flag.
type parentOn struct {
	full model.Time // since when there is nothing left to send; model.Never if there is
	pace pace
	run  int32 // place of its sign among the server's while it runs, -1 while it does not
	flag model.FlagID
}

// server is what is gathered of one server.
type server struct {
	children, beyond int64
	unsent           int64   // that the declared builds would not have sent
	beyondBy         []int64 // by flag
	sized            []int64 // by flag and path, see sizes
	signs            []sign
	minutes          []minute // ascending, those with a child
	parents          map[model.ParentID]*parentOn
	lastChild        model.Time
	pace             []pace // by flag, of children beyond their parents
}

// minute is what is gathered of a server in a minute.
type minute struct {
	start    model.Time
	children int64
	beyondBy []int64 // by flag
}

func (sv *server) see(s *replay.OrderStep, telling bool) {
	beyond := Beyond(s)
	if telling && beyond {
		if sv.pace[s.Flag].silent(s.At) {
			sv.repaired(s.Flag)
		}
		sv.pace[s.Flag].sent(s.At)
	}
	if !s.Report {
		sv.children++
		sv.lastChild = s.At
		m := sv.minute(s.At)
		m.children++
		if beyond {
			sv.beyond++
			sv.beyondBy[s.Flag]++
			m.beyondBy[s.Flag]++
		}
	}
	if telling {
		sv.follow(s, beyond)
	}
}

// follow notes what a step says of its parent on this server.
func (sv *server) follow(s *replay.OrderStep, beyond bool) {
	p := sv.parents[s.Parent]
	if p == nil {
		if s.Report {
			return
		}
		p = &parentOn{full: model.Never, run: -1, flag: s.Flag}
		sv.parents[s.Parent] = p
	}
	switch {
	case beyond && p.run >= 0:
		sv.signs[p.run].until = s.At
	case beyond:
		if p.silent(s.At) {
			sv.stopped(s.Parent, p)
		}
		p.run = int32(len(sv.signs))
		sv.signs = append(sv.signs, sign{s.At, s.At, s.Parent, s.Flag, true})
	}
	if !s.Report {
		p.pace.sent(s.At)
	}
	switch full := s.After.Executed+s.After.Open >= s.After.OrderQty; {
	case !full:
		p.full, p.run = model.Never, -1
	case p.full == model.Never:
		p.full = s.At
	}
}

// silent reports whether the parent has been full and left alone until at.
func (p *parentOn) silent(at model.Time) bool {
	return p.full != model.Never && p.run < 0 && at.Sub(p.full) > p.pace.patience()
}

// stopped notes that a parent was left alone since it was full.
func (sv *server) stopped(id model.ParentID, p *parentOn) {
	sv.signs = append(sv.signs, sign{p.full, p.full.Add(p.pace.patience()), id, p.flag, false})
}

// repaired notes that nothing with this flag has gone beyond its parent for long: if the server went on with other work, the
// parents that ran to the last were left alone. That some pause while others run says nothing.
func (sv *server) repaired(flag model.FlagID) {
	pace := &sv.pace[flag]
	if !pace.silent(sv.lastChild) {
		return
	}
	for id, p := range sv.parents {
		if p.flag != flag || p.run < 0 {
			continue
		}
		until := sv.signs[p.run].until
		if pace.last.Sub(until) <= pace.patience() && sv.lastChild.Sub(until) > p.pace.patience() {
			sv.signs = append(sv.signs, sign{pace.last, pace.last.Add(pace.patience()), id, flag, false})
			p.full, p.run = model.Never, -1
		}
	}
}

// finish adds what was left alone until the flow ended, and puts the signs in order.
func (sv *server) finish(end model.Time) {
	for flag := range sv.pace {
		sv.repaired(model.FlagID(flag))
	}
	for id, p := range sv.parents {
		if p.silent(end) {
			sv.stopped(id, p)
		}
	}
	sv.parents = nil
	slices.SortFunc(sv.signs, func(a, b sign) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.rank(), b.rank()), cmp.Compare(a.parent, b.parent))
	})
}

// rank puts silence behind what was sent at the same time.
func (s *sign) rank() int {
	if s.ran {
		return 0
	}
	return 1
}

// minute returns the minute of at, which is never before the last one.
func (sv *server) minute(at model.Time) *minute {
	start := minuteOf(at)
	if n := len(sv.minutes); n == 0 || sv.minutes[n-1].start != start {
		sv.minutes = append(sv.minutes, minute{start: start, beyondBy: make([]int64, len(sv.beyondBy))})
	}
	return &sv.minutes[len(sv.minutes)-1]
}

// minuteOf returns the start of the minute of at.
func minuteOf(at model.Time) model.Time {
	const length = model.Time(time.Minute)
	return at - (at%length+length)%length
}

// sizes knows which children have the size that a path would have sent.
type sizes struct {
	fleet *router.Fleet
	spec  *model.RouterSpec
	paths [][]int // by flag: those that some build selects, each once
}

func newSizes(fleet *router.Fleet, spec *model.RouterSpec) sizes {
	all := sizes{fleet, spec, make([][]int, len(spec.Flags))}
	for flag := range spec.Flags {
		for _, b := range spec.Builds {
			if p := b.PathOf[flag]; !slices.Contains(all.paths[flag], p) {
				all.paths[flag] = append(all.paths[flag], p)
			}
		}
	}
	return all
}

// see counts a child in sized, by flag and path.
func (z *sizes) see(s *replay.OrderStep, sized []int64) {
	for _, p := range z.paths[s.Flag] {
		path := router.Path(z.spec.Paths[p])
		if qty, ok := path.Next(s.Before); ok && qty == s.Qty {
			sized[int(s.Flag)*len(z.spec.Paths)+p]++
		}
	}
}

// of returns how many of the children counted in sized have the size that a build would have sent.
func (z *sizes) of(build int, sized []int64) (n int64) {
	for flag, p := range z.spec.Builds[build].PathOf {
		n += sized[flag*len(z.spec.Paths)+p]
	}
	return n
}
