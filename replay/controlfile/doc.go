// Package controlfile reads and writes the YAML file that names the controls of a run and their parameters:
//
//	controls:
//	  - control: A16
//	    limit: 50
//	  - control: A12
//	    name: collar as in 2012
//	    anchor: receipt
//	    band: 9.5%
//
// A file may begin with a preset of the catalogue and say only what is to be different:
//
//	preset: 2012
//	without: [A34]
//	controls:
//	  - control: A12
//	    band: 9.5%
//
// The preset's controls come first, each under its number, less those whose names without gives. An item of controls whose
// name, which is its number unless it has one of its own, is one of theirs changes the parameters that it gives; any other
// item adds a control at the end. Refused are: without without preset, a name that the preset does not have, a control that
// is left out and changed, a name for two controls, and more controls than a run takes.
//
// Owns: the file's grammar, the places and the words of what is wrong with one, its JSON schema, the page of the catalogue.
//
// Refuses: opening files, parameters that the catalogue does not have, aliases, anchors and tags, a guess at what was meant.
//
// Invariants: what [Write] writes [Parse] reads back as it was; every problem is reported, with its place,
// in order; controls that come out are complete, in range and under names that no two share.
package controlfile
