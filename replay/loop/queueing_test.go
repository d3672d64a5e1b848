package loop_test

import (
	"slices"
	"testing"
	"time"

	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/replay/loop"
)

// gap is a throttle that makes children of a server wait until it has sent nothing for so long.
func gap(every time.Duration) *voice {
	next := map[model.ServerID]model.Time{}
	v := &voice{}
	v.vote = func(w *control.World, c *control.Child) control.Verdict {
		if w.Now < next[c.Server] {
			return control.Delay
		}
		return control.Pass
	}
	v.ready = func(_ *control.World, c *control.Child) model.Time { return next[c.Server] }
	v.onSent = func(w *control.World, c *control.Child) { next[c.Server] = w.Now.Add(every) }
	return v
}

func TestAQueueDelaysAndLosesNothing(t *testing.T) {
	m := calibrate(t, storyDay())
	m.Fitted.Kappa = 0.5
	v := gap(10 * time.Second)
	o := generate(t, m, loop.Config{Controls: []control.Instance{v.as("gap")}})
	// The legit parent's children: one goes at 1.5 s; each next is made 1.01 s after the last and waits for the 8.99 s left of its
	// ten. The late one finds its server free.
	if got, want := o.Collateral, (loop.Collateral{Delayed: 4, Wait: 4 * 8990 * time.Millisecond}); got != want {
		t.Errorf("collateral %+v, want %+v", got, want)
	}
	if got := o.Tally.ByServer[0]; got.Children != 6 || got.Shares != 600 {
		t.Errorf("%d children, %d shares of the parents that are worked right", got.Children, got.Shares)
	}
	// The peg sends in tick 2 and then every ten seconds, with one child waiting all the time: at 2 s + phase + 10 k s, before 541.5 s.
	if got := o.Tally.ByServer[1].Children; got != 54 {
		t.Errorf("%d children of the peg, want 54", got)
	}
	if o.Flow.RunawayDelayed != 54 || o.Loss.Total() != 51*100*cent {
		t.Errorf("%d of them waited, loss %v", o.Flow.RunawayDelayed, o.Loss.Total())
	}
}

// A queue that opens at 100 s lets go the child that waits since the beginning, and at once all that the peg was owed meanwhile:
// in the end as many as without it. At kappa 0.5 that is a child of tick 2 and 49 more, at kappa 4 one of tick 1 and 399 more.
func TestAQueueOnlyDelays(t *testing.T) {
	m := calibrate(t, storyDay())
	for _, c := range []struct {
		kappa        float64
		atOnce, pegs int64
	}{{0.5, 50, pegs}, {4, 400, 540*4 + 2}} {
		m.Fitted.Kappa = c.kappa
		v := &voice{ready: func(*control.World, *control.Child) model.Time { return after(100 * time.Second) }}
		v.vote = func(w *control.World, c *control.Child) control.Verdict {
			if c.Server == 1 && w.Now < after(100*time.Second) {
				return control.Delay
			}
			return control.Pass
		}
		var atOnce int64
		v.onSent = func(w *control.World, c *control.Child) {
			if c.Parent == peg && w.Now < after(100*time.Second+time.Microsecond) {
				atOnce++
			}
		}
		o := generate(t, m, loop.Config{Controls: []control.Instance{v.as("queue")}})
		if atOnce != c.atOnce || o.Tally.ByServer[1].Children != c.pegs {
			t.Errorf("kappa %v: %d children when the queue opens, %d in all", c.kappa, atOnce, o.Tally.ByServer[1].Children)
		}
		if o.Flow.RunawayDelayed != 1 || o.Flow.RunawayWait < 97*time.Second || o.Flow.RunawayWait > 99*time.Second || o.Collateral.Delayed != 0 {
			t.Errorf("kappa %v: %+v, %+v", c.kappa, o.Flow, o.Collateral)
		}
	}
}

// A child that comes back asks before a new one of the same nanosecond, whatever their parents' numbers.
func TestThoseThatComeBackAskFirst(t *testing.T) {
	m := calibrate(t, storyDay())
	at := 541*time.Second + 500*time.Millisecond // when the late parent asks
	v := &voice{ready: func(*control.World, *control.Child) model.Time { return after(at) }}
	v.vote = func(w *control.World, c *control.Child) control.Verdict {
		if c.Parent == legit && w.Now < after(at) {
			return control.Delay
		}
		return control.Pass
	}
	generate(t, m, loop.Config{Controls: []control.Instance{v.as("queue")}})
	n := len(v.sent)
	if v.sent[n-2].Parent != legit || v.sent[n-1].Parent != late {
		t.Errorf("the last two are of parents %d and %d", v.sent[n-2].Parent, v.sent[n-1].Parent)
	}
}

// A child that nobody ever lets go waits for the rest of the day; its parent sends nothing more and is left unexecuted.
func TestAChildMayWaitForEver(t *testing.T) {
	m := calibrate(t, storyDay())
	v := &voice{vote: from(2*time.Second, control.Delay, onServer(0)), ready: func(*control.World, *control.Child) model.Time { return model.Never }}
	o := generate(t, m, loop.Config{Controls: []control.Instance{v.as("never")}})
	// Held from 2.51 s and from 541.5 s to the end of the flow at 542 s.
	if want := (loop.Collateral{Unexecuted: 500, Delayed: 2, Wait: 540*time.Second - 10*time.Millisecond}); o.Collateral != want {
		t.Errorf("collateral %+v, want %+v", o.Collateral, want)
	}
}

// The strictest verdict wins whatever the order, and a control is asked for a time only where its delay stood.
func TestTheStrictestVerdictWins(t *testing.T) {
	m := calibrate(t, storyDay())
	for _, order := range [][2]int{{0, 1}, {1, 0}} {
		asked := 0
		both := []control.Instance{
			(&voice{vote: from(0, control.Block, nil)}).as("block"),
			(&voice{vote: from(0, control.Delay, nil), ready: func(w *control.World, _ *control.Child) model.Time {
				asked++
				return w.Now.Add(time.Second)
			}}).as("delay"),
		}
		o := generate(t, m, loop.Config{Controls: []control.Instance{both[order[0]], both[order[1]]}})
		if o.Tally.Total.Children != 0 || asked != 0 || o.Collateral.Delayed != 0 || o.Collateral.Denied == 0 {
			t.Errorf("order %v: %d children, asked %d times, %+v", order, o.Tally.Total.Children, asked, o.Collateral)
		}
	}
}

// Of two controls that delay, the later moment counts, and of children that ask again at one moment the older asks first.
func TestThoseThatWaitKeepTheirOrder(t *testing.T) {
	m := calibrate(t, storyDay())
	m.Fitted.Kappa = 0.5
	until := func(at time.Duration) *voice {
		return &voice{vote: func(w *control.World, _ *control.Child) control.Verdict {
			if w.Now < after(at) {
				return control.Delay
			}
			return control.Pass
		}, ready: func(*control.World, *control.Child) model.Time { return after(at) }}
	}
	early, last := until(20*time.Second), until(30*time.Second)
	var sent []model.Time
	last.onSent = func(w *control.World, _ *control.Child) { sent = append(sent, w.Now) }
	generate(t, m, loop.Config{Controls: []control.Instance{early.as("early"), last.as("last")}})
	if !slices.IsSorted(sent) || sent[0] != after(30*time.Second) || sent[1] != sent[0] {
		t.Fatalf("first children went at %v, %v", sent[0], sent[1])
	}
	if last.sent[0].Parent != legit || last.sent[1].Parent != peg { // made at 1.5 s and in tick 2
		t.Errorf("parents %d and %d went in this order", last.sent[0].Parent, last.sent[1].Parent)
	}
}

func TestADelayWithoutATimePanics(t *testing.T) {
	m := calibrate(t, storyDay())
	mute := control.Instance{Name: "mute", Spec: &control.Spec{New: func(control.Values, *control.Env) control.Monitor { return muteDelay{} }}}
	defer func() {
		if recover() == nil {
			t.Error("a delay without a time is taken")
		}
	}()
	generate(t, m, loop.Config{Controls: []control.Instance{mute}})
}

type muteDelay struct{}

func (muteDelay) Clone() control.Monitor { return muteDelay{} }

func (muteDelay) Trips() []control.Trip { return nil }

func (muteDelay) Vote(*control.World, *control.Child) control.Verdict { return control.Delay }
