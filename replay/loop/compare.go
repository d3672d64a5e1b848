package loop

import (
	"math"

	"lossreplay/model"
)

// Divergence is how far a generated day lies from the recorded one.
type Divergence struct {
	Recorded, Generated         Volume
	RecordedLoss, GeneratedLoss model.Money
	// BySymbol, ByMinute and ByServer are the misplaced shares: of the recorded shares, the part that would have to be moved
	// to another symbol (minute, server), or made up, for the two days to agree:
	//
	//	1/2 sum_i |generated_i - recorded_i| / sum_i recorded_i
	//
	// 0 is agreement; days of one size that share nothing have 1. A day without recorded shares has 0.
	BySymbol, ByMinute, ByServer float64
	// First is where the two days part.
	First Parting
}

// Parting is the first minute of the session at whose end the shares executed since the open differ by more than PartingShare
// of the recorded ones: |generated - recorded| > PartingShare recorded. Minute is -1 if there is none.
type Parting struct {
	Minute              int
	Recorded, Generated int64 // shares since the open
}

// PartingShare is the difference from which on two days count as parted.
const PartingShare = 0.01

// Excess returns what was generated over what was recorded, less 1: 0.02 is two percent more. It is 0 where both are 0 and
// infinite where only something was generated.
func Excess(recorded, generated int64) float64 {
	switch {
	case recorded == generated:
		return 0
	case recorded == 0:
		return math.Inf(1)
	}
	return float64(generated)/float64(recorded) - 1
}

// Compare holds an outcome against the recorded day. Of the baseline it says how far the loop is to be trusted; of another
// world it says what the controls changed as well.
func Compare(m *Model, o *Outcome) Divergence {
	rec := &m.Recorded.Tally
	d := Divergence{
		Recorded: rec.Total, Generated: o.Tally.Total, RecordedLoss: m.Recorded.Loss.Total(), GeneratedLoss: o.Loss.Total(),
		BySymbol: misplaced(rec.BySymbol, o.Tally.BySymbol), ByMinute: misplaced(rec.ByMinute, o.Tally.ByMinute),
		ByServer: misplaced(rec.ByServer, o.Tally.ByServer), First: Parting{Minute: -1},
	}
	var recorded, generated int64
	for i := range rec.ByMinute {
		recorded += rec.ByMinute[i].Shares
		generated += o.Tally.ByMinute[i].Shares
		if math.Abs(float64(generated-recorded)) > PartingShare*float64(recorded) {
			d.First = Parting{i, recorded, generated}
			break
		}
	}
	return d
}

// misplaced returns half the sum of absolute differences of shares over the recorded total.
func misplaced(recorded, generated []Volume) float64 {
	var apart, total int64
	for i := range recorded {
		diff := generated[i].Shares - recorded[i].Shares
		apart += max(diff, -diff)
		total += recorded[i].Shares
	}
	if total == 0 {
		return 0
	}
	return float64(apart) / (2 * float64(total))
}
