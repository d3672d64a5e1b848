package page

import (
	"cmp"
	"slices"
	"strings"

	"lossreplay/model"
	"lossreplay/replay/report"
)

// payload is what the page's scripts work on. Amounts that are shown to the last unit are text; those that are only drawn are numbers.
// Times are milliseconds since 1970 in UTC, to which Offset is added to read them on the incident's clock.
type payload struct {
	Currency string    `json:"currency"`
	Sign     string    `json:"sign"`
	Zone     string    `json:"zone"`
	Offset   int64     `json:"offset"` // milliseconds
	Loss     string    `json:"loss"`
	Capital  *capital  `json:"capital"`
	Orders   int64     `json:"orders"` // legitimate ones of the day
	Exact    bool      `json:"exact"`  // every coalition is known
	Controls []subject `json:"controls"`
	Presets  []preset  `json:"presets"`
	Leaves   []leaf    `json:"leaves"`
	Held     []leaf    `json:"held"`
	Minutes  []int64   `json:"minutes"` // of the curves
	Timeline timeline  `json:"timeline"`
	Pairs    []pair    `json:"pairs"`
	Lines    []amount  `json:"lines"`
	Symbols  []amount  `json:"symbols"`
	Servers  []amount  `json:"servers"`
	Spent    []moment  `json:"spent"` // the loss by the minute in which it was executed
	Steps    []step    `json:"steps"`
	Ranges   *ranges   `json:"ranges"`
	Loop     *loop     `json:"loop"`
}

type capital struct {
	Amount report.Decimal `json:"amount"`
}

// subject is a control as the scripts need it. The figures are those of the control alone.
type subject struct {
	Label    string         `json:"label"`
	Name     string         `json:"name"`
	Adjusted report.Decimal `json:"adjusted"`
	Held     report.Decimal `json:"held"`
	Shapley  report.Decimal `json:"shapley"`
	Trip     *int64         `json:"trip"`
}

// leaf stands for every coalition that has all of In and nothing of Out, both positions of controls.
type leaf struct {
	In       []int  `json:"i"`
	Out      []int  `json:"o"`
	Loss     string `json:"l"`
	Orders   int64  `json:"c"` // legitimate ones blocked
	Shares   int64  `json:"s"`
	Notional string `json:"n"`
	Execs    int64  `json:"x"` // still to the error account
	Halted   *int64 `json:"h"`
	// Curve is the loss had everything stopped at each minute; held leaves have none.
	Curve []float64 `json:"k,omitempty"`
}

// amount is a named part of the loss.
type amount struct {
	Name  string         `json:"name"`
	Loss  report.Decimal `json:"loss"`
	Execs int64          `json:"execs"`
}

type moment struct {
	At   int64          `json:"at"`
	Loss report.Decimal `json:"loss"`
}

type pair struct {
	I     int            `json:"i"`
	J     int            `json:"j"`
	Value report.Decimal `json:"v"`
}

// fill fills the payload.
func (v *view) fill() {
	r, d := v.R, &v.data
	_, offset := v.clock(r.Baseline.FlowEnd)
	d.Currency, d.Sign, d.Zone, d.Offset = r.Currency, v.InFull(0)[:strings.Index(v.InFull(0), "0")], v.Zone(r.Baseline.FlowEnd), offset
	d.Loss, d.Orders, d.Exact = r.Baseline.Loss.String(), r.Legitimate.Orders, v.run != nil
	if v.Capital != nil {
		d.Capital = &capital{v.Capital.Amount}
	}
	d.Controls, d.Leaves, d.Minutes = []subject{}, []leaf{}, []int64{}
	for _, c := range v.Subject {
		s := subject{Label: c.Label, Name: c.Name, Adjusted: c.Standalone.Prevented, Held: c.Standalone.PreventedNoImpact, Trip: millis(c.FirstTrip)}
		if c.Shapley != nil {
			s.Shapley = *c.Shapley
		}
		d.Controls = append(d.Controls, s)
	}
	d.Presets = v.Presets
	v.fillLeaves()
	d.Timeline = v.timeline()
	for _, l := range v.R.Lines() {
		d.Lines = append(d.Lines, amount{l.Name, l.Amount, 0})
	}
	for _, p := range v.pairs {
		d.Pairs = append(d.Pairs, pair{p.I, p.J, report.Decimal(p.Value)})
	}
	v.fillWhere()
	if v.Buy != nil {
		d.Steps = stepsOf(v.Buy)
	}
	d.Ranges, d.Loop = newRanges(r.Ranges), newLoop(r.ClosedLoop)
}

// fillLeaves hands the lattice over, with a curve for each leaf.
func (v *view) fillLeaves() {
	d := &v.data
	curves := map[int][]float64{}
	for _, row := range v.R.CurveRows {
		at := millisOf(row.At)
		if len(d.Minutes) == 0 || at > d.Minutes[len(d.Minutes)-1] {
			d.Minutes = append(d.Minutes, at)
		}
		curves[row.Leaf] = append(curves[row.Leaf], dollars(row.Loss))
	}
	for i := range v.R.LeafRows {
		row := &v.R.LeafRows[i]
		l := leaf{In: bits(row.InSet), Out: bits(row.OutSet), Loss: row.Total.String(), Orders: row.Collateral.Orders, Shares: row.Collateral.Shares,
			Notional: row.Collateral.Notional.String(), Execs: row.Flow.UnmatchedExecutions}
		if row.Halted != model.Never {
			at := millisOf(row.Halted)
			l.Halted = &at
		}
		if row.Held() {
			d.Held = append(d.Held, l)
			continue
		}
		l.Curve = curves[row.Leaf]
		d.Leaves = append(d.Leaves, l)
	}
}

// bits returns the positions in a set.
func bits(set uint64) []int {
	list := []int{}
	for i := range 64 {
		if set>>i&1 != 0 {
			list = append(list, i)
		}
	}
	return list
}

func millisOf(t model.Time) int64 { return int64(t) / 1e6 }

func millis(t *report.Timestamp) *int64 {
	if t == nil {
		return nil
	}
	at := millisOf(model.Time(*t))
	return &at
}

// dollars returns an amount to the whole unit of its currency, for drawing.
func dollars(m model.Money) float64 { return float64(m / model.MoneyUnit) }

func money(d report.Decimal) model.Money { return model.Money(d) }

// clock returns the zone's name at a moment and how far its clock is ahead of UTC, in milliseconds.
func (v *view) clock(t report.Timestamp) (string, int64) {
	return v.Zone(t), v.Offset(t).Milliseconds()
}

// fillWhere hands over where the loss arose.
func (v *view) fillWhere() {
	d := &v.data
	for i := range v.R.Where {
		row := &v.R.Where[i]
		switch a := (amount{row.Place(), row.Loss, row.Executions}); row.By {
		case "symbol":
			d.Symbols = append(d.Symbols, a)
		case "server":
			d.Servers = append(d.Servers, a)
		case "minute":
			if at, err := model.ParseTime(row.Name); err == nil {
				d.Spent = append(d.Spent, moment{millisOf(at), a.Loss})
			}
		}
	}
	slices.SortStableFunc(d.Symbols, func(a, b amount) int { return cmp.Compare(b.Loss, a.Loss) })
}
