package normal_test

import (
	"testing"

	"lossreplay/datasets/normal"
	"lossreplay/replay"
)

// A replay without controls gives the day back: everything goes out, nothing is left over for the error account.
func TestReplayGivesTheDayBack(t *testing.T) {
	for _, i := range []int{11, 15} { // rejects; a change of builds in the session
		t.Run(normal.Days()[i].Name, func(t *testing.T) {
			day := generate(t, i, 2)
			study, err := replay.Examine(t.Context(), day, replay.Plan{})
			if err != nil {
				t.Fatal(err)
			}
			if !study.Fidelity.Exact || study.Fidelity.Replayed != 0 {
				t.Errorf("loss %v, differences %q", study.Fidelity.Replayed, study.Fidelity.Differences)
			}
			flow, legit := study.Main.Baseline().Flow, study.Main.Legit.Orders
			if flow.Unsent != 0 || flow.UnmatchedShares != 0 || flow.RogueShares != 0 || legit != int64(day.ChildRows.Len()) {
				t.Errorf("%d children not sent, %d shares unmatched, %d rogue, %d of %d children legitimate",
					flow.Unsent, flow.UnmatchedShares, flow.RogueShares, legit, day.ChildRows.Len())
			}
		})
	}
}
