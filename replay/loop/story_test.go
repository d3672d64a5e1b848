package loop_test

import (
	"testing"
	"time"

	"lossreplay/datasets"
	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/replay/loop"
)

// The story of a baseline with kappa 0.5: the peg begins at 0.5 s and is owed 50 shares in each tick from 1 s on, so that it
// sends one child in every even tick from 2 s to 540 s, 270 in all; the last asks before the day's last recorded child. Three
// fill it, 267 are the error's: 26,700 shares bought at 10.01 and sold at a mid of 10.00.
const (
	cent    = model.MoneyUnit / 100
	pegs    = 270
	pegLoss = (pegs - 3) * 100 * cent
)

// A story changes the day, the model or the world and says what comes out.
type story struct {
	name    string
	day     func(d *datasets.Tables)
	model   func(f *loop.Fitted)
	control func(v *voice)
	ops     []model.Operation

	pegs     int // children of the peg sent
	legit    int // of the other two
	loss     model.Money
	unmatch  int64
	left     int64 // of parents worked right, more than in the baseline
	halted   bool
	expired  int64
	canceled int64
	denied   int64
	pegDeny  int64
	delayed  int64
	wait     time.Duration
	idle     int64 // reactions that nobody had a reason for
}

func op(at time.Duration, kind model.OperationKind, server model.ServerID, build model.BuildID) model.Operation {
	return model.Operation{At: after(at), Kind: kind, HasServer: true, Server: server, Build: build}
}

func onServer(s model.ServerID) func(*control.Child) bool {
	return func(c *control.Child) bool { return c.Server == s }
}

var deployed = op(-2*time.Hour, model.OpDeploy, 1, bad)

func stories() []story {
	slow := func(f *loop.Fitted) { f.ReportLatency = 3 * time.Second }
	reaction := op(100*time.Second, model.OpRollback, 1, 0)
	reaction.Reaction = true
	override := model.Operation{At: after(200 * time.Second), Kind: model.OpOverride}
	return []story{
		{name: "baseline", pegs: pegs, legit: 6, loss: pegLoss, unmatch: pegs - 3},
		{name: "the_good_build_everywhere_loses_nothing", ops: []model.Operation{}, pegs: 3, legit: 6},
		// The peg's child of tick 100 asks at 100 s or later and halts: 49 were sent before, and the late parent is not worked.
		{name: "halt", control: func(v *voice) { v.vote = from(100*time.Second, control.Halt, nil) },
			pegs: 49, legit: 5, loss: 46 * 100 * cent, unmatch: 46, left: 100, halted: true, pegDeny: 1},
		{name: "a_halt_lets_what_is_at_venues_trade", model: slow, control: func(v *voice) { v.vote = from(100*time.Second, control.Halt, nil) },
			pegs: 49, legit: 5, loss: 46 * 100 * cent, unmatch: 46, left: 100, halted: true, pegDeny: 1},
		// With three seconds to a report the child of tick 98 is still out when that of tick 100 asks.
		{name: "a_kill_cancels", model: slow, control: func(v *voice) { v.vote = from(100*time.Second, control.Kill, nil) },
			pegs: 49, legit: 5, loss: 45 * 100 * cent, unmatch: 45, left: 100, halted: true, canceled: 1, pegDeny: 1},
		{name: "close_stops_one_parent", control: func(v *voice) { v.vote = from(100*time.Second, control.Close, onServer(1)) },
			pegs: 49, legit: 6, loss: 46 * 100 * cent, unmatch: 46, pegDeny: 1},
		{name: "cut_stops_one_server", control: func(v *voice) { v.vote = from(100*time.Second, control.Cut, onServer(1)) },
			pegs: 49, legit: 6, loss: 46 * 100 * cent, unmatch: 46, pegDeny: 1},
		// Cut in tick 100 and back in tick 201, from when on it is owed anew: 51 children of ticks 100 to 200 are missing.
		{name: "an_override_lifts_a_cut", ops: []model.Operation{deployed, override},
			control: func(v *voice) {
				v.vote = func(w *control.World, c *control.Child) control.Verdict {
					if w.Now < after(102*time.Second) {
						return from(100*time.Second, control.Cut, onServer(1))(w, c)
					}
					return control.Pass
				}
			}, pegs: pegs - 51, legit: 6, loss: pegLoss - 51*100*cent, unmatch: pegs - 54, pegDeny: 1},
		// The legit parent asks at 1.5, 2.5, 3.5 and 4.5 s in vain and then goes on as ever; the peg loses ticks 2 and 4.
		{name: "a_denied_parent_asks_again",
			control: func(v *voice) {
				v.vote = func(w *control.World, _ *control.Child) control.Verdict {
					if w.Now < after(5*time.Second) {
						return control.Block
					}
					return control.Pass
				}
			}, pegs: pegs - 2, legit: 6, loss: pegLoss - 200*cent, unmatch: pegs - 5, denied: 4, pegDeny: 2},
		{name: "a_reaction_with_a_reason_stops_it", ops: []model.Operation{deployed, reaction},
			day:  func(d *datasets.Tables) { d.About.ReactionGross = 46_000 * model.MoneyUnit }, // 4,600 shares at 10.00 are there
			pegs: 49, legit: 6, loss: 46 * 100 * cent, unmatch: 46},
		{name: "a_reaction_without_a_reason_does_not_happen", ops: []model.Operation{deployed, reaction},
			day:  func(d *datasets.Tables) { d.About.ReactionGross = 46_000*model.MoneyUnit + 1 },
			pegs: pegs, legit: 6, loss: pegLoss, unmatch: pegs - 3, idle: 1},
		{name: "a_refused_operation_does_not_happen", ops: []model.Operation{deployed, op(100*time.Second, model.OpRollback, 1, 0)},
			control: func(v *voice) { v.refuses = func(o *model.Operation) bool { return o.Kind == model.OpRollback } },
			pegs:    pegs, legit: 6, loss: pegLoss, unmatch: pegs - 3},
		// On the good build the flagged parent has one child, at 0.5 s; from 0.9 s on it runs away, paced from tick 1 on.
		{name: "a_build_changes_under_a_parent", ops: []model.Operation{op(900*time.Millisecond, model.OpDeploy, 1, bad)},
			pegs: pegs + 1, legit: 6, loss: pegLoss + 100*cent, unmatch: pegs - 2},
		// Filled by 3 s and gone: a later bad build finds nothing to run away with.
		{name: "a_full_parent_is_gone", ops: []model.Operation{op(10*time.Second, model.OpDeploy, 1, bad)}, pegs: 3, legit: 6},
		// The price jumps at 50 s, between the child of tick 48 and its report: its limit is worse than the quote by then.
		{name: "a_limit_left_behind_expires", model: slow,
			day: func(d *datasets.Tables) {
				d.QuoteRows.Append(model.Quote{At: after(50 * time.Second), Bid: 109_900, Ask: 110_100})
				for i, at := range d.ChildRows.Sent {
					if at >= after(50*time.Second) {
						d.ChildRows.LimitPx[i] += 10_000
						d.ExecutionRows.LastPx[i] += 10_000
					}
				}
			},
			pegs: pegs, legit: 6, loss: -1, unmatch: pegs - 4, expired: 1},
	}
}

func TestStories(t *testing.T) {
	for _, c := range stories() {
		t.Run(c.name, func(t *testing.T) {
			d := storyDay()
			if c.day != nil {
				c.day(d)
			}
			m := calibrate(t, d)
			m.Fitted.Kappa = 0.5
			if c.model != nil {
				c.model(&m.Fitted)
			}
			v := &voice{}
			if c.control != nil {
				c.control(v)
			}
			o := generate(t, m, loop.Config{Controls: []control.Instance{v.as("voice")}, Operations: c.ops})
			c.check(t, o)
		})
	}
}

// check compares what came out; a figure below 0 is not looked at.
func (c *story) check(t *testing.T, o *loop.Outcome) {
	t.Helper()
	for _, f := range []struct {
		what      string
		got, want int64
	}{
		{"children on server 1", o.Tally.ByServer[1].Children, int64(c.pegs)},
		{"children on server 0", o.Tally.ByServer[0].Children, int64(c.legit)},
		{"shares on server 0", o.Tally.ByServer[0].Shares, int64(c.legit) * 100},
		{"loss", int64(o.Loss.Total()), int64(c.loss)},
		{"unmatched executions", o.Flow.UnmatchedExecutions, c.unmatch},
		{"unexecuted", o.Collateral.Unexecuted, c.left},
		{"expired", o.Flow.Expired, c.expired},
		{"canceled", o.Flow.Canceled, c.canceled},
		{"denied", o.Collateral.Denied, c.denied},
		{"runaway denied", o.Flow.RunawayDenied, c.pegDeny},
		{"delayed", o.Collateral.Delayed, c.delayed},
		{"wait", int64(o.Collateral.Wait), int64(c.wait)},
		{"unprovoked", o.Flow.Unprovoked, c.idle},
	} {
		if f.want >= 0 && f.got != f.want {
			t.Errorf("%s: %d, want %d", f.what, f.got, f.want)
		}
	}
	if (o.Halted != model.Never) != c.halted {
		t.Errorf("halted at %v, want %v", o.Halted, c.halted)
	}
}
