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
// Owns: the file's grammar, the places and the words of what is wrong with one, its JSON schema.
//
// Refuses: opening files, parameters that the catalogue does not have, aliases, anchors and tags, a guess at what was meant.
//
// Invariants: what [Write] writes [Parse] reads back as the catalogue's defaults; every problem is reported, with its place,
// in order; controls that come out are complete, in range and under names that no two share.
package controlfile
