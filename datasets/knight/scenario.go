package knight

import (
	"fmt"
	"time"

	"lossreplay/model"
)

// reasons says for each parameter why it is open and why its default is what it is.
var reasons = map[string]string{
	"reading": "the order says that the 212 came before the open (para 21), that they were the day's flow (1, 16, 17), and that more " +
		"incoming parents ran away after the roll-back (27): not all can hold. mixed lets a part run from the open and the rest come " +
		"after the roll-back, which fits 1, 16, 17, 27 and NYSE's volume (F24) and bends 21; redispatch fits 17 and 21 and bends 27; " +
		"strict fits the letter of 17, 21 and 27, and leaves out the flow of the parents hit after the roll-back, which was never published",
	"stop": "the order and the New York Times have about 45 minutes, to 10:15; secondary sources have the router shut down at 09:58, " +
		"when NYSE's volume peaked. The order is the primary source (facts C3)",
	"stopper": "the order says that Knight stopped it; press has NYSE shutting the firm off (facts C3)",
	"shape": "NYSE's volume peaked at 09:58 and was normal by 10:15 (F24), so the pace is even, steps up with the roll-back, and falls " +
		"from 09:58: books thin out and people cut parents off",
	"server8_share": "NYSE's volume rose from twice normal at 09:34 to six times at 09:58, which asks for a step of 3 to 4: 0.25 to 0.33 " +
		"(facts section 5d); an even eighth would give 8",
	"two_way_share": "position over shares fixes the mean price traded if flow is one-way; 24% two-way is a mean price of $22, between " +
		"$16.75 (none) and $33.50 (half); a vendor saw buys at the offer alternate with sells at the bid (facts C7, section 5)",
	"nyse_share":        "Knight said that it was routing to NYSE; NYSE's 300 million shares by 10:05 leave 62 to 74% of the flow there (facts C15)",
	"discount_exponent": "a square root is the usual guess for how the cost of a block grows with its size; nothing of the day fixes it",
	"rollback": "the order says that it made things worse, not when: after the first calls at 09:34, before the peak at 09:58; one " +
		"secondary source has 20 minutes after 09:34 (facts section 9)",
	"rollback_step": "manual work on seven servers (facts section 9)",
	"impact_decay":  "stocks came back within 10 to 60 minutes (facts section 9)",
	"fee_per_share": "fees and rebates of about a million dollars are below the rounding of the loss (facts section 9)",
	"reaction_gross": "people roll back only if there is something to see: staff saw large positions in the 33 Account at the open (para " +
		"25), whose limit was $2 million (para 23)",
}

// scenario returns every choice that made the day: the parameters, then what no parameter changes.
func (d *day) scenario() []model.Setting {
	var out []model.Setting
	for _, k := range parameters {
		out = append(out, model.Setting{Key: k.name, Value: k.text(&d.params), Reason: reasons[k.name], Tag: model.Assumed})
	}
	counts := map[model.Tag]int{}
	for _, row := range d.rows[:affected] {
		counts[row.Evidence]++
	}
	var pre, late int
	for s := range d.pegs {
		for _, p := range d.pegs[s] {
			if p.received < sessionOpen {
				pre++
			} else {
				late++
			}
		}
	}
	fixed := func(tag model.Tag, key, value, reason string) {
		out = append(out, model.Setting{Key: key, Value: value, Reason: reason, Tag: tag})
	}
	fixed(model.Derived, "symbols", fmt.Sprintf("%d derived from daily bars, %d with published prices, %d with assumed prices, %d synthetic",
		counts[model.Derived], counts[model.Published], counts[model.Assumed], counts[model.Synthetic]),
		"the SEC order names none of the 154 stocks. Public daily bars of the day show who was probably hit; names from reports were "+
			"added; SYN001 to SYN024 are made up to fill the published counts, SYN201 to SYN240 stand for stocks the error never touched")
	fixed(model.Derived, "sides", fmt.Sprintf("%d bought, %d sold", longBook, affected-longBook),
		"published counts; which stock was bought follows the larger excursion of its daily bar: a guess")
	fixed(model.Assumed, "parents", fmt.Sprintf("%d before the open, %d after it", pre, late),
		"the 212 by symbol, size (100 to 2,000 shares) and server are not published; one each and 58 more in the heaviest names")
	fixed(model.Assumed, "shares_by_symbol", "by excess volume, tilted by price",
		"books, shares and two-way share as published leave one power of the price free, which is solved for")
	fixed(model.Assumed, "flagged_orders", "none reaches server 8 after the open, none the seven after the roll-back but the 212's own",
		"otherwise more than 212 parents would run away; the order counts 212")
	if d.params.Reading == "strict" {
		fixed(model.Assumed, "after_rollback", "no flow of its own",
			"under this reading the parents hit after the roll-back come on top of the 212; their flow is unpublished and left out, so the "+
				"roll-back costs nothing here")
	}
	fixed(model.Assumed, "child_style", "immediate or cancel at the far side of the quote, 100 shares, filled within 30 ms",
		"published sizes are of 100 shares (F22); impact needs marketable orders; the order is silent on how Power Peg priced")
	fixed(model.Assumed, "impact_kernel", "80% gone in minutes (45 s), 15% in impact_decay, 4% in an hour, 1% stays",
		"levels are fitted to each stock's excursion: several times the textbook's, as the day's moves demand; shape fitted to the mean "+
			"move at the stop (F30) and the short spikes (F26)")
	fixed(model.Derived, "closing_prices", "each stock's mid at 16:00 is its bar's close",
		"so the drift line holds other people's news of the day; synthetic names draw theirs")
	fixed(model.Derived, "participation", fmt.Sprintf("%.4f", d.market.Participation),
		"fitted so that about $4.6 billion is left at the close (F29)")
	fixed(model.Derived, "discount", fmt.Sprintf("%.4f", d.market.Discount),
		"fitted so that the trading loss is the booked $457.6 million (F12); UBS bid at 8 to 9%, Goldman's discount is unseen")
	fixed(model.Published, "loss", "trading loss 457.6, with related fees of the quarter 461.1 million dollars",
		"the first estimate was about 440 (F14); \"over $460 million\" of the order holds only with fees, or by a count of its own (facts "+
			"C4). The penalty of $12 million (F25) is no part of it; Knight had about $365 million in cash (F31)")
	fixed(model.Published, "alerts", "97 e-mails on other orders than the 212",
		"same defect, other orders (para 19, footnote 6): they warned of the server, not of the parents")
	fixed(model.Assumed, "deployment", "two servers on 27 July, two on 30 July, three on 31 July, in the evening",
		"in stages from 27 July (para 15); order and hours unknown; the stale server is called smars-8")
	fixed(model.Assumed, "pauses", "TRN, KRO, MCP once, CLGX and CO twice",
		"names published, minutes not (F28); all other stocks moved before 09:45 or slower than their breaker")
	fixed(model.Assumed, "legitimate_flow", fmt.Sprintf("%d parents", len(d.orders)),
		"1% of US volume of 5.4 to 6.1 billion shares, 15 to 18% of it by 10:15: 8 to 11 million shares; it stops with the router")
	fixed(model.Published, "legal", "the SEC found; Knight consented without admitting or denying the findings", "SEC 34-70694, section II")
	return out
}

// conflict is a published figure that a scenario cannot meet, and why.
type conflict struct {
	fact   string
	exists func(p *Params) bool
	why    string
}

var conflicts = []conflict{
	{"F06", func(p *Params) bool { return p.Stop == "958" }, "the flow ends at 09:58 (facts C3)"},
	{"F30", func(p *Params) bool { return p.Stop == "958" },
		"nothing falls back before a stop at 09:58: prices are still near the extremes that F09 and F10 ask for"},
	{"F30", func(p *Params) bool { return p.Stop == "1015" && p.Shape != "peak" },
		"an even pace holds prices near the extremes that F09 and F10 ask for until the stop"},
	{"F30", func(p *Params) bool { return p.ImpactDecay > 10*time.Minute }, "slow impact has not fallen back by the stop"},
}

// paramsOf returns the parameters that a day's scenario names, and false if it is no scenario of this package.
func paramsOf(settings []model.Setting) (Params, bool) {
	p, found := Defaults(), 0
	for _, s := range settings {
		if p.Set(s.Key, s.Value) == nil {
			found++
		}
	}
	return p, found == len(parameters)
}
