package controlfile

import (
	"cmp"
	"fmt"
	"lossreplay/model"
	"slices"
	"strings"
)

// Problem is one thing that is wrong with a controls file. Line and Column are 1-based. Control is the control it concerns
// by its number, or "".
type Problem struct {
	File         string
	Line, Column int
	Control      string
	Text         string
}

// String returns the problem as one line: "controls.yaml:14:5: A16: unknown parameter "limt"; did you mean "limit"?".
func (p Problem) String() string {
	text := p.Text
	if p.Control != "" {
		text = p.Control + ": " + text
	}
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, text)
}

// Problems is everything that is wrong with a file, in order of place. It is the error of [Parse].
type Problems []Problem

// Error returns the problems, one a line.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

func (ps Problems) sort() {
	slices.SortStableFunc(ps, func(a, b Problem) int { return cmp.Or(a.Line-b.Line, a.Column-b.Column) })
}

// suggest returns `; did you mean "limit"?` for the known word nearest to word, and "" if none is near.
func suggest(word string, known []string) string {
	best := model.Nearest(word, known)
	if best == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", best)
}
