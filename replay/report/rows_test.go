package report

import (
	"testing"

	"lossreplay/datasets/daytest"
	"lossreplay/model"
	"lossreplay/model/control"
)

func TestATripAtAVenueNamesIt(t *testing.T) {
	spec, err := control.Find("A29")
	if err != nil {
		t.Fatal(err)
	}
	r := build(t, study(t, daytest.Small(), []control.Instance{spec.Default().With("A29", "limit", int64(model.MoneyUnit))}, nil))
	venues := map[string]bool{}
	for _, row := range r.TripRows {
		if row.Scope != "venue" {
			t.Errorf("scope %s of %+v", row.Scope, row)
		}
		venues[row.ScopeOf] = true
	}
	if len(venues) != 2 || !venues["NYSE"] || !venues["ARCA"] {
		t.Errorf("trips name %v; want NYSE and ARCA", venues)
	}
}
