package model

import "fmt"

// OperationKind is what people or machines did to the system.
type OperationKind uint8

// The operations a recorded day may hold.
const (
	// OpDeploy puts Build on Server as part of a release.
	OpDeploy OperationKind = iota + 1
	// OpRollback puts the earlier Build back on Server.
	OpRollback
	// OpRolloutEnd says that the release's rollout is complete: every server should run one build.
	OpRolloutEnd
	// OpStartOfDay is the gate before the session: the last look before servers connect.
	OpStartOfDay
	// OpAlert is a machine's message about Server that nobody was made to read.
	OpAlert
	// OpOverride lifts what controls hold back: of Server, or of all if it names none.
	OpOverride
	// OpDisconnect is the loss of Server's sessions at its venues, or of all servers' if it names none.
	OpDisconnect
	// OpStop is the recorded end of the flow; it changes no world, for trace replay ends there by itself.
	OpStop
)

var operationNames = map[OperationKind]string{
	OpDeploy: "deploy", OpRollback: "rollback", OpRolloutEnd: "rollout_end", OpStartOfDay: "start_of_day",
	OpAlert: "alert", OpOverride: "override", OpDisconnect: "disconnect", OpStop: "stop",
}

// String returns the kind's name in tables: deploy, rollback, rollout_end, start_of_day, alert, override, disconnect,
// stop.
func (k OperationKind) String() string {
	if name, ok := operationNames[k]; ok {
		return name
	}
	return fmt.Sprintf("OperationKind(%d)", uint8(k))
}

// ParseOperationKind returns the kind of that name.
func ParseOperationKind(name string) (OperationKind, error) {
	for kind, known := range operationNames {
		if known == name {
			return kind, nil
		}
	}
	return 0, fmt.Errorf("%q is not an operation; use deploy, rollback, rollout_end, start_of_day, alert, override, disconnect or stop", name)
}

// Operation is something that people or machines did to the system.
type Operation struct {
	At        Time
	Kind      OperationKind
	HasServer bool
	Server    ServerID
	Build     BuildID // of a deploy or a rollback, else 0
	// Reaction says that people did this because of the incident: in a world without its symptoms they would not have. The
	// symptom is [Incident.ReactionGross] in the error account.
	Reaction bool
	Text     string
	Tag      Tag
}

// BuildID is a build's 0-based position in the incident's router.
type BuildID uint8
