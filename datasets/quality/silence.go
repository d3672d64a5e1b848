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

// silence finds the longest time of the session without a row.
type silence struct {
	open, close, last model.Time
	from              model.Time // of the longest
	length            time.Duration
	rows              bool
}

// row takes the time of the next row.
func (s *silence) row(at model.Time) {
	s.rows = true
	at = min(max(at, s.open), s.close)
	if d := at.Sub(s.last); d > s.length {
		s.from, s.length = s.last, d
	}
	s.last = at
}

func (s *silence) longest(table string) (Silence, bool) {
	if !s.rows {
		return Silence{}, false
	}
	s.row(s.close)
	return Silence{Table: table, From: Moment{s.from}, To: Moment{s.from.Add(s.length)}, Length: s.length}, true
}
