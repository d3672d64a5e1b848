package control

import (
	"fmt"
	"slices"
)

// catalogue holds every control in order of its number. To add one: one file with its Spec and monitor, its test, and its
// line here.
var catalogue = []*Spec{
	&fleetVersion,
	&flagHygiene,
	&rollbackCheck,
	&priceCollar,
	&overfill,
	&orderRate,
	&repeatedExecutions,
	&symbolPosition,
	&accountGross,
	&profitAndLoss,
	&unmatchedFills,
	&stockBreaker,
	&killSwitch,
	&alertPage,
}

// Catalogue returns every control in order of its number. The caller does not write to it.
func Catalogue() []*Spec { return slices.Clip(catalogue) }

// Defaults returns every control with its parameters at their defaults, in order of its number.
func Defaults() []Instance {
	all := make([]Instance, len(catalogue))
	for i, s := range catalogue {
		all[i] = s.Default()
	}
	return all
}

// Variants returns controls of the catalogue as another choice would have them, to be shown beside it, each alone: the
// price collar as Knight had it, which covered none of the 212 parents, and the P&L limit at a mid that the account's own
// flow has pushed.
func Variants() []Instance {
	return []Instance{
		priceCollar.Default().With("A12-2012", "anchor", anchorReceipt).With("A12-2012", "band", 950),
		profitAndLoss.Default().With("A21-mid", "mark", markMid),
	}
}

// Find returns the control with that number; the error suggests what to do if there is none.
func Find(id string) (*Spec, error) {
	for _, s := range catalogue {
		if s.ID == id {
			return s, nil
		}
	}
	return nil, fmt.Errorf("no control %q in the catalogue; lossreplay controls lists them", id)
}
