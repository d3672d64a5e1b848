package control

import (
	"testing"
	"time"

	"lossreplay/model"
	"lossreplay/model/router"
)

func TestRollbackGate(t *testing.T) {
	noHalt := rollbackCheck.Default().With("A07", "require_halt", 0)
	for _, c := range []struct {
		name    string
		control Instance
		at      time.Duration
		from    model.BuildID
		to      model.BuildID
		kind    model.OperationKind
		refused bool
		seen    int64
	}{
		{"before_the_open_to_a_harmless_build", rollbackCheck.Default(), -1, router.BuildRLP, router.BuildRLP, model.OpRollback, false, 0},
		{"at_the_open", rollbackCheck.Default(), 0, router.BuildRLP, router.BuildRLP, model.OpRollback, true, 0},
		{"last_moment_of_the_session", rollbackCheck.Default(), 390*time.Minute - 1, router.BuildRLP, router.BuildRLP, model.OpRollback, true, 0},
		{"at_the_close", rollbackCheck.Default(), 390 * time.Minute, router.BuildRLP, router.BuildRLP, model.OpRollback, false, 0},
		{"harmless_in_the_session_without_require_halt", noHalt, time.Minute, router.BuildRLP, router.BuildRLP, model.OpRollback, false, 0},
		{"exposes_power_peg_before_the_open", rollbackCheck.Default(), -1, router.BuildRLP, router.Build2005, model.OpRollback, true, 1},
		{"exposes_power_peg_without_require_halt", noHalt, time.Minute, router.BuildRLP, router.Build2005, model.OpRollback, true, 1},
		{"from_retired_to_retired_code_without_require_halt", noHalt, time.Minute, router.Build2005, router.Build2003, model.OpRollback, false, 0},
		{"a_deploy_is_none_of_its_business", rollbackCheck.Default(), time.Minute, router.BuildRLP, router.Build2005, model.OpDeploy, false, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSim(t, c.control).at(c.at)
			s.w.Router.Build[3] = c.from
			if got := s.operate(on(c.kind, 3, c.to)); got != c.refused {
				t.Fatalf("refused %v, want %v", got, c.refused)
			}
			if !c.refused {
				s.wantTrips()
				return
			}
			if s.w.Router.Build[3] != c.from {
				t.Error("the server lost its build")
			}
			s.operate(on(c.kind, 3, c.to)) // asked again: refused again, logged once
			s.wantTrips(Trip{At: s.w.Now, Effect: s.w.Now, Scope: Scope{OnServer, 3}, Seen: c.seen, Limit: 0, Unit: Count})
		})
	}
}
