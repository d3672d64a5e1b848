package report

import (
	"cmp"
	"fmt"
	"slices"

	"lossreplay/model"
)

// Line is a part of the loss: its name, what it is in plain words, and the amount.
type Line struct {
	Name, About string
	Amount      Decimal
}

// Lines returns the parts of the baseline's loss in the order of the ledger. They add up to it exactly.
func (r *Results) Lines() []Line {
	d := &r.Baseline.Decomposition
	return []Line{
		{"spread", "the bid-ask spread that was crossed", d.Spread},
		{"acquisition impact", "the price moves that the firm's own orders caused", d.Impact},
		{"drift", "the market's own move", d.Drift},
		{"recapture", "the firm's own impact that was still in the price at the exit", d.Recapture},
		{"exit in the market", "working the position until the close", d.ExitMarket},
		{"exit as a block", "the discount to the buyer of the rest", d.ExitBlock},
		{"fees", "what exchanges and clearing took", d.Fees},
	}
}

// Told returns what happened in three sentences: the orders, the position, the loss.
func (r *Results) Told(w *Words) []string {
	b := &r.Baseline
	when := ""
	if r.Course.Open < b.FlowEnd {
		when = fmt.Sprintf("Between %s and %s %s on %s, ", w.Minute(r.Course.Open), w.Minute(b.FlowEnd), w.Zone(b.FlowEnd), longDate(r.Date))
		if w.Minute(r.Course.Open) == w.Minute(b.FlowEnd) {
			when = fmt.Sprintf("At %s %s on %s, ", w.Minute(b.FlowEnd), w.Zone(b.FlowEnd), longDate(r.Date))
		}
	}
	verb, amount := "lost", b.Loss
	if amount < 0 {
		verb, amount = "gained", -amount
	}
	last := fmt.Sprintf("Getting in and out of it %s %s", verb, w.InFull(amount))
	if most := r.mostOfTheLoss(w); len(most) > 0 {
		last += "; the largest parts are " + enumerate(most)
	}
	return []string{
		capital(fmt.Sprintf("%s%s of %s went beyond what %s asked for, in %s.", when, plural(b.Executions, "execution"), plural(b.Shares, "share"),
			plural(b.Parents, "customer order"), plural(int64(b.Symbols), "stock"))),
		fmt.Sprintf("When the flow ended the firm held positions that it had never wanted: %s bought in %s and %s sold short in %s.",
			w.Amount(b.LongNotional), plural(int64(b.LongSymbols), "stock"), w.Amount(b.ShortNotional), plural(int64(b.ShortSymbols), "stock")),
		last + ".",
	}
}

// capital begins a sentence.
func capital(text string) string {
	if text != "" && text[0] >= 'a' && text[0] <= 'z' {
		return string(text[0]-'a'+'A') + text[1:]
	}
	return text
}

// longDate returns a date as people write it: 1 August 2012.
func longDate(date string) string {
	if t, err := model.ParseTime(date + "T00:00:00Z"); err == nil {
		return t.UTC().Format("2 January 2006")
	}
	return date
}

// LongDate returns the day of the incident as people write it: 1 August 2012.
func (r *Results) LongDate() string { return longDate(r.Date) }

// mostOfTheLoss names the two largest lines of the loss.
func (r *Results) mostOfTheLoss(w *Words) (words []string) {
	lines := r.Lines()
	slices.SortStableFunc(lines, func(a, b Line) int { return cmp.Compare(b.Amount, a.Amount) })
	for _, l := range lines[:2] {
		if l.Amount > 0 {
			words = append(words, l.About+" ("+w.Amount(l.Amount)+")")
		}
	}
	return words
}

// Caution is what a reader must know before quoting any figure.
const Caution = "Each figure is a model's claim about a day that did not happen: the record is replayed with one thing changed, and what " +
	"people and markets would have done then is assumed. Figures of controls alone do not add up."
