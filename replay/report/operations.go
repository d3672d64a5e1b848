package report

import (
	"lossreplay/model"
)

// Operation is something that people or machines did to the system on the recorded day.
type Operation struct {
	At     Timestamp `json:"at"`
	Kind   string    `json:"kind"`
	Server string    `json:"server"` // empty where it concerns all
	Build  string    `json:"build"`  // of a deploy or a rollback, else empty
	// Reaction says that people did it because of the incident: in a world without its symptoms they would not have.
	Reaction bool   `json:"reaction"`
	Text     string `json:"text"`
	Tag      string `json:"tag"`
}

// operations returns what was done to the system, in order of time.
func (b *builder) operations() []Operation {
	list := []Operation{}
	for _, op := range b.day.Operations() {
		row := Operation{At: Timestamp(op.At), Kind: op.Kind.String(), Reaction: op.Reaction, Text: op.Text, Tag: string(op.Tag)}
		if op.HasServer {
			row.Server = b.about.Router.Servers[op.Server]
		}
		if op.Kind == model.OpDeploy || op.Kind == model.OpRollback {
			row.Build = b.about.Router.Builds[op.Build].Name
		}
		list = append(list, row)
	}
	return list
}
