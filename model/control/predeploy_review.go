package control

import "lossreplay/model"

// evenOdds is the probability, in basis points, from which on the median day is one on which the event happens.
const evenOdds = 5_000

// secondPerson is A02: somebody other than who deployed checks every server when the rollout is taken for complete.
var secondPerson = Spec{
	ID: "A02", Name: "Second-person review", Family: Prevent,
	Observes: "the build of each server, against a checklist, at the end of a rollout",
	Trigger:  "not all servers run one build and the reviewer sees it: runs use the median day, so if p_detect is 50 % or more",
	Scope:    "server",
	Action: "the rollout is completed: the servers that differ from the most common build get it, and no child goes out that " +
		"the code of that build would not have sent",
	Latency: "parameter delay, from the end of the rollout to the new build",
	Rearm:   "none is needed: a completed rollout stays complete until the next deploy or roll-back of the server",
	Coverage: "declared ends of a rollout only; blind to roll-backs, to servers that all run one wrong build, to configuration. " +
		"The most common build is taken for the right one, the lower build at a tie; what it would have sent in addition is not replayed",
	Params: []Param{
		{Name: "p_detect", Doc: "probability that the reviewer sees the difference", Unit: BasisPoints, Default: 8_000, Min: 0, Max: 10_000,
			Source: "no figure is published; reviews by a second person do miss, as at Deutsche Bank in June 2015", Tag: model.Assumed,
			Spread: &Spread{Shape: Bernoulli, Low: evenOdds, High: 9_500, Source: "within 0.5 to 0.95; no figure is published", Tag: model.Assumed}},
		{Name: "delay", Doc: "end of the rollout to its completion", Unit: Nanoseconds, Default: 3_600_000_000_000, Min: 0, Max: 30 * dayNanos,
			Source: "an evening's work of one technician, an order of magnitude; none is published", Tag: model.Assumed,
			Spread: &Spread{Shape: LogNormal, Low: 900_000_000_000, High: 14_400_000_000_000,
				Source: "a quarter of the median to four times it; none is published", Tag: model.Assumed}},
	},
	Existed: true, Availability: "a written procedure; other groups at Knight had them, SMARS had none",
	Source: "SEC 34-70694 paras 15, 26 (no second technician reviewed the deployment, none was required)",
	Needs:  []string{"operations"},
	New: func(v Values, env *Env) Monitor {
		return newRepair(env, v["p_detect"] >= evenOdds, model.Duration(v["delay"]))
	},
}
