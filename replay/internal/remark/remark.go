// Package remark writes the comments of the YAML files that users edit: controls, costs, unknowns.
//
// # Owns
//
// How wide a comment is and where it is broken.
//
// # Refuses
//
// What a comment says, and everything in a file that is none.
//
// # Invariants
//
// A line is at most ColumnsMax wide unless one word is wider; words stay whole and in order.
package remark

import (
	"bytes"
	"strings"
)

// ColumnsMax is how wide comments are written.
const ColumnsMax = 100

// Write writes text as comment lines of at most ColumnsMax, broken between words; what follows the first is indented.
func Write(b *bytes.Buffer, indent, text string) {
	line := indent + "#"
	for _, word := range strings.Fields(text) {
		if len(line)+1+len(word) > ColumnsMax {
			b.WriteString(line + "\n")
			line = indent + "#  "
		}
		line += " " + word
	}
	b.WriteString(line + "\n")
}
