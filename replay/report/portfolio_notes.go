package report

import "fmt"

// tags says what stands behind the costs and reliabilities.
func (d *Portfolio) tags() string {
	tags, assumed := map[string]bool{d.Terms.Tag: true}, 0
	for i := range d.Controls {
		tags[d.Controls[i].Tag] = true
		if d.Controls[i].Tag == "assumed" {
			assumed++
		}
	}
	switch {
	case len(tags) == 1:
		return "all " + d.Terms.Tag
	case assumed > 0 || d.Terms.Tag == "assumed":
		return fmt.Sprintf("assumed for %d of the %d controls", assumed, len(d.Controls))
	}
	return "none assumed"
}

// portfolioNotes returns what to know before quoting a figure.
func portfolioNotes(d *Portfolio) []string {
	t := &d.Terms
	notes := []string{
		"Costs are held against one incident, whose loss is a model's claim; how often such a day comes nobody knows. So cost and loss stay two " +
			"numbers, and the best set for a budget says nothing about whether to spend it.",
	}
	blocked := fmt.Sprintf("A blocked legitimate order costs %s (%s). On ordinary days that is part of a control's cost: orders blocked on a mean of %s, "+
		"made up and all counted alike, x %d days x %s. An order that two controls block counts twice: an upper bound.",
		inFull(t.BlockedOrder, d.Currency), t.Tag, plural(int64(t.OrdinaryDays), "ordinary day"), t.DaysAYear, plural(t.Years, "year"))
	if t.OrdinaryDays == 0 {
		blocked = fmt.Sprintf("A blocked legitimate order costs %s (%s). The run replayed no ordinary days (run --normal), so what controls block there "+
			"costs nothing here.", inFull(t.BlockedOrder, d.Currency), t.Tag)
	}
	notes = append(notes, blocked)
	if d.Draws == 1 && (d.Objective == "worst" || d.Objective == "regret") {
		notes = append(notes, "There is one run and no draws: "+d.Objective+" chooses as expected does.")
	}
	if d.Draws == 1 {
		notes = append(notes, "One reconstruction is one draw: what is not known of the day is not in these figures. run --draws N puts it in.")
	}
	if d.Capital != nil {
		notes = append(notes, fmt.Sprintf("The capital of %s is %s: %s.", inFull(d.Capital.Amount, d.Currency), d.Capital.Tag, d.Capital.Source))
	}
	if len(d.Groups) > 0 {
		notes = append(notes, "Members of a group go down together in the part beta of their failures, else each by itself; other controls fail "+
			"independently. A control that fails is as if it had never been switched on.")
	}
	return append(notes, "The lists by Shapley and by what controls prevent alone ignore overlap and failures: that is how they differ from the best set.")
}
