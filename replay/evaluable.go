package replay

import (
	"errors"
	"io"
	"slices"

	"lossreplay/model"
	"lossreplay/model/control"
)

// InLoop returns the controls that the closed loop can judge on a day: those that lack no table or column.
func InLoop(day Day, all []control.Instance) ([]control.Instance, error) {
	lacks, err := missing(day)
	if err != nil {
		return nil, err
	}
	kept, not := evaluable(all, lacks)
	for _, c := range not {
		if len(c.Missing) == 0 {
			kept = append(kept, c.Instance)
		}
	}
	return kept, nil
}

// CannotJudge returns the controls that a replay of the day cannot judge, with what the day lacks for each.
func CannotJudge(day Day, all []control.Instance) ([]NotEvaluable, error) {
	lacks, err := missing(day)
	if err != nil {
		return nil, err
	}
	_, not := evaluable(all, lacks)
	return not, nil
}

// evaluable parts controls into those that a day can judge and the others, given what the day lacks.
func evaluable(all []control.Instance, lacks map[string]bool) (kept []control.Instance, not []NotEvaluable) {
	for _, c := range all {
		var missing []string
		for _, what := range c.Spec.Needs {
			if lacks[what] {
				missing = append(missing, what)
			}
		}
		if len(missing) > 0 || c.LoopOnly() {
			not = append(not, NotEvaluable{c, missing})
		} else {
			kept = append(kept, c)
		}
	}
	return kept, not
}

// missing returns which of what a control may need the day has not: optional tables that are not there or empty, columns in
// which no row says anything.
func missing(day Day) (map[string]bool, error) {
	quotes, err := day.Quotes()
	if err != nil {
		return nil, err
	}
	defer quotes.Close()
	var first model.QuoteColumns
	err = quotes.Next(&first)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	securities := day.Securities()
	return map[string]bool{
		"quotes":                   first.Len() == 0,
		"bars":                     len(day.Bars()) == 0,
		"operations":               len(day.Operations()) == 0,
		"liquidation":              len(day.Closings()) == 0,
		"securities.halt_move":     !slices.ContainsFunc(securities, func(s model.Security) bool { return s.HaltMove > 0 }),
		"securities.normal_volume": !slices.ContainsFunc(securities, func(s model.Security) bool { return s.NormalVolume > 0 }),
		"securities.prior_close":   !slices.ContainsFunc(securities, func(s model.Security) bool { return s.PriorClose > 0 }),
	}, nil
}
