package control

import (
	"fmt"
	"slices"
)

// catalogue holds every control in order of its number. To add one: one file with its Spec and monitor, its test, and its
// line here.
var catalogue = []*Spec{
	&fleetVersion,
	&secondPerson,
	&verifiedDeployment,
	&canary,
	&flagHygiene,
	&regressionTests,
	&rollbackCheck,
	&trialLimits,
	&dataGuard,
	&orderSize,
	&orderValue,
	&priceCollar,
	&participation,
	&overfill,
	&duplicates,
	&orderRate,
	&repeatedExecutions,
	&symbolPosition,
	&accountGross,
	&firmCapital,
	&profitAndLoss,
	&openOrders,
	&basketBlock,
	&inputSanity,
	&phaseCoverage,
	&unmatchedFills,
	&rejectRate,
	&selfMatch,
	&venueSwitch,
	&venueLimits,
	&cancelOnDisconnect,
	&overrideKey,
	&venueThrottle,
	&stockBreaker,
	&priceBands,
	&velocityLogic,
	&dropCopyCheck,
	&positionMonitor,
	&tradeReview,
	&windDown,
	&killSwitch,
	&alertPage,
	&incidentRunbook,
	&readinessGate,
}

// Catalogue returns every control in order of its number. The caller does not write to it.
func Catalogue() []*Spec { return slices.Clip(catalogue) }

// Defaults returns the controls that a run takes if nothing is named, the preset core.
func Defaults() []Instance {
	all, err := Preset("core")
	if err != nil {
		panic("control: " + err.Error())
	}
	return all
}

// All returns every control of the catalogue with its parameters at their defaults, in order of its number.
func All() []Instance {
	all := make([]Instance, len(catalogue))
	for i, s := range catalogue {
		all[i] = s.Default()
	}
	return all
}

// Variants returns controls of the catalogue as another choice would have them, to be shown beside it, each alone: as Knight
// had them, or with the choice that decides whether they work.
func Variants() []Instance {
	return []Instance{
		// Knight's collar of 9.5 % covered none of the 212 parents; one that follows the quote follows the damage.
		priceCollar.Default().With("A12-2012", "anchor", anchorReceipt).With("A12-2012", "band", 950),
		priceCollar.Default().With("A12-last", "anchor", anchorLast),
		orderRate.Default().With("A16-kill", "mode", modeKill),
		// Long and short nearly offset each other.
		accountGross.Default().With("A19-net", "netting", nettingNet),
		// The 33 Account was left out of Knight's firm-wide threshold.
		firmCapital.Default().With("A20-2012", "error_account", accountExcluded),
		// The mid that the account's own flow has pushed.
		profitAndLoss.Default().With("A21-mid", "mark", markMid),
		// PMON showed positions and told nobody.
		positionMonitor.Default().With("A38-2012", "action", monitorDisplays),
	}
}

// LoopVariants returns choices that only the closed loop can judge, to be shown beside the others there.
func LoopVariants() []Instance {
	return []Instance{orderRate.Default().With("A16-queue", "mode", modeQueue)}
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
