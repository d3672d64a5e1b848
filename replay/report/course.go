package report

import "lossreplay/model"

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

// WorldCourse is one world's loss if everything had stopped at each minute and had then been liquidated, up to its own end.
type WorldCourse struct {
	Label, Name string
	Points      []StopPoint
	// Final is the loss of the world as it went, from its last point on.
	Final Decimal
	// Halted is when a control stopped everything for good; nil if none did.
	Halted *Timestamp
}

func (b *builder) course() Course {
	session := b.about.Session
	c := Course{Open: Timestamp(session.Open), End: Timestamp(b.errorEnd())}
	for _, op := range b.day.Operations() {
		if op.Kind == model.OpRollback && op.At >= session.Open && op.At < session.Close {
			c.Rollbacks = append(c.Rollbacks, Timestamp(op.At))
		}
	}
	names := map[string]string{}
	for i, control := range b.main.Controls {
		names[control.Name] = control.Spec.Name
		if b.main.Alone(i).In == 0 {
			c.Idle = append(c.Idle, control.Name)
		}
	}
	leaves, worlds := b.shown()
	for i, l := range leaves {
		c.Worlds = append(c.Worlds, WorldCourse{Label: worlds[i], Name: names[worlds[i]], Points: b.stopPoints(l.Stops),
			Final: Decimal(l.Total()), Halted: stamp(l.Halted)})
	}
	return c
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
