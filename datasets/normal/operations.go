package normal

import (
	"cmp"
	"slices"
	"time"

	"lossreplay/model"
	"lossreplay/model/router"
)

// servers is the size of the fleet, as on the Knight day.
const servers = 8

// BuildPlain is the build that every server runs before a release of these days: the RLP flag selects the ordinary path, so
// no build in use has a defect. It stands after the builds of [router.SMARS]. Assumed.
const BuildPlain model.BuildID = 3

// fleet returns the router of the Knight day with one build more, which all servers run.
func fleet() model.RouterSpec {
	spec := router.SMARS()
	spec.Builds = append(spec.Builds, model.BuildSpec{Name: "smars-plain", PathOf: []int{router.PathOrdinary, router.PathOrdinary}})
	spec.Initial = BuildPlain
	return spec
}

// operations returns what people and machines did, in order of time.
func (b *build) operations() []model.Operation {
	midnight := b.open.Add(-openClock)
	ops := []model.Operation{{At: midnight.Add(clock(7, 30, 0)), Kind: model.OpStartOfDay, Tag: model.Assumed, Text: "start of day before the servers connect"}}
	for _, s := range b.day.Steps {
		op := model.Operation{At: midnight.Add(s.Clock - time.Duration(24*s.DaysBefore)*time.Hour), Kind: s.Kind, Build: s.Build, Tag: model.Assumed, Text: s.Text}
		if s.Servers == 0 {
			ops = append(ops, op)
		}
		for server := range s.Servers {
			op.HasServer, op.Server = true, model.ServerID(server)
			ops = append(ops, op)
			op.At = op.At.Add(20 * time.Second)
		}
	}
	if c := b.day.Cut; c != nil {
		ops = append(ops, model.Operation{At: midnight.Add(c.From), Kind: model.OpDisconnect, HasServer: true, Server: c.Server, Tag: model.Assumed,
			Text: "sessions lost by a fault of the line; back six minutes later"})
	}
	ops = append(ops, b.alerts(midnight)...)
	slices.SortStableFunc(ops, func(x, y model.Operation) int { return cmp.Compare(x.At, y.At) })
	return ops
}

// messages are what machines mail on days on which nothing is wrong.
var messages = []string{
	"clock is 2 ms off, corrected", "disk of logs is 80% full", "market data gap of 40 ms, recovered", "order acknowledged late, 300 ms",
	"connection test failed once, passed at the second try", "configuration reloaded without a change",
}

// alerts draws the day's messages: some before the open, two of three about a server.
func (b *build) alerts(midnight model.Time) []model.Operation {
	r := b.rolls(streamOperations, 0)
	out := make([]model.Operation, b.day.Alerts)
	for i := range out {
		out[i] = model.Operation{At: midnight.Add(r.lasting(clock(7, 35, 0), clock(15, 40, 0)).Truncate(time.Second)), Kind: model.OpAlert,
			Tag: model.Assumed, Text: messages[r.below(len(messages))] + "; means nothing, made up"}
		if out[i].HasServer = r.chance(2.0 / 3); out[i].HasServer {
			out[i].Server = model.ServerID(r.below(servers))
		}
	}
	return out
}
