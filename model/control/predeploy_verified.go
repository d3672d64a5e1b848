package control

import "lossreplay/model"

// verifiedDeployment is A03: a machine deploys, compares checksums on every server and completes what is missing.
var verifiedDeployment = Spec{
	ID: "A03", Name: "Automated verified deployment", Family: Prevent,
	Observes: "the build of each server, by checksum, at the end of a rollout",
	Trigger:  "not all servers run one build",
	Scope:    "server",
	Action: "the machine deploys again: the servers that differ from the most common build get it, and no child goes out that " +
		"the code of that build would not have sent",
	Latency: "parameter delay, from the end of the rollout to the new build",
	Rearm:   "none is needed: a completed rollout stays complete until the next deploy or roll-back of the server",
	Coverage: "declared ends of a rollout only; blind to roll-backs, to servers that all run one wrong build, to configuration. " +
		"The most common build is taken for the right one, the lower build at a tie; what it would have sent in addition is not replayed. " +
		"To abort instead, with the old build on all servers, is a trap where the new flag goes live all the same: old code then " +
		"runs away on every server; a record of one such server cannot show that, so it is no option",
	Params: []Param{
		{Name: "delay", Doc: "end of the rollout to the new build on the servers that lacked it", Unit: Nanoseconds,
			Default: 600_000_000_000, Min: 0, Max: 30 * dayNanos,
			Source: "copy, restart and compare again, an order of magnitude; none is published", Tag: model.Assumed},
	},
	Existed: true, Availability: "scripts and checksums; practice, no rule",
	Source: "SEC 34-70694 paras 15, 26; FIA Guide to the Development and Operation of Automated Trading Systems (2015); FINRA RN 15-09",
	Needs:  []string{"operations"},
	New:    func(v Values, env *Env) Monitor { return newRepair(env, true, model.Duration(v["delay"])) },
}
