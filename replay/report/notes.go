package report

import (
	"fmt"
	"math/bits"
	"strings"

	"lossreplay/model"
)

// notes returns what a reader must know before quoting a figure.
func notes(r *Results) []string {
	var list []string
	add := func(format string, args ...any) { list = append(list, fmt.Sprintf(format, args...)) }
	if over := r.StandaloneSum.OverLoss; over != nil && len(r.Controls) > 1 {
		add("Figures of controls alone do not add up: what two controls would both have prevented counts twice. Together they come to "+
			"%s times the loss. Shapley shares add up to what all controls prevent together.", model.Price(*over/10_000).Text(2))
	}
	if text := estimated(r); text != "" {
		list = append(list, text)
	}
	l := r.Liquidation
	add("Every figure is a model's claim (assumed): a child order that a control blocks is gone, the router does not ask again; what a "+
		"world still holds is worked at %s of the market's volume until the close, the rest sold as a block at a discount of %s that "+
		"falls with its size to the power %s; %s of our impact stays. How much of the loss this decides stands above, in the lines exit "+
		"and impact. With prices held, a position that is closed early meets prices that the recorded flow pushed: that can end in a gain.",
		share(l.Participation), share(l.Discount), number(l.DiscountExponent), share(l.PermanentImpact))
	if text := unprovoked(r); text != "" {
		list = append(list, text)
	}
	if n := len(r.Assumptions); n > 0 {
		words := make([]string, n)
		for i, a := range r.Assumptions {
			words[i] = a.Key + " " + a.Value
		}
		add("Assumed of the day itself: %s.", strings.Join(words, "; "))
	}
	if text := ordinary(r); text != "" {
		list = append(list, text)
	}
	if text := symbols(r.Evidence, r.Incident); text != "" {
		list = append(list, text)
	}
	if text := unmarketable(r); text != "" {
		list = append(list, text)
	}
	if len(r.OutsideLoss) > 0 {
		words := make([]string, len(r.OutsideLoss))
		for i, o := range r.OutsideLoss {
			words[i] = fmt.Sprintf("%s %s (%s)", o.Name, inFull(o.Amount, r.Currency), o.Tag)
		}
		add("Outside the ledger and prevented by no control here: %s. With it the loss as booked is %s.",
			enumerate(words), inFull(r.BookedLoss, r.Currency))
	}
	if text := factsNote(r.Facts); text != "" {
		list = append(list, text)
	}
	return notNil(list)
}

// estimated says how far Shapley values are to be trusted where they are estimates; nothing where they are exact.
func estimated(r *Results) string {
	if r.Method.Kind != methodSampled {
		return ""
	}
	var most Decimal
	for i := range r.Controls {
		if e := r.Controls[i].ShapleyError; e != nil {
			most = max(most, *e)
		}
	}
	return fmt.Sprintf("Shapley values are estimates from %d pairs of orderings; standard error at most %s. The combinations of %s "+
		"were too many to replay all of them, so that best sets are not known; figures alone and as the last line are exact.",
		r.Method.Pairs, inFull(most, r.Currency), plural(int64(bits.Len64(r.Coalitions)-1), "control"))
}

// symbols says what stands behind the names; nothing if all are published.
func symbols(all []Evidence, incident string) string {
	what := map[string]string{"published": "with published moves", "derived": "derived from public daily bars"}
	var words []string
	open := 0
	for _, e := range all {
		word := what[e.Tag]
		if word == "" {
			word = e.Tag
		}
		if e.Tag != string(model.Published) {
			open += e.Symbols
		}
		words = append(words, fmt.Sprintf("%d %s", e.Symbols, word))
	}
	if open == 0 {
		return ""
	}
	text := "Not every symbol is published"
	if incident == "knight" {
		text = "The SEC named no symbols" // SEC 34-70694 gives their number only
	}
	return text + ": those of the error here are " + enumerate(words) + "."
}

// unmarketable says how many executions were kept that a world's own price would not have allowed.
func unmarketable(r *Results) string {
	var worst *Control
	for i := range r.Controls {
		if c := &r.Controls[i]; c.Evaluable && (worst == nil || c.Standalone.Unmarketable > worst.Standalone.Unmarketable) {
			worst = c
		}
	}
	if worst == nil || worst.Standalone.Unmarketable == 0 {
		return ""
	}
	return fmt.Sprintf("Where flow is gone prices differ, and recorded limits may not reach them: at worst, with %s, that holds for %s "+
		"that are counted all the same.", worst.Label, plural(worst.Standalone.Unmarketable, "execution"))
}

// unprovoked names the controls in whose world people did not do what they did in reaction to the incident: how much
// these controls prevent may rest on that.
func unprovoked(r *Results) string {
	var words []string
	for i := range r.Controls {
		if c := &r.Controls[i]; c.Evaluable && c.Standalone.Unprovoked > 0 {
			words = append(words, c.Label)
		}
	}
	if len(words) == 0 {
		return ""
	}
	return fmt.Sprintf("With %s nobody rolls back (assumed): people react to an error account whose gross has reached %s, and there it "+
		"has not. Replay the day with reaction_gross 0 to see how much of their figures rests on that rule.", enumerate(words), inFull(r.ReactionGross, r.Currency))
}

// factsNote says how the day stands against its published figures.
func factsNote(facts []Fact) string {
	met, missed := 0, []string{}
	for _, f := range facts {
		if f.Met {
			met++
			continue
		}
		word := f.ID + " " + f.Quantity
		if f.Soft {
			word += " (soft)"
		}
		missed = append(missed, word)
	}
	if len(facts) == 0 {
		return ""
	}
	text := fmt.Sprintf("The day meets %d of the %d figures that it is held against.", met, len(facts))
	if len(missed) > 0 {
		text += " It misses " + enumerate(missed) + "."
	}
	return text
}

// share prints a part of one as a percentage, number a plain number, both as short as they are exact.
func share(v float64) string { return number(100*v) + " %" }

func number(v float64) string { return fmt.Sprintf("%.6g", v) }
