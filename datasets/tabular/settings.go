package tabular

import (
	"fmt"
	"path"
	"strings"
	"time"

	"lossreplay/model"
)

// Settings is what a reader needs to know: the day, and of a table the checked form of its Options.
type Settings struct {
	Scale model.Scale    // decimals of the day's prices
	Date  string         // YYYY-MM-DD, of times without a date; "" if the day's date is not known yet
	Zone  *time.Location // of times without offset; nil is UTC

	table *table // nil for a timeline
}

// MappingProblem is one thing that is wrong with a mapping.
type MappingProblem struct {
	Field string // path of the key within the entry: "columns.qty.unit"
	Value string // as it stands there
	Rule  string // what is wrong with it
	Mend  string // what to do
}

// MappingError is everything that is wrong with an entry of `tables:`, by itself or against the columns of a file. It is the
// user's to mend, not the machine's.
type MappingError struct{ Problems []MappingProblem }

// Error returns one line a problem.
func (e *MappingError) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = p.Field + ": "
		if p.Value != "" {
			lines[i] += fmt.Sprintf("%.60q ", p.Value)
		}
		lines[i] += p.Rule
		if p.Mend != "" {
			lines[i] += "; " + p.Mend
		}
	}
	return strings.Join(lines, "\n")
}

func (e *MappingError) add(field, value, rule, mend string) {
	e.Problems = append(e.Problems, MappingProblem{field, value, rule, mend})
}

// or returns e as an error, nil if nothing is wrong.
func (e *MappingError) or() error {
	if len(e.Problems) == 0 {
		return nil
	}
	return e
}

// Choose returns the position of the entry for a file: the one that names its base name, else the first whose glob matches,
// else the only one if that names no file. It returns -1 if no entry is for the file.
func Choose(tables []Options, file string) int {
	base := path.Base(strings.ReplaceAll(file, `\`, "/"))
	for i := range tables {
		if tables[i].File == base {
			return i
		}
	}
	for i := range tables {
		if ok, err := path.Match(tables[i].File, base); ok && err == nil {
			return i
		}
	}
	if len(tables) == 1 && tables[0].File == "" {
		return 0
	}
	return -1
}

// NewSettings returns the checked form of o for a day. The error is a *MappingError with all that is wrong with o.
func NewSettings(o *Options, scale model.Scale, date string, zone *time.Location) (*Settings, error) {
	s := &Settings{Scale: scale, Date: date, Zone: zone}
	e := &MappingError{}
	s.table = s.check(o, e)
	return s, e.or()
}
