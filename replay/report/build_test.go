package report

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lossreplay/datasets/daytest"
	"lossreplay/model"
)

// dollars and percentages with six decimals, as a Decimal holds them.
const dollar = Decimal(model.MoneyUnit)

func after(d time.Duration) *Timestamp { return stamp(daytest.Open.Add(d)) }

func ptr(d Decimal) *Decimal { return &d }

func TestBuildAgreesWithPaper(t *testing.T) {
	r := build(t, tinyStudy(t))
	loss := 1_530_000 * dollar

	wantBaseline := Baseline{Loss: loss, Executions: 3, Shares: 3_000_000, Parents: 1, Symbols: 1, LongNotional: 30_000_000 * dollar,
		LongSymbols: 1, FlowEnd: Timestamp(daytest.Open.Add(41 * time.Second)), ErrorEnd: Timestamp(daytest.Open.Add(41 * time.Second)),
		Decomposition: Decomposition{Spread: 30_000 * dollar, ExitBlock: 1_500_000 * dollar}}
	if diff := cmp.Diff(wantBaseline, r.Baseline); diff != "" {
		t.Errorf("baseline (-want +got):\n%s", diff)
	}
	wantFidelity := Fidelity{Exact: true, RecordedLoss: loss, ReplayedLoss: loss, Differences: []string{}}
	if diff := cmp.Diff(wantFidelity, r.Fidelity); diff != "" {
		t.Errorf("fidelity (-want +got):\n%s", diff)
	}
	wantLegitimate := Legitimate{Parents: 1, Executions: 2, Shares: 1_000_500, Orders: 2, OrderShares: 1_000_500, OrderNotional: 10_014_995 * dollar}
	if diff := cmp.Diff(wantLegitimate, r.Legitimate); diff != "" {
		t.Errorf("legitimate (-want +got):\n%s", diff)
	}
	// A14 in; without it A17 and A19, A17 alone, A19 alone, none: a halt is stricter than a block.
	if r.Coalitions != 8 || r.Leaves != 5 {
		t.Errorf("coalitions %d, leaves %d; want 8 and 5", r.Coalitions, r.Leaves)
	}
	if r.AllControls != (AllControls{}) {
		t.Errorf("all controls: %+v; want no loss", r.AllControls)
	}
	// Outside the ledger: 3,500. Alone they prevent 1,530,000 + 1,020,000 + 1,020,000.
	if r.BookedLoss != 1_533_500*dollar || r.StandaloneSum.Prevented != 3_570_000*dollar || *r.StandaloneSum.OverLoss != 2_333_333 {
		t.Errorf("booked %v, sum %+v", r.BookedLoss, r.StandaloneSum)
	}
}

func TestControlsAgreeWithPaper(t *testing.T) {
	r := build(t, tinyStudy(t))
	for i, want := range []struct {
		label                      string
		trip                       *Timestamp
		standalone                 Standalone
		lastLine, shapley, banzhaf Decimal
	}{
		{"A14", after(20 * time.Second), Standalone{Prevented: 1_530_000 * dollar, PreventedPercent: ptr(100 * dollar),
			PreventedNoImpact: 1_530_000 * dollar, PreventedNoImpactPercent: ptr(100 * dollar), Trips: 1},
			510_000 * dollar, 850_000 * dollar, 765_000 * dollar},
		{"A17", after(20300 * time.Millisecond), Standalone{Loss: 510_000 * dollar, Prevented: 1_020_000 * dollar, PreventedPercent: ptr(66_666_666),
			PreventedNoImpact: 1_020_000 * dollar, PreventedNoImpactPercent: ptr(66_666_666), Trips: 1, Executions: 1, Shares: 1_000_000},
			0, 340_000 * dollar, 255_000 * dollar},
		{"A19", after(20800 * time.Millisecond), Standalone{Loss: 510_000 * dollar, Prevented: 1_020_000 * dollar, PreventedPercent: ptr(66_666_666),
			PreventedNoImpact: 1_020_000 * dollar, PreventedNoImpactPercent: ptr(66_666_666), Trips: 1, Halted: after(30 * time.Second),
			Executions: 1, Shares: 1_000_000, CollateralOrders: 1, CollateralShares: 500, CollateralNotional: 4995 * dollar, CollateralMinutes: 1},
			0, 340_000 * dollar, 255_000 * dollar},
	} {
		c := r.Controls[i]
		if c.Label != want.label || !c.Evaluable {
			t.Fatalf("control %d is %q, evaluable %v; want %q", i, c.Label, c.Evaluable, want.label)
		}
		if diff := cmp.Diff(want.standalone, *c.Standalone); diff != "" {
			t.Errorf("%s alone (-want +got):\n%s", c.Label, diff)
		}
		if diff := cmp.Diff(want.trip, c.FirstTrip); diff != "" {
			t.Errorf("%s first trip (-want +got):\n%s", c.Label, diff)
		}
		if c.LastLine.Prevented != want.lastLine || *c.Shapley != want.shapley || *c.Banzhaf != want.banzhaf {
			t.Errorf("%s: last line %v, Shapley %v, Banzhaf %v; want %v, %v, %v", c.Label, c.LastLine.Prevented, *c.Shapley, *c.Banzhaf,
				want.lastLine, want.shapley, want.banzhaf)
		}
	}
}

func TestWhatCannotBeJudgedIsNullWithAReason(t *testing.T) {
	r := build(t, tinyStudy(t))
	c := r.Controls[3]
	if c.Label != "A34" || c.Evaluable || c.NotEvaluableBecause != "the day has no bars and quotes" {
		t.Errorf("%s: evaluable %v because %q", c.Label, c.Evaluable, c.NotEvaluableBecause)
	}
	if c.Standalone != nil || c.LastLine != nil || c.Shapley != nil || c.Banzhaf != nil || c.FirstTrip != nil {
		t.Errorf("%+v: a figure that nobody computed", c)
	}
}

func TestBestSets(t *testing.T) {
	r := build(t, tinyStudy(t))
	want := []BestSet{
		{1, []string{"A14"}, 0, 1_530_000 * dollar, ptr(100 * dollar), 0},
		{2, []string{"A14", "A17"}, 0, 1_530_000 * dollar, ptr(100 * dollar), 0},
		{3, []string{"A14", "A17", "A19"}, 0, 1_530_000 * dollar, ptr(100 * dollar), 0},
	}
	if diff := cmp.Diff(want, r.BestSets); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestBuildWithoutControls(t *testing.T) {
	r := build(t, study(t, tinyDay(), nil, nil))
	if r.Coalitions != 1 || len(r.Controls) != 0 || r.AllControls.LossNoImpact != r.Baseline.Loss {
		t.Errorf("coalitions %d, %d controls, all controls %+v", r.Coalitions, len(r.Controls), r.AllControls)
	}
}

func TestBuildRefusesTwoControlsOfOneName(t *testing.T) {
	in := tinyStudy(t)
	in.Study.Main.Controls[1].Name = "A14"
	if _, err := Build(in); err == nil || err.Error() != `report: control name "A14" is empty or used twice` {
		t.Errorf("error %v", err)
	}
}

func TestBuildRefusesLeavesThatOverlap(t *testing.T) {
	in := tinyStudy(t)
	in.Study.Main.Impact = append(in.Study.Main.Impact, in.Study.Main.Impact[0])
	if _, err := Build(in); err == nil {
		t.Error("no error")
	}
}
