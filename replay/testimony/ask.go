package testimony

import (
	"context"

	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/replay"
)

// Question names a control and a world. Control is among Controls; World, bit i for Controls[i], may hold it or not.
type Question struct {
	Controls []control.Instance
	World    uint64
	Control  int
}

// On reports whether the control that is asked is on in the world.
func (q *Question) On() bool { return q.World>>q.Control&1 != 0 }

// Alone reports whether no other control is on.
func (q *Question) Alone() bool { return q.World&^(1<<q.Control) == 0 }

// Answer is what there is to say.
type Answer struct {
	Question
	*replay.Testimony
	// Baseline is the loss with no control on.
	Baseline model.Money
	// Lone is the world in which the control is on alone, if others are on in the question's or it is not; else nil.
	Lone *replay.Leaf
	// Near says how close it came, by threshold; empty if it tripped or asks for no amount.
	Near []Near
}

// Trips returns the log of the control.
func (a *Answer) Trips() []control.Trip { return a.Leaf.Trips[a.Question.Control] }

// Ask replays day and returns the answer: one pass, and up to three more if the control never tripped. progress is called as in
// [replay.Config]. Errors are those of [replay.Run]. It panics if a control of the question cannot be judged on the day in a way
// that its monitor notices; callers ask [replay.CannotJudge] first.
func Ask(ctx context.Context, day replay.Day, q Question, progress func(replay.Progress)) (*Answer, error) {
	own := uint64(1) << q.Control
	lone := []uint64{}
	if q.World != own {
		lone = append(lone, own)
	}
	r, err := replay.Run(ctx, day, replay.Config{Controls: q.Controls, Coalitions: lone, ImpactOnly: true, NoCourse: true, Progress: progress,
		Watch: &replay.Watch{World: q.World, Watched: own &^ q.World, Control: q.Control}})
	if err != nil {
		return nil, err
	}
	a := &Answer{Question: q, Testimony: r.Testimony, Baseline: r.Baseline().Total()}
	if len(lone) > 0 {
		a.Lone = r.Alone(q.Control)
	}
	if len(a.Trips()) == 0 {
		a.Near, err = nearest(ctx, day, q, progress)
	}
	return a, err
}
