package report

import (
	"fmt"

	"lossreplay/model"
	"lossreplay/replay"
)

// explain returns why control i alone, in leaf alone of its run, prevents exactly all of the loss, more than all, exactly
// nothing, or less; empty for what lies between, where the figure speaks for itself. Only what the leaf shows is said.
func (b *builder) explain(subject *Subject, alone *replay.Leaf, i int) string {
	blocked := fmt.Sprintf("it blocked %s and %s of the error's", plural(alone.Collateral.Orders, "legitimate order"),
		plural(b.baseline.Flow.UnmatchedExecutions-alone.Flow.UnmatchedExecutions, "execution"))
	switch total := alone.Total(); {
	case total > b.baseline.Total():
		return "the loss is larger with it: " + blocked + ", and what went through cost more, by position and by price"
	case total == b.baseline.Total():
		return b.explainNothing(subject, alone, i)
	case total < 0:
		return "the account ends with a gain: " + blocked
	case total == 0 && alone.Flow.UnmatchedExecutions == 0:
		return "nothing was executed beyond what parents asked for" + b.since(alone, i)
	case total == 0:
		return fmt.Sprintf("%s still went to the error account; their result is exactly 0",
			plural(alone.Flow.UnmatchedExecutions, "execution"))
	}
	return ""
}

// since says when the control was first in effect, if that was before the session.
func (b *builder) since(alone *replay.Leaf, i int) string {
	effect := firstEffect(alone, i)
	switch {
	case effect == model.Never:
		return ""
	case effect < b.about.Session.Open:
		return fmt.Sprintf(": in effect at %s, before the open", b.clock.second(effect))
	}
	return fmt.Sprintf(": in effect at %s", b.clock.second(effect))
}

func (b *builder) explainNothing(subject *Subject, alone *replay.Leaf, i int) string {
	trips := len(alone.Trips[i])
	if alone.In>>i&1 != 0 {
		if n := alone.Collateral.Orders; n > 0 {
			return fmt.Sprintf("it blocked %s and nothing of the error's", plural(n, "legitimate order"))
		}
		return "it acted, and the error account executed the same"
	}
	if trips == 0 {
		text := "it never tripped: nothing that it covers passed its limit"
		if subject.Coverage != "" {
			text += ". Coverage: " + subject.Coverage
		}
		return text
	}
	effect, end := firstEffect(alone, i), b.tick(b.main.FlowEnd)
	if effect >= end {
		return fmt.Sprintf("it tripped, and would have acted at %s: the flow had ended at %s", b.clock.second(effect), b.clock.second(end))
	}
	text := fmt.Sprintf("it tripped %s, and nothing followed that it could block", times(trips))
	if subject.InForce {
		text += ": it was in force, so what it did that day is in the record already"
	}
	return text
}

// firstEffect returns when the earliest trip of control i took effect; Never if it did not trip.
func firstEffect(alone *replay.Leaf, i int) model.Time {
	effect := model.Never
	for _, t := range alone.Trips[i] {
		effect = min(effect, t.Effect)
	}
	return effect
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return grouped(int64(n)) + " times"
}
