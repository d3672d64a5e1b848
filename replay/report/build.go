package report

import (
	"errors"
	"fmt"
	"math/big"
	"slices"

	"lossreplay/model"
	"lossreplay/model/ledger"
	"lossreplay/replay"
)

// Inputs is what a report is made from.
type Inputs struct {
	Day     replay.Day
	Study   *replay.Study
	Version string // of the program
	// Tables are the files that the day was read from; none for a day that was made in memory.
	Tables []TableSum
	// Normal is what ordinary days cost: of each day for the controls of the study's main run, then for those of its variants.
	Normal []replay.DayCost
	// Loop is what the closed loop brought; nil if it was not run.
	Loop *LoopInputs
	// Draws is what the draws brought; nil if none were made.
	Draws *DrawInputs
	// Controls is the text of the controls file as it was read, empty for the catalogue's defaults.
	Controls string
	// Reproduce is the command that makes the run again.
	Reproduce string
}

// TableSum identifies an input file.
type TableSum struct {
	Name   string `json:"name"` // of the table: "executions"
	File   string `json:"file"`
	SHA256 string `json:"sha256"` // in hex
	Rows   int64  `json:"rows"`
}

// bestSizes is up to which size the best set of controls is looked for.
const bestSizes = 3

// Build returns all that the outputs say about a study. The day must be the one that was studied; of its long tables, children
// and executions are read once.
//
// The error is that of the day's readers, or says what is not as the engine leaves it: leaves that do not partition the
// coalitions, two controls with one name, price assumptions whose baselines differ, an unknown time zone.
func Build(in Inputs) (*Results, error) {
	b, err := newBuilder(in)
	if err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	about, main := b.about, b.main
	r := &Results{
		Incident: about.Name, Title: about.Title, Date: about.Date, Zone: about.Session.Zone, Currency: about.Currency,
		Seed: about.Seed, Version: in.Version, Reproduce: in.Reproduce,
		Session:  Session{Timestamp(about.Session.Open), Timestamp(about.Session.Close)},
		Fidelity: fidelity(&in.Study.Fidelity), Baseline: b.baselineFigures(), Legitimate: b.legitimate(),
		Coalitions: 1 << len(main.Controls), Leaves: len(main.Impact), Method: b.method(),
		Controls: b.controls(), Variants: b.variants(), Normal: normal(in.Normal), ClosedLoop: b.closedLoop(in.Loop), Ranges: b.ranges(in.Draws), BestSets: b.bestSets(),
		AllControls:   AllControls{Decimal(b.impact.loss(b.impact.everyone())), Decimal(b.held.loss(b.held.everyone()))},
		ReactionGross: Decimal(about.ReactionGross),
		StopCurve:     b.stopPoints(b.baseline.Stops),
		Operations:    b.operations(),
		Evidence:      b.evidence(), Liquidation: liquidation(&about.Market),
		Engine:   Engine{main.Read.Events, main.Evaluated, main.Worlds},
		LeafRows: b.leafRows(), TripRows: b.tripRows(), SecondRows: b.secondRows(), CurveRows: b.curveRows(),
		provenance: provenance{tables: slices.Clone(in.Tables), controls: in.Controls, scenario: slices.Clone(about.Scenario)},
	}
	if in.Draws != nil {
		r.draws, r.provenance.unknowns = &drawTable{in.Draws, b.labels}, in.Draws.File
	}
	if r.Where, err = b.whereRows(); err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	if r.Course, err = r.course(); err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	b.addOutside(r)
	b.addSum(r)
	for _, s := range about.Scenario {
		if s.Tag == model.Assumed {
			r.Assumptions = append(r.Assumptions, Assumption{s.Key, s.Value, s.Reason})
		}
	}
	for i := range about.Facts {
		r.Facts = append(r.Facts, fact(&about.Facts[i]))
	}
	for _, s := range about.Sources {
		r.Sources = append(r.Sources, Source(s))
	}
	r.Sources = notNil(r.Sources)
	r.Assumptions, r.Facts = notNil(r.Assumptions), notNil(r.Facts)
	r.Notes = notes(r)
	return r, nil
}

// builder is a study half way to its report.
type builder struct {
	day          replay.Day
	about        *model.Incident
	study        *replay.Study
	days         []replay.DayCost
	main         *replay.Result
	labels       []string // of the lattice's controls
	impact, held *game
	baseline     *replay.Leaf
	clock        clock
}

func newBuilder(in Inputs) (*builder, error) {
	b := &builder{day: in.Day, about: in.Day.Incident(), study: in.Study, main: in.Study.Main, days: in.Normal}
	var err error
	if b.clock, err = newClock(b.about.Session.Zone, b.about.Date); err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, c := range b.main.Controls {
		if c.Name == "" || seen[c.Name] {
			return nil, fmt.Errorf("control name %q is empty or used twice", c.Name)
		}
		seen[c.Name] = true
		b.labels = append(b.labels, c.Name)
	}
	var sample, held []uint64
	if n := len(b.labels); b.main.Coalitions != nil {
		sample, held = b.main.Coalitions, append(replay.EachAlone(n), 1<<n-1)
	}
	if b.impact, err = newGame(len(b.labels), b.main.Impact, sample); err != nil {
		return nil, err
	}
	b.held = b.impact // a run without controls has one partition only
	if len(b.labels) > 0 {
		if b.held, err = newGame(len(b.labels), b.main.Held, held); err != nil {
			return nil, fmt.Errorf("prices held: %w", err)
		}
	}
	b.baseline = b.main.Baseline()
	if b.impact.loss(0) != b.held.loss(0) {
		return nil, errors.New("the baseline loss depends on the price assumption, so nothing was replayed faithfully")
	}
	return b, nil
}

func fidelity(f *replay.Fidelity) Fidelity {
	return Fidelity{f.Exact, Decimal(f.Recorded.Loss), Decimal(f.Replayed), notNil(slices.Clone(f.Differences))}
}

func (b *builder) baselineFigures() Baseline {
	l := b.baseline
	f := Baseline{
		Loss: Decimal(l.Total()), Executions: l.Flow.UnmatchedExecutions, Shares: l.Flow.UnmatchedShares,
		Parents: l.Flow.UnmatchedParents, FlowEnd: Timestamp(b.tick(b.main.FlowEnd)), ErrorEnd: Timestamp(b.errorEnd()),
		Decomposition: decomposition(&l.Loss),
	}
	for i := range l.BySymbol {
		s := &l.BySymbol[i]
		switch {
		case s.Pos > 0:
			f.LongSymbols++
			f.LongNotional += Decimal(s.AtStop)
		case s.Pos < 0:
			f.ShortSymbols++
			f.ShortNotional -= Decimal(s.AtStop)
		}
		if inError(s) {
			f.Symbols++
		}
	}
	return f
}

// inError reports whether the error account traded a symbol.
func inError(s *replay.SymbolOutcome) bool { return s.Pos != 0 || s.Loss != ledger.Loss{} }

func (b *builder) legitimate() Legitimate {
	flow, legit := b.baseline.Flow, b.main.Legit
	return Legitimate{
		Parents:    int64(b.day.Parents().Len()) - flow.UnmatchedParents,
		Executions: flow.Executions - flow.UnmatchedExecutions, Shares: flow.Shares - flow.UnmatchedShares,
		Orders: legit.Orders, OrderShares: legit.Shares, OrderNotional: Decimal(legit.Notional),
	}
}

// tick returns when a tick of the session begins.
func (b *builder) tick(n int) model.Time {
	return b.about.Session.Open.Add(model.Duration(n) * b.about.Market.Tick)
}

func (b *builder) stopPoints(stops []replay.StopLoss) []StopPoint {
	points := make([]StopPoint, len(stops))
	for i, s := range stops {
		points[i] = StopPoint{Timestamp(b.tick(s.Tick)), Decimal(s.Loss)}
	}
	return points
}

func (b *builder) bestSets() []BestSet {
	sets := []BestSet{}
	if b.impact.lattice == nil {
		return sets // a sample does not hold every set of a size
	}
	for k := 1; k <= min(bestSizes, len(b.labels)); k++ {
		p := b.impact.lattice.BestSet(k, b.labels)
		sets = append(sets, BestSet{Size: k, Controls: b.names(p.Controls), Loss: Decimal(p.Loss), Prevented: Decimal(p.Prevented),
			PreventedPercent: percent(p.Prevented, b.baseline.Total()), CollateralOrders: p.CollateralOrders})
	}
	return sets
}

// runs returns the study's runs: the lattice, and the variants if there are any.
func (b *builder) runs() []*replay.Result {
	runs := []*replay.Result{b.main}
	if b.study.Variants != nil {
		runs = append(runs, b.study.Variants)
	}
	return runs
}

// The kinds of method.
const (
	methodExact   = "exact"   // every coalition is known
	methodSampled = "sampled" // those of a sample of orderings are
)

// method says how the figures that rest on many coalitions were come by.
func (b *builder) method() Method {
	if b.impact.lattice != nil {
		return Method{Kind: methodExact}
	}
	return Method{Kind: methodSampled, Pairs: samplePairs, Seed: sampleSeed}
}

// names returns the labels of a set, in the order of the run.
func (b *builder) names(set uint64) []string {
	list := []string{}
	for i, label := range b.labels {
		if set>>i&1 != 0 {
			list = append(list, label)
		}
	}
	return list
}

func (b *builder) addSum(r *Results) {
	sum := new(big.Int)
	for i := range b.labels {
		sum.Add(sum, big.NewInt(int64(b.impact.loss(0)-b.impact.loss(1<<i))))
	}
	r.StandaloneSum.OverLoss = ratio(1, sum, b.baseline.Total())
	if sum.IsInt64() {
		r.StandaloneSum.Prevented = Decimal(sum.Int64())
	}
}

// notNil returns s, or an empty slice where s is nil, so that JSON shows a list.
func notNil[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
