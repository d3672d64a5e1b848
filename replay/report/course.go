package report

import (
	"fmt"

	"lossreplay/model"
)

// Course is what the figure draws: losses over the session's time.
type Course struct {
	// Open is when the session opens, End when the error had ended: the baseline's loss moves no more.
	Open, End Timestamp
	// Rollbacks are the recorded roll-backs during the session, in order of time.
	Rollbacks []Timestamp
	Worlds    []WorldCourse // the baseline first
	// Idle are the labels of controls that alone change nothing: their world is the baseline.
	Idle []string
}

// WorldCourse is one world's loss curve: had everything stopped at each minute and been liquidated, up to its own end.
type WorldCourse struct {
	Label, Name string
	Points      []StopPoint
	// Final is the loss of the world as it went, from its last point on.
	Final Decimal
	// Halted is when a control stopped everything for good; nil if none did.
	Halted *Timestamp
}

// course returns what the rows and the document say of the baseline and of each control alone. The error says whose leaf is
// not among the rows.
func (r *Results) course() (Course, error) {
	c := Course{Open: r.Session.Open, End: r.Baseline.ErrorEnd}
	for _, op := range r.Operations {
		if op.Kind == model.OpRollback.String() && op.At >= r.Session.Open && op.At < r.Session.Close {
			c.Rollbacks = append(c.Rollbacks, op.At)
		}
	}
	curves := map[int][]StopPoint{}
	for _, row := range r.CurveRows {
		curves[row.Leaf] = append(curves[row.Leaf], StopPoint{Timestamp(row.At), Decimal(row.Loss)})
	}
	add := func(set uint64, label, name string) error {
		l := r.leafOf(set)
		switch {
		case l == nil || len(curves[l.Leaf]) == 0:
			return fmt.Errorf("there is no leaf or no curve of %s", label)
		case set != 0 && l.InSet == 0:
			c.Idle = append(c.Idle, label)
		default:
			c.Worlds = append(c.Worlds, WorldCourse{Label: label, Name: name, Points: curves[l.Leaf], Final: Decimal(l.Total), Halted: stamp(l.Halted)})
		}
		return nil
	}
	if err := add(0, baselineWorld, ""); err != nil {
		return c, err
	}
	for i := range r.lattice() {
		if err := add(1<<i, r.Controls[i].Label, r.Controls[i].Name); err != nil {
			return c, err
		}
	}
	return c, nil
}

// lattice returns the controls of the lattice: those that the day can judge, which come first.
func (r *Results) lattice() []Control {
	for i := range r.Controls {
		if !r.Controls[i].Evaluable {
			return r.Controls[:i]
		}
	}
	return r.Controls
}

// leafOf returns the leaf of a coalition, prices freed of the missing flow's impact; nil if the run did not ask for it.
func (r *Results) leafOf(set uint64) *LeafRow {
	for i := range r.LeafRows {
		if l := &r.LeafRows[i]; l.Prices == pricesImpact && l.InSet&^set == 0 && l.OutSet&set == 0 {
			return l
		}
	}
	return nil
}

// errorEnd returns the start of the first tick from which on no child that a correct router would not have sent executes: the
// end of the recorded flow, or earlier, where legitimate flow went on.
func (b *builder) errorEnd() model.Time {
	end := b.main.FlowEnd
	points := b.baseline.Points
	for i := len(points) - 1; i > 0 && points[i].RogueShares == points[i-1].RogueShares; i-- {
		end = int(points[i-1].Tick)
	}
	return b.tick(end)
}
