package router

import "lossreplay/model"

// The flags, code paths and builds of [SMARS], by position.
const (
	FlagNone model.FlagID = 0
	FlagRLP  model.FlagID = 1 // repurposed in 2012: it had selected Power Peg (SEC 34-70694 para 13)

	PathOrdinary     = 0
	PathPowerPeg2003 = 1
	PathPowerPeg     = 2
	PathRLP          = 3

	Build2003 model.BuildID = 0
	Build2005 model.BuildID = 1
	BuildRLP  model.BuildID = 2
)

// SMARS returns the router of the Knight day: eight servers and three builds.
//   - 2003: the flag selects Power Peg with its cumulative-quantity counter. Nothing runs it in 2012; it is here to teach what
//     the counter was for.
//   - 2005: the counter was moved to an earlier point of the code, so that Power Peg never learns that its parent is full.
//   - rlp-2012: the same flag selects the Retail Liquidity Program, which counts.
//
// Published: SEC 34-70694 paras 12-15, 41 (servers, use of the flag, counter moved in 2005). Assumed: names of builds, child
// orders of 100 shares ("100 shares at a time", mean 99.25 per execution; facts F22).
func SMARS() model.RouterSpec {
	servers := make([]string, 8)
	for i := range servers {
		servers[i] = "smars-" + string(rune('1'+i))
	}
	return model.RouterSpec{
		Servers: servers,
		Flags:   []string{"", "RLP"},
		Paths: []model.CodePathSpec{
			{Name: "ordinary", Counts: true, ChildQty: 100},
			{Name: "power-peg-2003", Counts: true, Retired: true, ChildQty: 100},
			{Name: "power-peg", Counts: false, Retired: true, ChildQty: 100},
			{Name: "rlp", Counts: true, ChildQty: 100},
		},
		Builds: []model.BuildSpec{
			{Name: "smars-2003", PathOf: []int{PathOrdinary, PathPowerPeg2003}},
			{Name: "smars-2005", PathOf: []int{PathOrdinary, PathPowerPeg}},
			{Name: "smars-rlp-2012", PathOf: []int{PathOrdinary, PathRLP}},
		},
		Initial: Build2005,
	}
}
