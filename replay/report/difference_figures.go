package report

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"

	"lossreplay/model"
)

// The names of what a control prevents alone, and of its share.
const (
	figurePrevented = "prevented alone"
	figureShapley   = "Shapley"
)

// shortSum returns the beginning of a text's checksum.
func shortSum(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256 " + hex.EncodeToString(sum[:6])
}

// sheet is the figures of a run or of one of its controls, in order; nil stands for none.
type sheet struct {
	names  []string
	values map[string]any // *Decimal, *int64, *Timestamp or *string
	units  map[string]string
}

func newSheet() *sheet { return &sheet{values: map[string]any{}, units: map[string]string{}} }

func (s *sheet) put(name, unit string, value any) {
	s.names = append(s.names, name)
	s.values[name], s.units[name] = value, unit
}

func (s *sheet) money(name string, d Decimal) { s.put(name, "money", &d) }

func (s *sheet) drawn(name string, f *FigureRange) {
	s.money(name+", 5 % of draws", f.P5)
	s.money(name+", median of draws", f.Median)
	s.money(name+", 95 % of draws", f.P95)
}

func (s *sheet) count(name string, n int64) { s.put(name, "count", &n) }

func (s *sheet) text(name, text string) { s.put(name, "text", &text) }

func (s *sheet) time(name string, t *Timestamp) {
	if t != nil {
		s.put(name, "time", t)
	}
}

// changes returns the figures that differ.
func changes(old, new *sheet) []Figure {
	list := []Figure{}
	names := slices.Clone(old.names)
	for _, name := range new.names {
		if _, has := old.values[name]; !has {
			names = append(names, name)
		}
	}
	for _, name := range names {
		a, b := shownFigure(old.values[name]), shownFigure(new.values[name])
		if (a == nil) == (b == nil) && (a == nil || *a == *b) {
			continue
		}
		unit := old.units[name]
		if unit == "" {
			unit = new.units[name]
		}
		list = append(list, Figure{name, unit, a, b, change(old.values[name], new.values[name])})
	}
	slices.SortStableFunc(list, func(x, y Figure) int {
		return slices.Index(figureOrder, x.Figure) - slices.Index(figureOrder, y.Figure)
	})
	return list
}

// figureOrder is the order of figures, which must not hang on which run has one.
var figureOrder = []string{
	"loss", "executions", "shares", "legitimate orders", "controls", "loss with all controls", "loss with all controls, held", "faithful",
	"evaluable", figurePrevented, "prevented alone, held", "last line", figureShapley, "first trip", "trips", "stopped everything",
	"legitimate orders blocked", "blocked of a million on ordinary days",
	"prevented alone, 5 % of draws", "prevented alone, median of draws", "prevented alone, 95 % of draws",
	"Shapley, 5 % of draws", "Shapley, median of draws", "Shapley, 95 % of draws",
}

func shownFigure(v any) *string {
	text := ""
	switch v := v.(type) {
	case *Decimal:
		text = v.String()
	case *int64:
		text = decimal(*v)
	case *Timestamp:
		text = model.Time(*v).String()
	case *string:
		text = *v
	default:
		return nil
	}
	return &text
}

// change returns new less old, null where one is missing or has no size.
func change(old, new any) *Decimal {
	var d Decimal
	switch a := old.(type) {
	case *Decimal:
		b, ok := new.(*Decimal)
		if !ok {
			return nil
		}
		sum, fits := model.Money(*b).Add(-model.Money(*a))
		if !fits {
			return nil
		}
		d = Decimal(sum)
	case *int64:
		b, ok := new.(*int64)
		if !ok {
			return nil
		}
		d = Decimal(*b-*a) * Decimal(model.MoneyUnit)
	case *Timestamp:
		b, ok := new.(*Timestamp)
		if !ok {
			return nil
		}
		d = seconds(*a, *b)
	default:
		return nil
	}
	return &d
}

// figures compares what the runs say of the day.
func (d *Difference) figures(old, new *Results) {
	of := func(r *Results) *sheet {
		s := newSheet()
		s.money("loss", r.Baseline.Loss)
		s.count("executions", r.Baseline.Executions)
		s.count("shares", r.Baseline.Shares)
		s.count("legitimate orders", r.Legitimate.Orders)
		s.count("controls", int64(len(r.Controls)))
		s.money("loss with all controls", r.AllControls.Loss)
		s.money("loss with all controls, held", r.AllControls.LossNoImpact)
		s.text("faithful", map[bool]string{true: "yes", false: "no"}[r.Fidelity.Exact])
		return s
	}
	d.Figures = changes(of(old), of(new))
}

// controls compares every control and variant by its label.
func (d *Difference) controls(old, new *Results) {
	before, after := sheets(old), sheets(new)
	names := map[string]string{}
	for _, r := range []*Results{new, old} {
		for _, s := range r.subjects() {
			if _, has := names[s.Label]; !has || s.Name < names[s.Label] {
				names[s.Label] = s.Name
			}
		}
	}
	for label, name := range names {
		a, b := before[label], after[label]
		if a == nil || b == nil {
			a, b = aloneOnly(a), aloneOnly(b)
		}
		if figures := changes(a, b); len(figures) > 0 {
			d.Controls = append(d.Controls, ControlChange{label, name, figures})
		}
	}
	slices.SortFunc(d.Controls, largest)
}

// aloneOnly keeps of a control that only one run has what it prevents alone; the other run's sheet is empty.
func aloneOnly(s *sheet) *sheet {
	only := newSheet()
	if s != nil && s.values[figurePrevented] != nil {
		only.put(figurePrevented, "money", s.values[figurePrevented])
	}
	return only
}

// sheets returns the figures of every control and variant by label.
func sheets(r *Results) map[string]*sheet {
	all := map[string]*sheet{}
	for _, s := range r.subjects() {
		all[s.Label] = subjectSheet(s)
	}
	for i := range r.Controls {
		c := &r.Controls[i]
		if c.LastLine != nil {
			all[c.Label].money("last line", c.LastLine.Prevented)
		}
		if c.Shapley != nil {
			all[c.Label].money(figureShapley, *c.Shapley)
		}
	}
	if r.Ranges != nil {
		for i := range r.Ranges.Controls {
			c := &r.Ranges.Controls[i]
			if s := all[c.Label]; s != nil {
				s.drawn(figurePrevented, &c.Prevented)
				s.drawn(figureShapley, &c.Shapley)
			}
		}
	}
	return all
}

func subjectSheet(s *Subject) *sheet {
	f := newSheet()
	f.text("evaluable", map[bool]string{true: "yes", false: "no: " + s.NotEvaluableBecause}[s.Evaluable])
	f.time("first trip", s.FirstTrip)
	if a := s.Standalone; a != nil {
		f.money(figurePrevented, a.Prevented)
		f.money("prevented alone, held", a.PreventedNoImpact)
		f.count("trips", int64(a.Trips))
		f.time("stopped everything", a.Halted)
		f.count("legitimate orders blocked", a.CollateralOrders)
	}
	if s.Normal != nil {
		f.count("blocked of a million on ordinary days", s.Normal.OrdersPerMillion)
	}
	return f
}

// sets compares the best sets of each size.
func (d *Difference) sets(old, new *Results) {
	of := func(r *Results, size int) *BestSet {
		for i := range r.BestSets {
			if r.BestSets[i].Size == size {
				return &r.BestSets[i]
			}
		}
		return nil
	}
	for size := 1; size <= bestSizes; size++ {
		a, b := of(old, size), of(new, size)
		if a == nil && b == nil || a != nil && b != nil && slices.Equal(a.Controls, b.Controls) && a.Loss == b.Loss {
			continue
		}
		c := SetChange{Size: size, Old: []string{}, New: []string{}}
		if a != nil {
			c.Old, c.OldLoss = a.Controls, &a.Loss
		}
		if b != nil {
			c.New, c.NewLoss = b.Controls, &b.Loss
		}
		d.BestSets = append(d.BestSets, c)
	}
}

// facts compares which facts are met.
func (d *Difference) facts(old, new *Results) {
	state := func(r *Results, id string) string {
		for i := range r.Facts {
			switch f := &r.Facts[i]; {
			case f.ID == id && f.Met:
				return "met"
			case f.ID == id:
				return "missed"
			}
		}
		return "absent"
	}
	what := map[string]string{}
	for _, f := range slices.Concat(old.Facts, new.Facts) {
		if known, has := what[f.ID]; !has || f.Quantity < known {
			what[f.ID] = f.Quantity
		}
	}
	for _, id := range slices.Sorted(maps.Keys(what)) {
		if a, b := state(old, id), state(new, id); a != b {
			d.Facts = append(d.Facts, FactChange{id, what[id], a, b})
		}
	}
}
