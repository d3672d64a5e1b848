package quality

import (
	"time"

	"lossreplay/model"
)

// The tables whose silences are measured.
const (
	ofParents = iota
	ofChildren
	ofExecutions
	ofQuotes
	ofAll
)

var silenceTables = [...]string{ofParents: "parents", ofChildren: "children", ofExecutions: "executions", ofQuotes: "quotes", ofAll: All}

// silence finds the longest time of the session between two rows.
type silence struct {
	open, close, last model.Time
	from              model.Time // of the longest
	length            time.Duration
	rows              bool
}

// row takes the time of the next row.
func (s *silence) row(at model.Time) {
	at = min(max(at, s.open), s.close)
	if d := at.Sub(s.last); s.rows && d > s.length {
		s.from, s.length = s.last, d
	}
	s.last, s.rows = at, true
}

// longest returns the silence, false where no two rows have any of the session between them.
func (s *silence) longest(table string) (Silence, bool) {
	return Silence{Table: table, From: Moment{s.from}, To: Moment{s.from.Add(s.length)}, Length: s.length}, s.length > 0
}
