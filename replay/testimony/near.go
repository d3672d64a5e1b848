package testimony

import (
	"context"
	"fmt"
	"math"
	"math/bits"
	"slices"

	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/replay"
)

// Near says how close a control that never tripped came to one of its thresholds: how much lower that would have had to be.
type Near struct {
	// Param is the threshold; nil if it stands in a rule. Values are then basis points of what the rule says.
	Param *control.Param
	// Set is where it stands, Lowest the smallest value it may have.
	Set, Lowest int64
	// Highest is the highest value tried at which it would have tripped, and Next the lowest above that at which it would not.
	// Trip is its first trip at Highest. With Tripped false it would not have tripped at any value; the three are then zero.
	Tripped       bool
	Highest, Next int64
	Trip          control.Trip
}

// How a threshold is bracketed: at most so many passes over the day, with so many lower values each, until the bracket is that
// part of its lower end. The values of a range of eight powers of ten are then less than a percent apart.
const (
	passesMax  = 3
	valuesMax  = 14
	fineEnough = 100
)

// ladder is one threshold under search: it trips at highest, or at nothing yet, and does not at next.
type ladder struct{ Near }

// nearest returns how close the control came, by threshold. Lower copies of it watch its world, all in one pass, and are not
// obeyed; the next pass looks between the highest that tripped and the one above.
func nearest(ctx context.Context, day replay.Day, q Question, progress func(replay.Progress)) ([]Near, error) {
	var ladders []*ladder
	spec := q.Controls[q.Control].Spec
	for _, name := range spec.Thresholds {
		p := spec.Param(name)
		ladders = append(ladders, newLadder(p, q.Controls[q.Control].Values[name], p.Min))
	}
	if spec.Lowered != nil {
		ladders = append(ladders, newLadder(nil, 10_000, 1))
	}
	for pass := range passesMax {
		copies := climb(q, ladders, pass == 0)
		if len(copies) == 0 {
			break
		}
		if err := try(ctx, day, q, copies, progress); err != nil {
			return nil, err
		}
	}
	var near []Near
	for _, l := range ladders {
		near = append(near, l.Near)
	}
	return near, nil
}

// newLadder returns the search below a threshold's value.
func newLadder(p *control.Param, set, least int64) *ladder {
	return &ladder{Near: Near{Param: p, Set: set, Lowest: least, Next: set}}
}

// rung is a copy of the control with one threshold lower.
type rung struct {
	ladder  *ladder
	value   int64
	control control.Instance
}

// climb returns the copies of the next pass.
func climb(q Question, ladders []*ladder, first bool) (copies []rung) {
	room := 0
	if n := len(ladders); n > 0 {
		room = min((replay.ControlsMax-len(q.Controls))/n, valuesMax)
	}
	asked := q.Controls[q.Control]
	for i, l := range ladders {
		for _, v := range l.next(room, first) {
			name := fmt.Sprintf("%s at %d of threshold %d", asked.Name, v, i)
			var c control.Instance
			if l.Param != nil {
				c = asked.With(name, l.Param.Name, v)
			} else {
				c = asked.Lower(name, v)
			}
			copies = append(copies, rung{l, v, c})
		}
	}
	return copies
}

// next returns the values to try, ascending: at most n, between where it is known to trip and where it is known not to.
func (l *ladder) next(n int, first bool) []int64 {
	low, high := l.Highest+1, l.Next-1 // both to be tried
	if first {
		low = l.Lowest
	}
	if n < 2 || low > high || !first && (!l.Tripped || l.Next-l.Highest <= max(l.Highest/fineEnough, 1)) {
		return nil
	}
	if high-low < int64(n) {
		var all []int64
		for v := low; v <= high; v++ {
			all = append(all, v)
		}
		return all
	}
	values := []int64{low}
	ratio := math.Log(float64(high) / float64(max(low, 1)))
	for i := 1; i < n-1; i++ {
		v := float64(max(low, 1)) * math.Exp(ratio*float64(i)/float64(n-1))
		values = append(values, min(max(round(int64(v)), low), high))
	}
	return slices.Compact(append(values, high))
}

// round cuts a value to four digits, so that it reads well.
func round(v int64) int64 {
	step := int64(1)
	for v/step >= 10_000 {
		step *= 10
	}
	return v / step * step
}

// try replays the day with the copies watching, and notes which of them tripped.
func try(ctx context.Context, day replay.Day, q Question, copies []rung, progress func(replay.Progress)) error {
	controls := slices.Clone(q.Controls)
	watch := replay.Watch{World: q.World, Control: q.Control, Watched: (1 << q.Control) &^ q.World}
	for _, c := range copies {
		watch.Watched |= 1 << len(controls)
		controls = append(controls, c.control)
	}
	r, err := replay.Run(ctx, day, replay.Config{Controls: controls, Coalitions: []uint64{}, ImpactOnly: true, NoCourse: true, Watch: &watch,
		Progress: progress})
	if err != nil {
		return err
	}
	for i, c := range copies {
		first, tripped := earliest(r.Testimony.Leaf.Trips[len(q.Controls)+i])
		switch l := c.ladder; {
		case tripped && (!l.Tripped || c.value > l.Highest):
			l.Tripped, l.Highest, l.Trip = true, c.value, first
		}
	}
	for _, c := range copies {
		if l := c.ladder; (!l.Tripped || c.value > l.Highest) && l.Tripped {
			l.Next = min(l.Next, c.value)
		}
	}
	return nil
}

// earliest returns the first trip of a log.
func earliest(trips []control.Trip) (first control.Trip, any bool) {
	first.At = model.Never
	for _, t := range trips {
		if t.At < first.At {
			first, any = t, true
		}
	}
	return first, any
}

// Others returns the positions of the controls of the world but the one that is asked.
func (q *Question) Others() []int {
	var list []int
	for set := q.World &^ (1 << q.Control); set != 0; set &= set - 1 {
		list = append(list, bits.TrailingZeros64(set))
	}
	return list
}
