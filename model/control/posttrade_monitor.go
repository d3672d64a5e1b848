package control

import (
	"time"

	"lossreplay/model"
)

// What a position monitor does above its limit, by position in its choices.
const (
	monitorAlerts = iota
	monitorDisplays
)

// positionMonitor is A38: a monitor that says so when a position is above its limit, as the day's did not.
var positionMonitor = Spec{
	ID: "A38", Name: "Position monitor, alerting", Family: Respond,
	Observes: "gross of the error account at mids, late by alert",
	Trigger:  "gross exceeds the limit",
	Scope:    "firm",
	Action: "with action = alert a person is called, who has the firm stopped: no order goes out any more; with display it shows the " +
		"figure, tells nobody and stops nothing, as the day's monitor",
	Latency: "parameters alert, react and execute, one after the other, from the fill",
	Rearm:   "by a risk officer; none does that day (assumed)",
	Coverage: "the error account, but for a symbol before its first quote; orders at venues stay there. It prevents nothing by itself: all " +
		"that it saves hangs on the person. That an alert is taken seriously is assumed",
	Thresholds: []string{"limit"},
	Params: []Param{
		{Name: "limit", Doc: "gross of the error account that is shown as its limit", Unit: Micros, Default: 2_000_000_000_000, Min: 1_000_000, Max: 1_000_000_000_000_000_000,
			Source: "SEC 34-70694 para 23: gross limit of the 33 Account; that the monitor holds the account against it is the counterfactual", Tag: model.Published},
		{Name: "alert", Doc: "fill to alert", Unit: Nanoseconds, Default: int64(5 * time.Second), Min: 0, Max: dayNanos,
			Source: "RTS 6 Art. 16(5): alerts within 5 s after the event", Tag: model.Published},
		{Name: "action", Doc: "whether a person is called, or the figure is only there to be looked at", Unit: Choice,
			Choices: []string{"alert", "display"}, Default: monitorAlerts, Min: monitorAlerts, Max: monitorDisplays,
			Source: "RTS 6 Art. 16(5) asks for alerts; the day's monitor displayed (SEC 34-70694 para 25)", Tag: model.Published},
		{Name: "react", Doc: "alert to a person's decision to stop", Unit: Nanoseconds, Default: int64(134 * time.Second), Min: 0, Max: dayNanos,
			Source: "the geometric mean of 30 s and 10 min, a range to sweep; none is published", Tag: model.Assumed,
			Spread: takes(30*time.Second, 10*time.Minute, "somebody at the screen, to somebody who has to be found; none is published")},
		{Name: "execute", Doc: "decision to stopped", Unit: Nanoseconds, Default: int64(time.Minute), Min: 0, Max: dayNanos,
			Source: "as for a kill switch, an order of magnitude; none is published", Tag: model.Assumed,
			Spread: takes(20*time.Second, 3*time.Minute, "a third of the median to three times it; none is published")},
	},
	Existed: true, Availability: "in-house; Knight's PMON was watched by people, gave no alerts, showed no limits and was late in high volume",
	Source: "SEC 34-70694 para 25; RTS 6 Art. 16(5)",
	Rules:  []string{"rts6"},
	Needs:  []string{"quotes"},
	New: func(v Values, _ *Env) Monitor {
		m := &alarm{grossStop: grossStop{limit: model.Money(v["limit"]), lag: model.Duration(v["alert"]), effect: model.Never},
			calls: v["action"] == monitorAlerts}
		if m.calls {
			m.latency = model.Duration(v["react"] + v["execute"])
		}
		return m
	},
}

// alarm is a gross stop that takes a person, or none.
type alarm struct {
	grossStop
	calls bool
}

func (m *alarm) Clone() Monitor {
	c := *m
	c.log = m.log.clone()
	return &c
}

func (m *alarm) Vote(w *World, c *Child) Verdict {
	if !m.calls {
		return Pass
	}
	return m.grossStop.Vote(w, c)
}
