package knight

import (
	"lossreplay/datasets"
	"lossreplay/model"
	"lossreplay/model/router"
)

// describe sets everything about the day but its tables.
func (d *day) describe(t *datasets.Tables) {
	t.OperationRows = d.operations()
	t.About = model.Incident{
		Name: "knight", Title: "Knight Capital, 1 August 2012 (reconstruction)", Date: "2012-08-01", Currency: "USD",
		Scale: priceScale, Seed: d.seed,
		Session: model.Session{Zone: "America/New_York", Open: sessionOpen, Close: tickAt(sessionTicks)},
		Venues:  venues, Router: router.SMARS(),
		// Published: SEC 34-70694 para 23. Nothing linked the limit to order entry.
		Error:  model.ErrorAccount{Name: "33", Limit: 2_000_000 * model.MoneyUnit},
		Market: d.market,
		// Assumed: see the scenario's setting reaction_gross.
		ReactionGross: 2_000_000 * model.MoneyUnit,
		OutsideLoss: []model.NamedMoney{{Name: "professional fees, third quarter 2012", Amount: 3_500_000 * model.MoneyUnit,
			Source: "K4: 10-Q of Q3 2012, note 3", Tag: model.Published}},
		Scenario: d.scenario(), Sources: sources,
	}
	t.About.Facts = Facts(t)
}
