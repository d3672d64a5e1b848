// Package costfile reads and writes the YAML file that says what controls cost and how often they work:
//
//	format: lossreplay-costs/1
//	years: 5
//	days_a_year: 252
//	blocked_order: 0.25
//	tag: assumed
//	controls:
//	  - control: A16
//	    one_off: 60000.00
//	    yearly: 20000.00
//	    works: 0.99
//	    tag: assumed
//	groups:
//	  - group: router host
//	    members: [A14, A16]
//	    beta: 0.1
//	    tag: assumed
//
// # Owns
//
// The file's keys, their ranges, the default of each for every control of the catalogue, the JSON schema in docs.
//
// # Refuses
//
// Opening files, a guess at what was meant, a control that neither the catalogue nor the run has, a default that poses as a
// published figure: no firm has published what its controls cost, so every one is assumed.
//
// # Invariants
//
// What [Write] writes [Parse] reads back; every problem is reported, with its line and column, in order. Costs that come out
// are not negative and fit; probabilities lie between 0 and 1; the betas of one control's groups add up to at most 1.
package costfile
