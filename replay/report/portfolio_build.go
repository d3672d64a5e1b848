package report

import (
	"fmt"
	"math"
	"math/big"

	"lossreplay/model"
	"lossreplay/replay/attribution"
	"lossreplay/replay/costfile"
	"lossreplay/replay/portfolio"
)

// PortfolioInputs is what the question is which controls to buy. Sets are by position among the controls of the run's lattice.
type PortfolioInputs struct {
	Run       *Run
	Costs     *costfile.File
	CostsText string // of the file, for the manifest
	Objective portfolio.Objective
	Budget    model.Money // portfolio.Unlimited for none
	Must      uint64
	Never     uint64
	Have      uint64
	Capital   *Capital
	Version   string
}

// pointsMax is from how many points on an exceedance curve is thinned in the document; figures have them all.
const pointsMax = 200

// Purchase is a question that has been put together and not yet answered.
type Purchase struct {
	in     PortfolioInputs
	labels []string
	ids    []string
	owned  []model.Money // what orders blocked on ordinary days cost each control a year
	cost   []model.Money
	model  *portfolio.Model
	blocks bool // ordinary days were replayed
}

// NewPurchase returns the question. The error says which control's cost over the years does not fit into 64 bits.
func NewPurchase(in PortfolioInputs) (*Purchase, error) {
	p := &Purchase{in: in, blocks: in.Run.Normal != nil && len(in.Run.Normal.Days) > 0}
	p.labels, p.ids = in.Run.Controls()
	draws := in.Run.Draws
	if draws == nil {
		draws = []*attribution.Lattice{in.Run.Lattice}
	}
	problem := portfolio.Problem{Labels: p.labels, Draws: draws, Order: in.Costs.BlockedOrder, Have: in.Have}
	for i, label := range p.labels {
		c := in.Costs.Of(label, p.ids[i])
		blocked, ok := p.blockedYearly(in.Run.Results.Controls[i].Normal)
		cost, fits := over(in.Costs.Years, c.OneOff, c.Yearly, blocked)
		if !ok || !fits {
			return nil, fmt.Errorf("what %s costs over %d years does not fit into 64 bits", label, in.Costs.Years)
		}
		problem.Works = append(problem.Works, c.Works)
		problem.Cost = append(problem.Cost, cost)
		p.owned, p.cost = append(p.owned, blocked), append(p.cost, cost)
	}
	for k := range in.Costs.Groups {
		g := portfolio.Group{Beta: in.Costs.Groups[k].Beta}
		for i, label := range p.labels {
			if in.Costs.Groups[k].Has(label, p.ids[i]) {
				g.Members |= 1 << i
			}
		}
		problem.Groups = append(problem.Groups, g)
	}
	p.model = portfolio.New(problem)
	return p, nil
}

// blockedYearly returns what the orders cost that a control blocks in a year of ordinary days, halves up; 0 where none was
// replayed.
func (p *Purchase) blockedYearly(n *NormalCost) (model.Money, bool) {
	if n == nil || !p.blocks {
		return 0, true
	}
	days := int64(len(p.in.Run.Normal.Days))
	v := big.NewInt(n.Orders)
	v.Mul(v, big.NewInt(p.in.Costs.DaysAYear)).Mul(v, big.NewInt(2*int64(p.in.Costs.BlockedOrder))).Add(v, big.NewInt(days))
	v.Quo(v, big.NewInt(2*days))
	return model.Money(v.Int64()), v.IsInt64()
}

// over returns what a control costs over the years, and whether that fits.
func over(years int64, oneOff, yearly, blocked model.Money) (model.Money, bool) {
	v := big.NewInt(int64(yearly))
	v.Add(v, big.NewInt(int64(blocked))).Mul(v, big.NewInt(years)).Add(v, big.NewInt(int64(oneOff)))
	return model.Money(v.Int64()), v.IsInt64() && model.Money(v.Int64()) < portfolio.Unlimited/attribution.ControlsMax
}

// Price returns what a set costs over the years, less what the firm has.
func (p *Purchase) Price(set uint64) Decimal {
	price, _ := p.model.Price(set) // NewPurchase has made sure that it fits
	return Decimal(price)
}

// Answer searches and returns the document. It panics if no set meets the limits.
func (p *Purchase) Answer() *Portfolio {
	in := p.in
	limits := portfolio.Limits{Budget: in.Budget, Must: in.Must, Never: in.Never}
	q := p.model.Ask(in.Objective, limits)
	best := q.Best()
	size := len(p.names(best.Set))
	shapley, alone := p.model.Shapley(), p.model.Alone()
	b := &portfolioBuilder{Purchase: p, q: q}
	r := in.Run.Results
	d := &Portfolio{
		Incident: r.Incident, Title: r.Title, Date: r.Date, Currency: r.Currency, Seed: r.Seed, Version: in.Version,
		Draws: len(p.model.Draws), Objective: in.Objective.String(), Budget: optionalAmount(in.Budget), Must: p.names(in.Must), Never: p.names(in.Never),
		Have: p.names(in.Have), Capital: in.Capital, Loss: b.set(0).Loss + b.set(0).Prevented,
		Terms:   Terms{in.Costs.Years, in.Costs.DaysAYear, Decimal(in.Costs.BlockedOrder), string(in.Costs.Tag), 0},
		Without: b.scored(0), Best: b.scored(best.Set), ByShapley: b.scored(p.model.Ranked(shapley, size, limits)),
		ByAlone: b.scored(p.model.Ranked(alone, size, limits)), Additions: b.additionsTo(0),
		Proof:     Proof{"branch and bound", best.Proof.Sets, best.Proof.Nodes, best.Proof.Pruned, Decimal(best.Score)},
		costsText: in.CostsText, inputs: in.Run.Inputs,
	}
	if p.blocks {
		d.Terms.OrdinaryDays = len(r.Normal.Days)
	}
	everywhere := p.model.Ask(in.Objective, p.anyBudget())
	if in.Capital != nil {
		if cheapest, found := everywhere.Cheapest(model.Money(in.Capital.Amount)); found {
			s := b.scored(cheapest.Set)
			d.Cheapest = &s
		}
	}
	d.Front = []PortfolioSet{}
	for _, set := range everywhere.Front() {
		d.Front = append(d.Front, b.set(set))
	}
	d.Controls, d.Groups = b.controls(best.Set, shapley, alone), b.groups(best.Set)
	d.Exceedance = b.curves(d)
	d.Notes = portfolioNotes(d)
	return d
}

func optionalAmount(m model.Money) *Decimal {
	if m == portfolio.Unlimited {
		return nil
	}
	d := Decimal(m)
	return &d
}

// names returns the labels of a set, in the order of the run.
func (p *Purchase) names(set uint64) []string {
	list := []string{}
	for i, label := range p.labels {
		if set>>i&1 != 0 {
			list = append(list, label)
		}
	}
	return list
}

// portfolioBuilder turns outcomes into the document's rows.
type portfolioBuilder struct {
	*Purchase
	q *portfolio.Question
}

// set returns what a set costs and does.
func (b *portfolioBuilder) set(set uint64) PortfolioSet {
	capital := model.Money(math.MaxInt64)
	if b.in.Capital != nil {
		capital = model.Money(b.in.Capital.Amount)
	}
	o := b.model.Outcome(set, capital)
	s := PortfolioSet{Controls: b.names(o.Set), Cost: Decimal(o.Cost), Loss: Decimal(o.Loss), Prevented: Decimal(o.Prevented),
		PreventedPercent: percent(o.Prevented, o.Loss+o.Prevented), Working: Decimal(o.Working), WorstDraw: Decimal(o.WorstDraw), Tail: Decimal(o.Tail),
		Blocked: Decimal(o.Blocked * 1000), BlockedCost: Decimal(o.Harm - o.Loss), set: o.Set}
	if b.in.Capital != nil {
		chance := digits(o.Exceeds)
		s.OverCapital, s.WithinCapital = &chance, &o.Within
	}
	return s
}

// scored returns the same with the objective's value.
func (b *portfolioBuilder) scored(set uint64) PortfolioSet {
	s := b.set(set)
	score := Decimal(b.q.Score(s.set))
	s.Score = &score
	return s
}

// digits keeps the twelve decimals of a chance that can be trusted.
func digits(chance float64) float64 { return math.RoundToEven(chance*1e12) / 1e12 }

// anyBudget returns the question's limits whatever the budget.
func (p *Purchase) anyBudget() portfolio.Limits {
	return portfolio.Limits{Budget: portfolio.Unlimited, Must: p.in.Must, Never: p.in.Never}
}

func (b *portfolioBuilder) additionsTo(set uint64) []Addition {
	list := []Addition{}
	for _, a := range b.q.Additions(set) {
		list = append(list, Addition{b.labels[a.Control], Decimal(a.Less), Decimal(a.Cost), ratio(1, big.NewInt(int64(a.Less)), a.Cost)})
	}
	return list
}

func (b *portfolioBuilder) controls(best uint64, shapley, alone []model.Money) []PortfolioControl {
	inBest, inAll := b.model.OneMoreNine(best), b.model.OneMoreNine(1<<len(b.labels)-1)
	expects := b.model.Expects()
	list := []PortfolioControl{}
	for i, label := range b.labels {
		c := b.in.Costs.Of(label, b.ids[i])
		row := PortfolioControl{Label: label, ID: b.ids[i], Name: b.in.Run.Results.Controls[i].Name, OneOff: Decimal(c.OneOff), Yearly: Decimal(c.Yearly),
			Cost: b.Price(1 << i), Works: c.Works, Tag: string(c.Tag), Source: c.Source, Alone: Decimal(alone[i]), Shapley: Decimal(shapley[i]),
			Prevented: Decimal(expects[i]), NineInAll: Decimal(inAll[i])}
		if b.blocks {
			row.BlockedYearly = entry(b.owned, i)
		}
		if best>>i&1 != 0 {
			row.NineInBest = entry(inBest, i)
		}
		list = append(list, row)
	}
	return list
}

func (b *portfolioBuilder) groups(best uint64) []PortfolioGroup {
	list := []PortfolioGroup{}
	apart := b.model.Apart(best)
	for k, g := range b.in.Costs.Groups {
		list = append(list, PortfolioGroup{g.Group, b.names(b.model.Groups[k].Members), g.Beta, string(g.Tag), Decimal(apart[k])})
	}
	return list
}

// curves returns the exceedance curves that the figure draws.
func (b *portfolioBuilder) curves(d *Portfolio) []Exceedance {
	var list []Exceedance
	for _, c := range []struct {
		name string
		set  *PortfolioSet
	}{{"without", &d.Without}, {"best", &d.Best}, {"by_shapley", &d.ByShapley}, {"by_alone", &d.ByAlone}} {
		e := Exceedance{Set: c.name}
		for _, at := range b.model.Exceedance(c.set.set) {
			e.all = append(e.all, ExceedancePoint{Decimal(at.Loss), digits(at.Chance)})
		}
		e.Points = thinned(e.all)
		list = append(list, e)
	}
	return list
}

// thinned returns a curve with fewer points where it has very many: of those that differ by less than a hundredth and by less than
// a tenth of their chance the first. The last is kept.
func thinned(all []ExceedancePoint) []ExceedancePoint {
	if len(all) <= pointsMax {
		return all
	}
	kept := all[:1:1]
	for _, p := range all[1:] {
		if before := kept[len(kept)-1].Chance; before-p.Chance >= 0.01 || p.Chance <= 0.9*before {
			kept = append(kept, p)
		}
	}
	if last := all[len(all)-1]; kept[len(kept)-1] != last {
		kept = append(kept, last)
	}
	return kept
}
