package intake

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"
	"unicode/utf8"

	"lossreplay/datasets"
	"lossreplay/model"
)

// Intake is an import under way. Importers fill it through its Sink; Finish then writes the day. Close it in every case.
type Intake struct {
	o       *Settings
	folder  *datasets.Folder
	sources []string
	spill   spill
	orders  orders
	symbols *names
	servers *names
	venues  *names
	flags   *names
	builds  *names
	texts   []string // of operations
	firstPx []int64  // by symbol, the first price of it in the log, 0 for none
	// declared are the parents that the log holds, by the hash of their id.
	declared    map[uint64]declared
	corrections corrections
	byVenue     bool // some reports name their order by the venue's id alone
	venueOf     map[uint64]uint32
	calendar    calendar

	refusedTable *sideTable
	refused      tally
	skipped      tally
	warned       tally
	kept         int64
	chosen       int64 // the day to take, once known
	dayKnown     bool
}

// declared is a parent order of the log.
type declared struct {
	received model.Time
	qty      int64
	symbol   uint32
	flag     uint32
	side     model.Side
	where    Where
}

// New begins an import into folder. sources are the names of the sources as users know them; Where.Source indexes them.
func New(folder *datasets.Folder, o *Settings, sources []string) (*Intake, error) {
	if len(sources) > math.MaxUint16 {
		return nil, fmt.Errorf("%d sources are too many", len(sources))
	}
	refused, err := folder.Create(RefusedFile)
	if err != nil {
		return nil, err
	}
	in := &Intake{
		o: o, folder: folder, sources: sources, spill: spill{path: folder.Scratch("records"), max: o.buffer},
		symbols: newNames(), servers: newNames(), venues: newNames(), flags: newNames(), builds: newNames(),
		declared: map[uint64]declared{}, venueOf: map[uint64]uint32{}, calendar: calendar{zone: o.Zone, seen: map[int64]int64{}},
		refusedTable: newSideTable("refused", refused, refusedColumns),
	}
	if in.spill.max == 0 {
		in.spill.max = spillRecords
	}
	if o.Date != "" {
		in.setDay(o.Date)
	}
	return in, nil
}

// Close removes what the import has spilled. The folder stays the caller's.
func (in *Intake) Close() error { return in.spill.close() }

// Sink returns where importers put what they read.
func (in *Intake) Sink() *Sink {
	return &Sink{
		Record: in.record,
		Refuse: in.refuse,
		Skip:   func(reason string, n int64) { in.skipped.add(reason, n, "", 0) },
		Warn: func(where Where, reason string) {
			in.warned.add(reason, 1, in.source(where.Source), where.Line)
		},
	}
}

// source returns a source's name.
func (in *Intake) source(i int) string {
	if i < len(in.sources) {
		return in.sources[i]
	}
	return fmt.Sprintf("source %d", i+1)
}

func (in *Intake) refuse(r Refusal) error {
	value := strings.ToValidUTF8(r.Value, "?")
	for cut := 60; len(value) > 60; cut-- { // never inside a character
		if utf8.RuneStart(value[cut]) {
			value = value[:cut]
		}
	}
	in.refused.add(r.Reason, 1, in.source(r.Where.Source), r.Where.Line)
	return in.refusedTable.add([]string{in.source(r.Where.Source), r.Field, value, r.Reason}, []int64{r.Where.Line, r.Where.Offset})
}

// refuseAt refuses a record whose texts are gone.
func (in *Intake) refuseAt(w Where, field, value, reason string) error {
	return in.refuse(Refusal{Where: w, Field: field, Value: value, Reason: reason})
}

// reasonDuplicate counts resends and second copies; the value names the place of the first.
const reasonDuplicate = "duplicate: is here already"

// duplicate refuses what is there already.
func (in *Intake) duplicate(w Where, of Where) error {
	value := "of line " + fmt.Sprint(of.Line)
	if of.Source != w.Source {
		value += " of " + in.source(of.Source)
	}
	return in.refuseAt(w, "", value, reasonDuplicate)
}

// names lists different words by the order of their first use; 0 is none.
type names struct {
	list []string
	at   map[string]uint32
}

func newNames() *names { return &names{list: []string{""}, at: map[string]uint32{"": 0}} }

// namesMax bounds the different words of a kind that are remembered.
const namesMax = 1 << 20

var errNames = errors.New("more different words of a kind than a day of orders can have: is a column mapped to the wrong field?")

func (n *names) of(word []byte) (uint32, error) {
	if at, ok := n.at[string(word)]; ok {
		return at, nil
	}
	if !plain(word) {
		return 0, errPlain
	}
	if len(n.list) >= namesMax {
		return 0, errNames
	}
	at := uint32(len(n.list))
	text := string(word)
	n.list, n.at[text] = append(n.list, text), at
	return at, nil
}

// errPlain refuses a row.
var errPlain = errors.New("is no plain text")

// plain reports whether a word can be stored: UTF-8 without control characters, of a length that is a word's.
func plain(word []byte) bool {
	return len(word) <= 256 && utf8.Valid(word) && !bytes.ContainsFunc(word, func(r rune) bool { return r < 0x20 || r == 0x7f || r == 0xfeff })
}

// calendar says on which day of the zone a time falls, and counts the orders of each.
type calendar struct {
	zone       *time.Location
	first, end model.Time // of the day asked for last
	day        int64      // its number
	seen       map[int64]int64
}

// dayOf returns the number of the day on which at falls.
func (c *calendar) dayOf(at model.Time) int64 {
	if at >= c.first && at < c.end {
		return c.day
	}
	y, m, d := at.UTC().In(c.zone).Date()
	c.set(y, m, d)
	return c.day
}

func (c *calendar) set(y int, m time.Month, d int) {
	c.first = model.Time(time.Date(y, m, d, 0, 0, 0, 0, c.zone).UnixNano())
	c.end = model.Time(time.Date(y, m, d+1, 0, 0, 0, 0, c.zone).UnixNano())
	c.day = time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400
}

// busiest returns the day with most orders and reports, the first of several.
func (c *calendar) busiest() (day int64, ok bool) {
	for d, n := range c.seen {
		if !ok || n > c.seen[day] || n == c.seen[day] && d < day {
			day, ok = d, true
		}
	}
	return day, ok
}

// text returns a day as YYYY-MM-DD.
func dayText(day int64) string { return time.Unix(day*86400, 0).UTC().Format(time.DateOnly) }
