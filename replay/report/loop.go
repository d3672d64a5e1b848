package report

import (
	"fmt"
	"math"
	"math/big"
	"time"

	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/replay/loop"
)

// differencePoints is from how many percentage points of the loss on the closed loop and the trace count as disagreeing about
// a control.
const differencePoints = 10

// ClosedLoop is what the closed loop says, beside the trace; null where it was not run.
type ClosedLoop struct {
	// Divergence says how near its baseline comes to the recorded day: what it may be trusted for.
	Divergence LoopDivergence `json:"divergence"`
	Fitted     LoopFitted     `json:"fitted"`
	// DifferencePoints is from how many percentage points on Differs is set.
	DifferencePoints int           `json:"difference_points"`
	Controls         []LoopControl `json:"controls"`
	// Flow is what closed-loop.csv and the figure show of the same.
	Flow []LoopFlow `json:"-"`
}

// LoopDivergence holds the loop's baseline against the record. Excesses are percentages: of what is generated over what is
// recorded, less 100. Misplaced shares are percentages of the recorded ones.
type LoopDivergence struct {
	Loss             Decimal `json:"loss"`
	LossExcess       Decimal `json:"loss_excess"`
	ChildrenExcess   Decimal `json:"children_excess"`
	ExecutionsExcess Decimal `json:"executions_excess"`
	SharesExcess     Decimal `json:"shares_excess"`
	NotionalExcess   Decimal `json:"notional_excess"`
	BySymbol         Decimal `json:"misplaced_by_symbol"`
	ByMinute         Decimal `json:"misplaced_by_minute"`
	ByServer         Decimal `json:"misplaced_by_server"`
	// FirstMinute begins the first minute at whose end shares since the open differ by more than 1 %; null if none does.
	FirstMinute *Timestamp `json:"first_minute"`
}

// LoopFitted are the numbers that the loop takes from the record in place of its orders; durations as text.
type LoopFitted struct {
	Kappa         Decimal `json:"kappa"`
	Start         string  `json:"start"`
	ReportLatency string  `json:"report_latency"`
	Think         string  `json:"think"`
	ExpiryPercent Decimal `json:"expiry_percent"`
}

// LoopControl is the generated day with one control on. Percentages are of the loop's own baseline, the trace's of the
// recorded loss; the trace's is null for what a record cannot show.
type LoopControl struct {
	ID                    string     `json:"id"`
	Name                  string     `json:"name"`
	Label                 string     `json:"label"`
	Loss                  Decimal    `json:"loss"`
	Prevented             Decimal    `json:"prevented"`
	PreventedPercent      *Decimal   `json:"prevented_percent"`
	TracePreventedPercent *Decimal   `json:"trace_prevented_percent"`
	Differs               bool       `json:"differs"`
	Halted                *Timestamp `json:"halted"`
	// UnexecutedShares are those of parents worked right that stay unexecuted and did not in the loop's baseline; DelayedOrders
	// their children that had to wait, MeanDelay for how long, as text; DeniedOrders asks of theirs that were refused.
	UnexecutedShares int64  `json:"unexecuted_shares"`
	DelayedOrders    int64  `json:"delayed_orders"`
	MeanDelay        string `json:"mean_delay"`
	DeniedOrders     int64  `json:"denied_orders"`
}

// LoopInputs is what the closed loop brought: its model and, of each control alone, the outcome.
type LoopInputs struct {
	Model    *loop.Model
	Controls []control.Instance
	Outcomes []*loop.Outcome
}

// closedLoop returns the section; nil where there is nothing.
func (b *builder) closedLoop(in *LoopInputs) *ClosedLoop {
	if in == nil {
		return nil
	}
	base := in.Model.Baseline
	d := loop.Compare(in.Model, base)
	c := &ClosedLoop{Divergence: divergence(&d), Fitted: fittedOf(&in.Model.Fitted), DifferencePoints: differencePoints,
		Controls: []LoopControl{}, Flow: b.loopFlow(in.Model)}
	if d.First.Minute >= 0 {
		c.Divergence.FirstMinute = stamp(b.about.Session.Open.Add(model.Duration(d.First.Minute) * time.Minute))
	}
	for i, o := range in.Outcomes {
		c.Controls = append(c.Controls, b.loopControl(in.Controls[i], base, o))
	}
	return c
}

func (b *builder) loopControl(c control.Instance, base, o *loop.Outcome) LoopControl {
	loss := base.Loss.Total()
	prevented := loss - o.Loss.Total()
	l := LoopControl{ID: c.Spec.ID, Name: c.Spec.Name, Label: c.Name, Loss: Decimal(o.Loss.Total()), Prevented: Decimal(prevented),
		PreventedPercent: percent(prevented, loss), TracePreventedPercent: b.tracePercent(c.Name), Halted: stamp(o.Halted),
		UnexecutedShares: o.Collateral.Unexecuted, DelayedOrders: o.Collateral.Delayed, DeniedOrders: o.Collateral.Denied}
	if n := o.Collateral.Delayed; n > 0 {
		l.MeanDelay = (o.Collateral.Wait / model.Duration(n)).String()
	}
	if l.PreventedPercent != nil && l.TracePreventedPercent != nil {
		apart := *l.PreventedPercent - *l.TracePreventedPercent
		l.Differs = max(apart, -apart) > Decimal(differencePoints*int64(model.MoneyUnit))
	}
	return l
}

// tracePercent returns what the trace says that a control or variant prevents alone; nil if it says nothing.
func (b *builder) tracePercent(label string) *Decimal {
	for _, run := range b.runs() {
		for i, c := range run.Controls {
			if c.Name == label {
				return percent(b.baseline.Total()-run.Alone(i).Total(), b.baseline.Total())
			}
		}
	}
	return nil
}

func divergence(d *loop.Divergence) LoopDivergence {
	rec, gen := &d.Recorded, &d.Generated
	return LoopDivergence{
		Loss: Decimal(d.GeneratedLoss), LossExcess: excess(int64(d.RecordedLoss), int64(d.GeneratedLoss)),
		ChildrenExcess: excess(rec.Children, gen.Children), ExecutionsExcess: excess(rec.Executions, gen.Executions),
		SharesExcess: excess(rec.Shares, gen.Shares), NotionalExcess: excess(int64(rec.Notional), int64(gen.Notional)),
		BySymbol: fraction(d.BySymbol), ByMinute: fraction(d.ByMinute), ByServer: fraction(d.ByServer),
	}
}

// excess returns by how many percent generated lies above recorded, cut; 0 where nothing was recorded.
func excess(recorded, generated int64) Decimal {
	if p := ratio(100, big.NewInt(generated-recorded), model.Money(recorded)); p != nil {
		return *p
	}
	return 0
}

// fraction returns a part of one as a percentage, rounded to six decimals.
func fraction(v float64) Decimal { return Decimal(math.Round(v * 100 * float64(model.MoneyUnit))) }

func fittedOf(f *loop.Fitted) LoopFitted {
	return LoopFitted{Kappa: Decimal(math.Round(f.Kappa * float64(model.MoneyUnit))), Start: f.Start.String(), ReportLatency: f.ReportLatency.String(),
		Think: f.Think.String(), ExpiryPercent: fraction(f.Expiry)}
}

// closedLoop prints the section.
func (p *printer) closedLoop() {
	c := p.r.ClosedLoop
	if c == nil {
		return
	}
	d := &c.Divergence
	p.section("Closed loop: the router model makes the orders itself")
	first := "never"
	if d.FirstMinute != nil {
		first = "in the minute of " + p.clock.minute(model.Time(*d.FirstMinute))
	}
	p.say("  ", "Its baseline loses %s, %s %% off the record; children %s %%, executions %s %%, shares %s %%, notional %s %% off. Of the recorded "+
		"shares %s %% are with another symbol, %s %% in another minute, %s %% on another server; cumulative shares part by more than 1 %% %s.",
		p.unit.text(d.Loss), signed(d.LossExcess), signed(d.ChildrenExcess), signed(d.ExecutionsExcess), signed(d.SharesExcess), signed(d.NotionalExcess),
		short(d.BySymbol), short(d.ByMinute), short(d.ByServer), first)
	g := &grid{
		columns: []column{{"control", 0, false}, {p.unit.name(), 2, true}, {"%", 1, true}, {"trace %", 2, true}, {"", 1, false}, {"unexecuted", 2, true},
			{"delayed", 2, true}, {"by, mean", 2, true}, {"denied", 2, true}},
		groups: []group{{0, 1, 2, "prevented"}, {0, 5, 5, "shares"}, {0, 6, 8, "legitimate orders"}},
	}
	for i := range c.Controls {
		l := &c.Controls[i]
		trace, mark := "-", ""
		if l.TracePreventedPercent != nil {
			trace = percentText(l.TracePreventedPercent, *l.TracePreventedPercent)
		}
		if l.Differs {
			mark = "DIFFERS"
		}
		g.rows = append(g.rows, []string{l.Label + " " + l.Name, p.unit.show(l.Prevented), percentText(l.PreventedPercent, l.Prevented), trace, mark,
			grouped(l.UnexecutedShares), grouped(l.DelayedOrders), l.MeanDelay, grouped(l.DeniedOrders)})
	}
	p.print(g.lines()...)
	p.say("  ", "Percentages are of the loop's own loss. DIFFERS: more than %d points from the trace. A denied parent asks again after a second "+
		"(assumed), so one order may be denied often.", c.DifferencePoints)
}

// signed prints a percentage with its sign and one decimal.
func signed(d Decimal) string { return fmt.Sprintf("%+.1f", float64(d)/float64(model.MoneyUnit)) }

func short(d Decimal) string { return fmt.Sprintf("%.1f", float64(d)/float64(model.MoneyUnit)) }
