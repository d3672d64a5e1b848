package control

import (
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lossreplay/model"
)

// step is something that happens in a world.
type step struct {
	kind   int
	wait   time.Duration
	parent model.ParentID
	server model.ServerID
	px     model.Price
	op     model.OperationKind
	build  model.BuildID
}

const (
	stepSend = iota
	stepTrade
	stepFill
	stepTick
	stepOperate
	stepReceive
	stepEnd
	stepKinds
)

func genSteps(most int) *rapid.Generator[[]step] {
	operations := []model.OperationKind{model.OpDeploy, model.OpRollback, model.OpRolloutEnd, model.OpStartOfDay, model.OpAlert,
		model.OpOverride, model.OpDisconnect}
	one := rapid.Custom(func(t *rapid.T) step {
		return step{
			kind:   rapid.IntRange(0, stepKinds-1).Draw(t, "kind"),
			wait:   time.Duration(rapid.SampledFrom([]int{0, 1, 10, 100, 1000, 30_000}).Draw(t, "ms")) * time.Millisecond,
			parent: model.ParentID(rapid.IntRange(1, parents).Draw(t, "parent")),
			server: model.ServerID(rapid.IntRange(0, 7).Draw(t, "server")),
			px:     model.Price(rapid.IntRange(80_000, 125_000).Draw(t, "px")),
			op:     rapid.SampledFrom(operations).Draw(t, "op"),
			build:  model.BuildID(rapid.IntRange(0, 2).Draw(t, "build")),
		}
	})
	return rapid.SliceOfN(one, most/2, most) // rapid keeps slices near their shortest: ask for long days
}

// take lets a step happen.
func (s *sim) take(steps ...step) {
	for _, e := range steps {
		s.w.Now = s.w.Now.Add(e.wait)
		c := s.child(e.parent, e.server)
		c.LimitPx, c.PreOpen = e.px, e.parent > 6
		switch e.kind {
		case stepSend:
			s.send(c)
		case stepTrade:
			s.trade(c)
		case stepFill:
			s.fillAll(e.px)
		case stepTick:
			s.w.Mid[c.Symbol] = e.px
			s.w.Impact[c.Symbol] = (e.px - ten) / 2
			s.tick()
		case stepOperate:
			s.operate(on(e.op, e.server, e.build))
		case stepReceive:
			s.receiveOnce(e.parent)
		case stepEnd:
			if len(s.live) > 0 {
				s.end(s.live[0], [...]model.ExecType{model.ExecRejected, model.ExecRejected, model.ExecExpired}[e.build])
			}
		}
	}
}

// sharp is every control so tight that short days trip it, and the variants.
func sharp() []Instance {
	all := append(All(), Variants()...)
	all = append(all, orderRate.Default().With("A16-kill", "mode", modeKill), orderRate.Default().With("A16-queue", "mode", modeQueue))
	for i, c := range all {
		all[i].Values = maps.Clone(c.Values)
		for name, v := range map[string]int64{"limit": 3, "threshold": 1_000_000_000, "allowance": 0, "after_open": 0, "window": 60_000_000_000,
			"consecutive": 2, "reject": 3, "terminate": 5} {
			if _, ok := c.Values[name]; ok {
				all[i].Values[name] = v
			}
		}
		switch c.Spec.ID {
		case "A04":
			all[i].Values["min_parents"], all[i].Values["ratio"] = 1, 10_000
		case "A08":
			all[i].Values["parents"] = 3
		case "A27":
			all[i].Values["limit"] = 1
		case "A18", "A19", "A29", "A38":
			all[i].Values["limit"] = 1_000_000_000 // $1,000
		case "A21":
			all[i].Values["limit"] = 10_000_000 // $10
		case "A39":
			all[i].Values["threshold"] = 1 // basis point
		}
		maps.Copy(all[i].Values, sharper[c.Spec.ID])
	}
	return all
}

// started returns a world some way into the day, where parents are full and one server was missed.
func started(t testing.TB, i Instance, obey bool) *sim {
	s := newSim(t, i)
	s.obey = obey
	fullParents(s)
	deployedBut(s, 7)
	return s.at(20 * time.Minute)
}

func TestSharpControlsTrip(t *testing.T) {
	for _, c := range sharp() {
		t.Run(c.Name, func(t *testing.T) {
			tripped := false
			steps := genSteps(200)
			for seed := 0; seed < 50 && !tripped; seed++ {
				s := started(t, c, false)
				s.take(steps.Example(seed)...)
				s.settle(0.1)
				tripped = len(s.m.Trips()) > 0
			}
			if !tripped {
				t.Error("no day of fifty trips it: the properties below would prove nothing")
			}
		})
	}
}

func TestACloneAnswersTheSameAndLeavesTheOriginalAlone(t *testing.T) {
	for _, c := range sharp() {
		t.Run(c.Name, rapid.MakeCheck(func(r *rapid.T) {
			obey := rapid.Bool().Draw(r, "obey")
			past, other, future := genSteps(60).Draw(r, "past"), genSteps(30).Draw(r, "other"), genSteps(60).Draw(r, "future")
			alone := started(t, c, obey)
			alone.take(past...)
			alone.take(future...)

			s := started(t, c, obey)
			s.take(past...)
			same, before, later := s.fork(), s.fork(), s.fork()
			before.take(other...)
			s.take(future...)
			same.take(future...)
			later.take(other...)
			for what, got := range map[string]*sim{"the original after its clone went elsewhere": s, "the clone": same} {
				if !slices.Equal(got.trace, alone.trace) || !slices.Equal(got.m.Trips(), alone.m.Trips()) {
					r.Fatalf("%s:\nvotes %v\nwant  %v\ntrips %+v\nwant  %+v", what, got.trace, alone.trace, got.m.Trips(), alone.m.Trips())
				}
			}
		}))
	}
}

func TestTripsAreInOrderAndTakeEffectLater(t *testing.T) {
	for _, c := range sharp() {
		t.Run(c.Name, rapid.MakeCheck(func(r *rapid.T) {
			s := started(t, c, rapid.Bool().Draw(r, "obey"))
			// An override would let a control trip again.
			s.take(slices.DeleteFunc(genSteps(120).Draw(r, "day"), func(e step) bool { return e.op == model.OpOverride })...)
			last := model.Time(0)
			seen := map[Scope]bool{}
			for _, trip := range s.m.Trips() {
				if trip.At < last || trip.Effect < trip.At || trip.Scope.Kind == 0 || trip.Unit == 0 {
					r.Fatalf("trip %+v after one at %v", trip, last)
				}
				if pauses := c.Spec.ID == "A34" || c.Spec.ID == "A35" || c.Spec.ID == "A36"; seen[trip.Scope] && !pauses {
					r.Fatalf("%+v logged twice", trip.Scope)
				}
				last, seen[trip.Scope] = trip.At, true
			}
		}))
	}
}

// limits are the parameters that a control holds what it sees against.
var limits = map[string][]string{"A04": {"ratio"}, "A08": {"symbols", "parents", "notional"}, "A12": {"band"}, "A14": {"allowance"}, "A16": {"limit"}, "A17": {"limit"}, "A18": {"limit"},
	"A19": {"limit"}, "A21": {"limit"}, "A26": {"limit", "notional"}, "A27": {"consecutive", "limit"}, "A29": {"limit"}, "A30": {"collar", "value"},
	"A33": {"reject", "terminate"}, "A36": {"move"}, "A41": {"threshold"}, "A42": {"count"},
	"A37": {"limit"}, "A38": {"limit"}, "A39": {"threshold"}, "A43": {"threshold"},
	"A10": {"limit", "adv"}, "A11": {"limit"}, "A13": {"share", "floor", "cap"}, "A15": {"count"}, "A20": {"limit"},
	"A22": {"limit"}, "A23": {"limit"}, "A24": {"factor"}, "A25": {"band"}}

func TestRaisingALimitNeverBringsTheFirstTripEarlier(t *testing.T) {
	for _, c := range sharp() {
		for _, param := range limits[c.Spec.ID] {
			t.Run(c.Name+"/"+param, rapid.MakeCheck(func(r *rapid.T) {
				low := c.Values[param]
				high := low + rapid.OneOf(rapid.Int64Range(0, 5), rapid.Int64Range(0, 2*low)).Draw(r, "raise")
				high = min(high, paramOf(c, param).Max)
				day := genSteps(120).Draw(r, "day")
				tight, loose := started(t, c, false), started(t, c.With(c.Name, param, high), false)
				tight.take(day...)
				loose.take(day...)
				if a, b := firstTrip(tight), firstTrip(loose); b < a {
					r.Fatalf("%s %d trips at %v, %d at %v", param, low, a, high, b)
				}
			}))
		}
	}
}

func TestNothingTripsAtItsLargestLimit(t *testing.T) {
	for _, c := range sharp() {
		if limits[c.Spec.ID] == nil {
			continue
		}
		for _, param := range limits[c.Spec.ID] {
			c = c.With(c.Name, param, paramOf(c, param).Max)
		}
		t.Run(c.Name, rapid.MakeCheck(func(r *rapid.T) {
			s := started(t, c, false)
			s.take(genSteps(120).Draw(r, "day")...)
			if len(s.m.Trips()) > 0 {
				r.Fatalf("%+v", s.m.Trips())
			}
		}))
	}
}

func TestNothingActsWithinADayAtItsLargestLatency(t *testing.T) {
	for _, c := range sharp() {
		slow := false
		for _, p := range c.Spec.Params {
			switch p.Name {
			case "latency", "lag", "detect", "decide", "execute", "acknowledge", "delay", "hold":
				c, slow = c.With(c.Name, p.Name, p.Max), true
			}
		}
		if !slow {
			continue
		}
		t.Run(c.Name, rapid.MakeCheck(func(r *rapid.T) {
			s := started(t, c, true)
			s.take(genSteps(120).Draw(r, "day")...)
			if i := slices.IndexFunc(s.trace, func(v Verdict) bool { return v != Pass }); i >= 0 {
				r.Fatalf("vote %d is %d", i, s.trace[i])
			}
		}))
	}
}

func paramOf(c Instance, name string) *Param {
	i := slices.IndexFunc(c.Spec.Params, func(p Param) bool { return p.Name == name })
	return &c.Spec.Params[i]
}

func firstTrip(s *sim) model.Time {
	if trips := s.m.Trips(); len(trips) > 0 {
		return trips[0].At
	}
	return model.Never
}
