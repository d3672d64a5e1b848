package normal

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"lossreplay/model"
)

// about returns everything about the day but its tables. The error account, the impact kernel and the level at which people
// react are those of the Knight day, so that a control means the same on both; nothing here ever uses them.
func (b *build) about() model.Incident {
	return model.Incident{
		Name: b.day.Name, Title: "An ordinary day, all made up: " + b.day.Story, Date: b.day.Date, Currency: "USD", Scale: priceScale, Seed: b.seed,
		Session: model.Session{Zone: "America/New_York", Open: b.open, Close: b.open.Add(sessionLength)},
		Venues:  slices.Clone(venues), Router: fleet(), Error: model.ErrorAccount{Name: "33", Limit: 2_000_000 * model.MoneyUnit},
		Market: model.MarketSpec{
			Tick: time.Second, Permanent: 0.01,
			Terms:         []model.DecayTerm{{Weight: 0.80, Tau: 45 * time.Second}, {Weight: 0.15, Tau: 10 * time.Minute}, {Weight: 0.04, Tau: time.Hour}},
			Participation: 0.1, Discount: 0.05, DiscountExponent: 0.5,
		},
		ReactionGross: 2_000_000 * model.MoneyUnit,
		Scenario:      b.scenario(),
	}
}

// scenario returns the choices that made the day.
func (b *build) scenario() []model.Setting {
	d := &b.day
	var out []model.Setting
	set := func(key, value, reason string) {
		out = append(out, model.Setting{Key: key, Value: value, Reason: reason, Tag: model.Assumed})
	}
	set("story", d.Story, "no log of an ordinary day of this router is public: the day is made up to cost controls something or nothing")
	set("symbols", strconv.Itoa(len(b.names)), "as many names as the incident touched, and some; synthetic, prices and volumes by quantiles that we chose")
	set("retail", strconv.Itoa(d.Retail), "small marketable parents, worked at once; with the institutions they make a million executions")
	set("institutions", strconv.Itoa(d.Institutions), "parents of 5,000 to 500,000 shares, at most 4% of a name's volume, worked over half an hour to five hours")
	set("volume", decimal(d.Volume), "what others trade, as a multiple of each name's ordinary volume")
	set("volatility", decimal(d.Volatility)+" of a name, "+decimal(d.Market)+" of the market", "deviation over the session; ordinary is about one percent")
	set("pace", fmt.Sprintf("%s at the open, %s at the close", decimal(d.OpenBurst), decimal(d.CloseBurst)), "over midday's: flow is dense at both ends of a session")
	set("buys", decimal(d.Buys), "share of parents that buy")
	set("pre_open", decimal(d.PreOpen), "share of retail parents that are there before the open")
	set("odd_lots", decimal(d.OddLots), "share of children below 100 shares; most others are of 100")
	set("ends", fmt.Sprintf("%s unfilled, %s filled in part, %s in two or three fills", decimal(unfilled), decimal(partial), decimal(split)),
		"children are marketable and expire at once if nobody is there")
	set("reports", "1 to 30 ms after the child", "venues of the time, an order of magnitude")
	set("build", "smars-plain", "the fleet's build without the RLP code; in it no flag reaches the code that did not count")
	if d.Flagged > 0 {
		set("flagged", decimal(d.Flagged), "share of retail parents in NYSE names with the RLP flag; every build in use counts them")
	}
	return out
}

func decimal(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
