package knight

import (
	"slices"

	"lossreplay/datasets"
	"lossreplay/model"
	"lossreplay/model/router"
)

// describe sets everything about the day but its tables.
func (d *day) describe(t *datasets.Tables) {
	t.OperationRows = d.operations()
	a := About()
	a.Seed, a.Scenario = d.seed, d.scenario()
	a.Venues, a.Router, a.Market = slices.Clone(venues), router.SMARS(), d.market
	// Published: SEC 34-70694 para 23. Nothing linked the limit to order entry.
	a.Error = model.ErrorAccount{Name: "33", Limit: 2_000_000 * model.MoneyUnit}
	a.ReactionGross = d.params.ReactionGross
	a.OutsideLoss = []model.NamedMoney{{Name: "professional fees, third quarter 2012", Amount: 3_500_000 * model.MoneyUnit,
		Source: "K4: 10-Q of Q3 2012, note 3", Tag: model.Published}}
	t.About = a
	t.About.Facts = Facts(t)
}
