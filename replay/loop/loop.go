package loop

import (
	"cmp"
	"context"
	"fmt"

	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/model/ledger"
	"lossreplay/replay"
)

// Config says what to generate a day with. The zero Config is the baseline.
type Config struct {
	// Controls are all on: the loop runs one coalition.
	Controls []control.Instance
	// Operations are what is done to the router, in order of time; nil for what was recorded. Not nil and empty is: nothing.
	Operations []model.Operation
}

// Outcome is what a generated day came to.
type Outcome struct {
	Loss       ledger.Loss
	BySymbol   []SymbolOutcome
	Flow       Flow
	Tally      Tally
	Collateral Collateral
	// Trips is each control's log by its position in the Config.
	Trips [][]control.Trip
	// Halted is when a control stopped everything for good, Declared when people declared an incident; model.Never for neither.
	Halted, Declared model.Time
}

// SymbolOutcome is the error account in one symbol: what it held when the flow ended, and what it lost.
type SymbolOutcome struct {
	Pos  model.Qty
	Loss ledger.Loss
}

// Flow is how the flow fared, beyond what a [Tally] counts. Runaway is what belongs to paths that do not count.
type Flow struct {
	RunawayShares int64 // executed
	// Unmatched is the error's part: executions of which something went to the error account, those shares, and the parents.
	UnmatchedExecutions, UnmatchedShares, UnmatchedParents int64
	Expired, Canceled                                      int64 // children that ended with something left
	// RunawayDenied counts asks that were refused, RunawayDelayed children that had to wait, RunawayWait how long they did.
	RunawayDenied, RunawayDelayed int64
	RunawayWait                   model.Duration
	// Unprovoked counts reactions to the incident that nobody had a reason for.
	Unprovoked int64
}

// Collateral is what the controls cost parents that are worked right.
type Collateral struct {
	// Unexecuted is how many more shares than in the loop's own baseline are left unexecuted of parents that never ran away
	// there; negative if there are fewer.
	Unexecuted int64
	// Delayed counts children of paths that count that had to wait, Wait how long they did; Denied asks of theirs that a
	// control refused. A denied parent asks again, so one may count often.
	Delayed int64
	Wait    model.Duration
	Denied  int64
}

// Run generates the day with the controls on. The same model and configuration give the same outcome, bit for bit; runs may
// go on side by side. The error is that of operations that are out of order or name what does not exist, or of ctx.
func Run(ctx context.Context, m *Model, cfg Config) (*Outcome, error) {
	for i := range cfg.Operations {
		op := &cfg.Operations[i]
		switch {
		case i > 0 && op.At < cfg.Operations[i-1].At:
			return nil, fmt.Errorf("operation %d at %v is earlier than the one before; sort them by time", i+1, op.At)
		case op.HasServer && int(op.Server) >= m.fleet.Servers():
			return nil, fmt.Errorf("operation %d names server %d of %d", i+1, op.Server, m.fleet.Servers())
		case (op.Kind == model.OpDeploy || op.Kind == model.OpRollback) && (!op.HasServer || int(op.Build) >= m.fleet.Builds()):
			return nil, fmt.Errorf("operation %d, a %v, needs a server and a build below %d", i+1, op.Kind, m.fleet.Builds())
		}
	}
	w, err := m.simulate(ctx, cfg)
	if err != nil {
		return nil, err
	}
	return w.outcome(), nil
}

// EachAlone runs the loop with each control alone, in order of the controls, as many at a time as there are cores. The error is
// that of Run.
func EachAlone(ctx context.Context, m *Model, controls []control.Instance) ([]*Outcome, error) {
	outcomes, errs := make([]*Outcome, len(controls)), make([]error, len(controls))
	replay.InParallel(len(controls), func(i int) { outcomes[i], errs[i] = Run(ctx, m, Config{Controls: controls[i : i+1]}) })
	if err := cmp.Or(errs...); err != nil {
		return nil, err
	}
	return outcomes, nil
}
