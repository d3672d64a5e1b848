package knight

import (
	"fmt"
	"slices"
	"time"

	"lossreplay/model"
	"lossreplay/model/router"
)

const alertCount = 97 // published: SEC 34-70694 para 19

// rollout is when each of the seven good servers got the new build: days before the open of 1 August and time of the evening.
// The three trading days are derived (27 July, in stages; facts section 2), servers and hours are assumed.
var rollout = [7]struct{ days, hour, minute int }{
	{5, 18, 0}, {5, 18, 20}, {2, 18, 0}, {2, 18, 20}, {1, 18, 0}, {1, 18, 20}, {1, 18, 40},
}

// operations returns what people and machines did to the router, in order of time.
func (d *day) operations() []model.Operation {
	midnight := sessionOpen.Add(-openClock)
	var ops []model.Operation
	for i, r := range rollout {
		ops = append(ops, model.Operation{At: midnight.Add(-time.Duration(24*r.days)*time.Hour + time.Duration(r.hour)*time.Hour + time.Duration(r.minute)*time.Minute),
			Kind: model.OpDeploy, HasServer: true, Server: model.ServerID(i), Build: router.BuildRLP, Tag: model.Assumed,
			Text: "new RLP code deployed; published that seven of eight servers got it in stages from 27 July, order and hour assumed"})
	}
	ops = append(ops,
		model.Operation{At: midnight.Add(-24*time.Hour + 19*time.Hour), Kind: model.OpRolloutEnd, Tag: model.Assumed,
			Text: "rollout taken for complete; no second technician looked, and nobody noticed the eighth server; hour assumed"},
		model.Operation{At: midnight.Add(7*time.Hour + 30*time.Minute), Kind: model.OpStartOfDay, Tag: model.Assumed,
			Text: "start of day before the servers connect; hour assumed"})
	ops = append(ops, d.alerts(midnight)...)
	for i, tick := range d.rollbackTicks() {
		ops = append(ops, model.Operation{At: tickAt(tick), Kind: model.OpRollback, HasServer: true, Server: model.ServerID(i),
			Build: router.Build2005, Reaction: true, Tag: model.Assumed,
			Text: "new RLP code removed from a good server, which makes the flag select Power Peg there too; published, hour and manner assumed"})
	}
	tag := model.Derived
	if d.params.Stop != "1015" {
		tag = model.Assumed
	}
	ops = append(ops, model.Operation{At: tickAt(d.stopTick), Kind: model.OpStop, Tag: tag, Text: d.stopText()})
	slices.SortStableFunc(ops, func(a, b model.Operation) int { return int(a.At.Sub(b.At) / time.Nanosecond) })
	return ops
}

func (d *day) stopText() string {
	if d.params.Stopper == "venue" {
		return "NYSE cuts the router's port; other venues run on for five minutes (assumed)"
	}
	return fmt.Sprintf("the router is stopped, at %s New York time", clockText(d.params.stopClock()))
}

// alerts returns the 97 e-mails: the first at 08:01:00, the others at random until the open, 1.09 a minute.
func (d *day) alerts(midnight model.Time) []model.Operation {
	from := midnight.Add(8*time.Hour + time.Minute)
	r := stream(d.seed, streamAlerts, 0)
	at := make([]model.Time, alertCount)
	for i := range at {
		at[i] = from
		if i > 0 {
			at[i] = from.Add(model.Duration(r.Int64N(int64(sessionOpen.Sub(from)))))
		}
	}
	slices.Sort(at)
	out := make([]model.Operation, alertCount)
	for i := range out {
		out[i] = model.Operation{At: at[i], Kind: model.OpAlert, HasServer: true, Server: stale, Tag: model.Published,
			Text: "internal e-mail \"BNET reject\": SMARS, \"Power Peg disabled\"; about other orders than the 212; minute of the first published, of the others assumed"}
	}
	return out
}
