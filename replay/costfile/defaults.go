package costfile

import "lossreplay/model"

// cost is the default of one control, in units of currency. Every figure is ours: an order of magnitude to be replaced by the
// reader's own.
type cost struct {
	oneOff, yearly int64
	works          float64
	why            string
}

// Why a control costs and works about that much.
const (
	script  = "a script and its upkeep"
	inline  = "a check in the router: weeks of development, a test of each release"
	feed    = "needs a position feed that is linked to order entry: months of development, a feed to run"
	monitor = "a service of its own with a feed and somebody who looks after it"
	people  = "people's time: one time in ten or five they miss it, sleep, or hesitate"
	process = "engineers' time at each release"
	venue   = "the venue provides it; the firm sets and reviews it"
	rule    = "in force for everybody: costs the firm nothing"
)

// costs are the defaults, by number in the catalogue.
var costs = map[string]cost{
	"A01": {60_000, 15_000, 0.98, script}, "A02": {20_000, 120_000, 0.90, people}, "A03": {250_000, 60_000, 0.98, process},
	"A04": {300_000, 80_000, 0.90, process}, "A05": {80_000, 60_000, 0.90, process}, "A06": {400_000, 150_000, 0.80, process},
	"A07": {80_000, 20_000, 0.95, process}, "A08": {80_000, 30_000, 0.95, process}, "A09": {60_000, 20_000, 0.95, script},
	"A10": {30_000, 10_000, 0.99, inline}, "A11": {30_000, 10_000, 0.99, inline}, "A12": {100_000, 30_000, 0.99, inline},
	"A13": {150_000, 40_000, 0.99, inline}, "A14": {150_000, 30_000, 0.99, inline}, "A15": {100_000, 30_000, 0.99, inline},
	"A16": {60_000, 20_000, 0.99, inline}, "A17": {60_000, 20_000, 0.99, inline}, "A18": {200_000, 60_000, 0.97, feed},
	"A19": {200_000, 60_000, 0.97, feed}, "A20": {350_000, 100_000, 0.97, feed}, "A21": {250_000, 80_000, 0.97, feed},
	"A22": {250_000, 80_000, 0.97, feed}, "A23": {150_000, 40_000, 0.97, feed}, "A24": {60_000, 20_000, 0.99, inline},
	"A25": {60_000, 20_000, 0.99, inline}, "A26": {150_000, 40_000, 0.97, feed}, "A27": {60_000, 20_000, 0.99, inline},
	"A28": {50_000, 20_000, 0.99, inline}, "A29": {30_000, 20_000, 0.98, venue}, "A30": {20_000, 10_000, 0.98, venue},
	"A31": {10_000, 5_000, 0.98, venue}, "A32": {40_000, 80_000, 0.80, people}, "A33": {0, 0, 0.99, rule},
	"A34": {0, 0, 0.99, rule}, "A35": {0, 0, 0.99, rule}, "A36": {0, 0, 0.99, rule}, "A37": {300_000, 100_000, 0.97, monitor},
	"A38": {150_000, 400_000, 0.80, people}, "A39": {0, 0, 0.90, rule}, "A40": {50_000, 20_000, 0.90, people},
	"A41": {150_000, 250_000, 0.90, people}, "A42": {40_000, 60_000, 0.90, people}, "A43": {30_000, 50_000, 0.80, people},
	"A44": {60_000, 100_000, 0.90, people},
}

// groups are the defaults of what fails together. Handbooks of common-cause failure give betas of 0.01 to 0.1 for equipment and
// more for people; none is of order routers.
var groups = []Group{
	{"release process", []string{"A01", "A02", "A03", "A04", "A05", "A06", "A08", "A44"}, 0.2, model.Assumed},
	{"router host", []string{"A10", "A11", "A12", "A13", "A14", "A15", "A16", "A17", "A24", "A25", "A27", "A28"}, 0.1, model.Assumed},
	{"position feed", []string{"A18", "A19", "A20", "A21", "A22", "A23", "A26", "A38", "A41"}, 0.1, model.Assumed},
	{"on-call person", []string{"A07", "A32", "A38", "A40", "A41", "A42", "A43"}, 0.3, model.Assumed},
}

// The other defaults: an ordinary child order is about 167 shares, on which a market maker earns about 0.15 cents each.
const (
	years        = 5
	daysAYear    = 252
	blockedOrder = model.MoneyUnit / 4
)
