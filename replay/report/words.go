package report

import (
	"fmt"

	"lossreplay/model"
)

// Words prints the amounts and times of one run as its printed table does, so that every form of the report says a figure in
// the same way.
type Words struct {
	currency string
	unit     unit
	clock    clock
}

// Words returns how the run's figures are printed. The error is of an unknown time zone.
func (r *Results) Words() (*Words, error) {
	clock, err := newClock(r.Zone, r.Date)
	if err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	return &Words{r.Currency, unitFor(r.Baseline.Loss, r.Currency), clock}, nil
}

// InFull returns an amount to the last unit: "$457,600,000.00".
func (w *Words) InFull(d Decimal) string { return inFull(d, w.currency) }

// Cents returns an amount to the hundredth of its unit, halves away from zero, for what nobody needs to the last one. What is not 0 never
// reads 0.
func (w *Words) Cents(d Decimal) string {
	const hundredth = Decimal(model.MoneyUnit) / 100
	half := hundredth / 2
	if d < 0 {
		half = -half
	}
	rounded := (d + half) / hundredth * hundredth
	if rounded == 0 && d != 0 {
		if d < 0 {
			return ">" + w.InFull(-hundredth)
		}
		return "<" + w.InFull(hundredth)
	}
	return w.InFull(rounded)
}

// Amount returns an amount with one decimal and its unit: "$3,500.1M". What is not 0 never reads 0.
func (w *Words) Amount(d Decimal) string { return w.unit.text(d) }

// Show is Amount without sign and unit, which are UnitName's: "3,500.1".
func (w *Words) Show(d Decimal) string { return w.unit.show(d) }

// UnitName is the heading of amounts that Show prints: "$M".
func (w *Words) UnitName() string { return w.unit.name() }

// Percent returns a percentage of an amount, cut to one decimal: "99.9", ">100.0", "-" where there is none.
func Percent(d *Decimal, of Decimal) string { return percentText(d, of) }

// Second returns the time of day to tenths of a second, with the date instead on another day than the session's; "never" for nil.
func (w *Words) Second(t *Timestamp) string {
	if t == nil {
		return "never"
	}
	return w.clock.second(model.Time(*t))
}

// Minute returns the time of day to the minute.
func (w *Words) Minute(t Timestamp) string { return w.clock.minute(model.Time(t)) }

// Zone returns what the incident's time zone is called on the day.
func (w *Words) Zone(t Timestamp) string { return w.clock.name(model.Time(t)) }

// Settings returns each parameter of a control with its value and what stands behind it: "limit $2,000,000 (published)".
func (w *Words) Settings(params []Parameter) []string { return settingWords(params, w.currency) }

// Grouped returns a count with commas: "4,000,000".
func Grouped(n int64) string { return grouped(n) }

// Plural returns a count with its noun: "1 order", "2,000 orders".
func Plural(n int64, noun string) string { return plural(n, noun) }

// Enumerate joins words as a sentence does: "a, b and c".
func Enumerate(words []string) string { return enumerate(words) }

// Offset returns how far the incident's clock is ahead of UTC at a moment.
func (w *Words) Offset(t Timestamp) model.Duration {
	_, seconds := model.Time(t).UTC().In(w.clock.zone).Zone()
	return model.Duration(seconds) * 1e9
}

// OtherDay reports whether a moment lies on another day than the session's.
func (w *Words) OtherDay(t Timestamp) bool {
	return model.Time(t).UTC().In(w.clock.zone).Format("2006-01-02") != w.clock.date
}

// Commas sets a comma before every third digit left of the decimal point.
func Commas(number string) string { return commas(number) }
