package report

import "lossreplay/model"

// Course is what the figure draws: losses over the session's time.
type Course struct {
	Open, End Timestamp // of the recorded flow
	// Rollbacks are the recorded roll-backs during the session, in order of time.
	Rollbacks []Timestamp
	Worlds    []WorldCourse // the baseline first
}

// WorldCourse is one world's loss if everything had stopped at each minute and had then been liquidated, up to its own end.
type WorldCourse struct {
	Label  string
	Points []StopPoint
	// Final is the loss of the world as it went, from its last point on.
	Final Decimal
	// Halted is when a control stopped everything for good; nil if none did.
	Halted *Timestamp
}

func (b *builder) course() Course {
	session := b.about.Session
	c := Course{Open: Timestamp(session.Open), End: Timestamp(b.tick(b.main.FlowEnd))}
	for _, op := range b.day.Operations() {
		if op.Kind == model.OpRollback && op.At >= session.Open && op.At < session.Close {
			c.Rollbacks = append(c.Rollbacks, Timestamp(op.At))
		}
	}
	leaves, worlds := b.shown()
	for i, l := range leaves {
		c.Worlds = append(c.Worlds, WorldCourse{Label: worlds[i], Points: b.stopPoints(l.Stops), Final: Decimal(l.Total()), Halted: stamp(l.Halted)})
	}
	return c
}
