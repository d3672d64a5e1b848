package datasets

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

// Fault names a kind of problem; problems of one fault in one place are counted together.
type Fault string

// The faults that a folder can have.
const (
	FaultMissing   Fault = "missing"          // folder, file, table, column or key is not there
	FaultType      Fault = "wrong type"       // column or YAML value has another type
	FaultNull      Fault = "null"             // a value is missing in a row
	FaultUnknown   Fault = "unknown word"     // symbol, server, venue, flag, side, ... is not in its list
	FaultUnknownID Fault = "unknown id"       // parent_id or child_id has no row
	FaultUnsorted  Fault = "unsorted"         // a time or key is below the row before
	FaultSequence  Fault = "out of sequence"  // an id is not its row's number
	FaultDuplicate Fault = "duplicate"        // a key occurs twice
	FaultOverfill  Fault = "overfill"         // a fill is larger than what is left of its child
	FaultAfterEnd  Fault = "after the end"    // a report comes after its child was filled or ended
	FaultTooEarly  Fault = "too early"        // a report before its child, a child before its parent
	FaultParent    Fault = "not the parent's" // a child's symbol or side is not its parent's
	FaultRange     Fault = "out of range"     // a price, quantity, share or count is outside its range
	FaultDate      Fault = "date"             // a time or date is far from the session, or cannot be
	FaultCrossed   Fault = "crossed"          // bid above ask
	FaultClosing   Fault = "liquidation"      // the closing does not close the error account's position
	FaultChecksum  Fault = "checksum"         // the file's bytes are not those that incident.yaml names
	FaultCorrupt   Fault = "corrupt"          // the file cannot be decoded
	FaultKey       Fault = "unknown key"      // of incident.yaml
	FaultReference Fault = "reference"        // a name in incident.yaml points nowhere
	FaultSyntax    Fault = "syntax"           // incident.yaml is no YAML
)

// Problem is one fault in one place.
type Problem struct {
	Fault Fault
	File  string // within the folder: "executions.parquet"; "" is the folder itself
	// Row is the 1-based row of a table, 0 if the problem concerns all of it. Line and Column are 1-based, of incident.yaml.
	Row          int64
	Line, Column int
	Field        string // column, or path of a key: "router.servers[2]"
	Value        string // as it stands there
	Rule         string // what is wrong with it
	Mend         string // what to do

	order int
}

// String returns the problem without its mend: "executions.parquet row 7: last_qty 300 exceeds the 200 left on child 4".
func (p Problem) String() string {
	var b strings.Builder
	b.WriteString(p.File)
	switch {
	case p.Row > 0:
		fmt.Fprintf(&b, " row %d", p.Row)
	case p.Line > 0:
		fmt.Fprintf(&b, ":%d:%d", p.Line, p.Column)
	}
	if b.Len() > 0 {
		b.WriteString(": ")
	}
	for _, word := range []string{p.Field, p.Value} {
		if word != "" {
			b.WriteString(word + " ")
		}
	}
	b.WriteString(p.Rule)
	return b.String()
}

// keptMax is the number of problems of one fault, file and field that are kept; all are counted.
const keptMax = 100_000

// shownMax is the number of problems of one fault, file and field that Error shows.
const shownMax = 5

type group struct {
	fault       Fault
	file, field string
}

// Problems is every fault of an incident folder. It is the error of [Open] and [Validate]. errors.Is(err, fs.ErrNotExist)
// holds if the folder, its incident.yaml or a required table is missing.
type Problems struct {
	Dir    string // the folder as it was named; "" for a day in memory
	kept   []Problem
	counts map[group]int64
	absent bool
}

// add notes a problem; beyond keptMax of its group it is only counted.
func (ps *Problems) add(p Problem) {
	if ps.countOne(p.Fault, p.File, p.Field) {
		ps.kept = append(ps.kept, p)
	}
}

// Add notes a problem that another package has found.
func (ps *Problems) Add(p Problem) { ps.add(p) }

// Err returns ps, its problems in order, as an error; nil if there is none.
func (ps *Problems) Err() error { return ps.err() }

// countOne counts a problem and reports whether its text is still wanted.
func (ps *Problems) countOne(fault Fault, file, field string) bool {
	if ps.counts == nil {
		ps.counts = map[group]int64{}
	}
	g := group{fault, file, field}
	ps.counts[g]++
	return ps.counts[g] <= keptMax
}

// merge takes over the problems of another list.
func (ps *Problems) merge(other *Problems) {
	for _, p := range other.kept {
		ps.add(p)
	}
	for g, n := range other.counts {
		if n > keptMax {
			ps.counts[g] += n - keptMax
		}
	}
	ps.absent = ps.absent || other.absent
}

// err returns ps as an error, nil if there is no problem. The list is then in order: by file, row, field.
func (ps *Problems) err() error {
	if len(ps.kept) == 0 {
		return nil
	}
	for i := range ps.kept {
		ps.kept[i].order = fileOrder(ps.kept[i].File)
	}
	slices.SortStableFunc(ps.kept, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.order, b.order), cmp.Compare(a.File, b.File), cmp.Compare(a.Row, b.Row),
			cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Field, b.Field))
	})
	return ps
}

// fileOrder puts the folder and incident.yaml before the tables, and these into the order of the schema.
func fileOrder(file string) int {
	name, _, _ := strings.Cut(file, ".")
	if t, ok := tableNamed(name); ok {
		return 2 + int(t)
	}
	if file == manifestName {
		return 1
	}
	return 0
}

// All returns the problems in order of file, row, field: up to 100,000 of a fault, file and field.
func (ps *Problems) All() []Problem { return ps.kept }

// Count returns how many problems there are, those beyond All included.
func (ps *Problems) Count() int64 {
	total := int64(0)
	for _, n := range ps.counts {
		total += n
	}
	return total
}

// CountOf returns how many problems of one fault there are.
func (ps *Problems) CountOf(fault Fault) int64 {
	total := int64(0)
	for g, n := range ps.counts {
		if g.fault == fault {
			total += n
		}
	}
	return total
}

// Lines returns one line a problem, at most five of a fault, file and field; the last of these counts the rest.
func (ps *Problems) Lines() []string {
	var lines []string
	shown := map[group]int64{}
	for _, p := range ps.kept {
		g := group{p.Fault, p.File, p.Field}
		shown[g]++
		if shown[g] > shownMax {
			continue
		}
		line := p.String()
		if ps.Dir != "" {
			line = strings.TrimSuffix(ps.Dir, "/") + "/" + line
			if p.File == "" {
				line = ps.Dir + ": " + p.String()
			}
		}
		if rest := ps.counts[g] - shownMax; shown[g] == shownMax && rest > 0 {
			more := "problems"
			if p.Row > 0 {
				more = "rows"
			}
			if rest == 1 {
				more = strings.TrimSuffix(more, "s")
			}
			line += fmt.Sprintf(" (and %d more %s like it)", rest, more)
		}
		lines = append(lines, line)
	}
	return lines
}

// Hints returns how to mend the problems that Lines shows, each hint once.
func (ps *Problems) Hints() []string {
	var hints []string
	for _, p := range ps.kept {
		if p.Mend != "" && !slices.Contains(hints, p.Mend) && len(hints) < 2*shownMax {
			hints = append(hints, p.Mend)
		}
	}
	return hints
}

// Error returns Lines and Hints as one text of several lines.
func (ps *Problems) Error() string {
	text := strings.Join(ps.Lines(), "\n")
	for _, h := range ps.Hints() {
		text += "\nhint: " + h
	}
	return text
}

// Is reports whether target is fs.ErrNotExist and the folder, incident.yaml or a required table is missing.
func (ps *Problems) Is(target error) bool { return target == fs.ErrNotExist && ps.absent }

// WriteCSV writes All as CSV with a header: file, row, line, column, field, value, fault, rule, mend. A number that does not
// apply is left empty. Where more were counted than kept, a last line says how many.
func (ps *Problems) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	number := func(n int64) string {
		if n == 0 {
			return ""
		}
		return strconv.FormatInt(n, 10)
	}
	lines := [][]string{{"file", "row", "line", "column", "field", "value", "fault", "rule", "mend"}}
	for _, p := range ps.kept {
		lines = append(lines, []string{p.File, number(p.Row), number(int64(p.Line)), number(int64(p.Column)), p.Field, p.Value,
			string(p.Fault), p.Rule, p.Mend})
	}
	if rest := ps.Count() - int64(len(ps.kept)); rest > 0 {
		lines = append(lines, []string{"", "", "", "", "", "", "", fmt.Sprintf("%d more problems are not listed", rest), ""})
	}
	if err := out.WriteAll(lines); err != nil {
		return fmt.Errorf("write problems: %w", err)
	}
	return nil
}

// quote returns text in quotes, cut to a readable length.
func quote(text string) string {
	const longest = 60
	if len(text) > longest {
		return strconv.Quote(text[:longest]) + "..."
	}
	return strconv.Quote(text)
}
