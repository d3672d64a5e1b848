package datasets

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"time"

	"lossreplay/model"
)

// qtyMax is the largest number of shares of an order.
const qtyMax = math.MaxInt32

// farthest is how far from the session an order, report, quote or bar may lie: further away it is a time in the wrong unit
// or of another day.
const farthest = 24 * time.Hour

// rowCheck checks the rows of one table and adds what is wrong to ps.
type rowCheck struct {
	ps    *Problems
	table table
	file  string
	about *model.Incident
	lex   *lexicon
	first int64           // rows before the current batch
	cells map[cell]string // of the batch that have no value or an unknown word; nil for a day in memory

	earliest, latest model.Time
	previous         model.Time
	reported         int64 // problems of this table so far
}

func newRowCheck(ps *Problems, t table, file string, about *model.Incident, lex *lexicon) *rowCheck {
	return &rowCheck{ps: ps, table: t, file: file, about: about, lex: lex, previous: math.MinInt64,
		earliest: about.Session.Open - model.Time(farthest), latest: about.Session.Close.Add(farthest)}
}

// batch begins a new batch of rows: cells are its odd cells. Cells without a value are reported here, once.
func (c *rowCheck) batch(first int64, cells map[cell]string) {
	c.first, c.cells = first, cells
	if len(cells) == 0 {
		return
	}
	for _, at := range slices.SortedFunc(maps.Keys(cells), func(a, b cell) int { return cmp.Or(a.row-b.row, a.column-b.column) }) {
		col := &tables[c.table].columns[at.column]
		if cells[at] == noValue && !col.null {
			c.reported++
			c.ps.add(Problem{Fault: FaultNull, File: c.file, Row: first + int64(at.row) + 1, Field: col.name, Rule: "has no value",
				Mend: "every row needs all columns but those that docs/format.md calls nullable"})
		}
	}
}

// fail reports row i of the batch. describe gives value, rule and mend; it is called only if the text is wanted.
func (c *rowCheck) fail(i, column int, fault Fault, describe func() (value, rule, mend string)) {
	col := &tables[c.table].columns[column]
	if text, odd := c.cells[cell{column, i}]; odd && text == noValue && !col.null {
		return // said already
	}
	c.reported++
	if !c.ps.countOne(fault, c.file, col.name) {
		return
	}
	value, rule, mend := describe()
	c.ps.kept = append(c.ps.kept, Problem{Fault: fault, File: c.file, Row: c.first + int64(i) + 1, Field: col.name, Value: value, Rule: rule, Mend: mend})
}

// time checks that a time is neither far from the session nor before the one in the row above.
func (c *rowCheck) time(i, column int, at model.Time) {
	if at < c.earliest || at > c.latest {
		c.date(i, column, at)
		return
	}
	if at < c.previous {
		before := c.previous
		c.fail(i, column, FaultUnsorted, func() (string, string, string) {
			return at.String(), "is before the row above, " + before.String(), "sort the table by " + tables[c.table].columns[column].name
		})
	}
	c.previous = at
}

func (c *rowCheck) date(i, column int, at model.Time) {
	c.fail(i, column, FaultDate, func() (string, string, string) {
		return at.String(), "is far from the session of " + c.about.Date, "times are nanoseconds since 1970-01-01 UTC; check the unit and the zone"
	})
}

// word checks that id is one of n words.
func (c *rowCheck) word(i, column, id, n int) bool {
	if id < n {
		return true
	}
	col := &tables[c.table].columns[column]
	c.fail(i, column, FaultUnknown, func() (string, string, string) {
		text, odd := c.cells[cell{column, i}]
		value := quote(text)
		if !odd {
			value = "#" + strconv.Itoa(id)
		}
		return value, "is not in " + listOf(col.words), choose(text, c.lex[col.words])
	})
	return false
}

// listOf names where the words of a vocabulary are listed.
func listOf(v vocabulary) string {
	switch v {
	case symbolWords:
		return "the securities"
	case serverWords:
		return "router.servers of " + manifestName
	case venueWords:
		return "venues of " + manifestName
	case flagWords:
		return "router.flags of " + manifestName
	case buildWords:
		return "router.builds of " + manifestName
	case sideWords:
		return "the sides"
	case execTypeWords:
		return "the execution types"
	case operationWords:
		return "the operations"
	}
	return "the tags"
}

// between checks that v lies within least and most.
func (c *rowCheck) between(i, column int, v, least, most int64) bool {
	if v >= least && v <= most {
		return true
	}
	c.fail(i, column, FaultRange, func() (string, string, string) {
		rule := fmt.Sprintf("is below %d", least)
		if v > most {
			rule = fmt.Sprintf("is above %d", most)
		}
		return strconv.FormatInt(v, 10), rule, "prices are in units of 10^-" + strconv.Itoa(int(c.about.Scale)) + " " + c.about.Currency + ", quantities in shares; see docs/format.md"
	})
	return false
}

// notional checks that qty shares at px are an amount that fits.
func (c *rowCheck) notional(i, column int, qty model.Qty, px model.Price) {
	if c.about.Scale < 0 || c.about.Scale > model.ScaleMax {
		return
	}
	if _, ok := model.Notional(qty, px, c.about.Scale.Unit()); !ok {
		c.fail(i, column, FaultRange, func() (string, string, string) {
			return strconv.FormatInt(int64(px), 10), fmt.Sprintf("times %d shares leaves 64 bits of money", qty), "check the price's unit"
		})
	}
}

// ids checks that ids count the rows from 1.
func (c *rowCheck) ids(column int, ids []uint32) {
	for i, id := range ids {
		if want := c.first + int64(i) + 1; int64(id) != want {
			c.fail(i, column, FaultSequence, func() (string, string, string) {
				return strconv.FormatUint(uint64(id), 10), fmt.Sprintf("is not %d, the number of its row", want), "number the rows from 1 without gaps, in order of time"
			})
		}
	}
}
