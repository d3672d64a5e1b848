package tabular

import (
	"time"
	"unsafe"

	"lossreplay/model"
)

// form says how a clock reads a cell.
type form uint8

const (
	isoForm      form = iota
	epochForm         // a number of units since 1970
	midnightForm      // a number of units since midnight
	layoutForm        // a Go layout
)

// clock reads times of one column. It keeps the last offset of its zone, so each reader has a clock of its own.
type clock struct {
	form     form
	decimals int    // of epochForm and midnightForm: 9 for seconds, 0 for nanoseconds
	layout   string // of layoutForm
	hasDate  bool   // whether the layout holds a date
	hasZone  bool   // whether the layout holds an offset or the name of a zone
	zone     *time.Location
	day      int64 // days since 1970, of times without a date
	hasDay   bool

	lastDate [10]byte // the last date that was read, and its day
	lastDay  int64

	slot    int64 // quarter of an hour of the zone's wall clock to which offset and how apply
	offset  int64 // seconds east
	how     wallKind
	hasSlot bool
}

// wallKind says how often the zone's clock showed a time.
type wallKind uint8

const (
	once wallKind = iota
	twice
	never
)

// Reasons for which a time is refused, and the oddities with which it is taken.
const (
	badTime      = "is no time in the column's format"
	noDate       = "has no date, and neither the mapping nor the day gives one"
	neverShown   = "is a time that the zone's clock skipped"
	farTime      = "is outside the years 1678 to 2261"
	notWithinDay = "is not within a day"
	shownTwice   = "the zone's clock showed this time twice; the first was taken"
	finerThanNS  = "a time finer than a nanosecond was rounded"
)

const (
	secondNS = int64(time.Second)
	dayNS    = 24 * int64(time.Hour)
	// The years whose nanoseconds fit, in days since 1970.
	firstDay = -106650
	lastDay  = 106650
)

// read returns the time in text, or the reason for which it is refused; odd is what must be noted if it is taken.
func (c *clock) read(text []byte) (at model.Time, odd, refused string) {
	switch c.form {
	case epochForm:
		v, how := parseDecimal(text, c.decimals, true)
		switch {
		case how == noNumber:
			return 0, "", badTime
		case how == tooLarge || v < firstDay*dayNS || v > lastDay*dayNS:
			return 0, "", farTime
		case how == rounded:
			return model.Time(v), finerThanNS, ""
		}
		return model.Time(v), "", ""
	case midnightForm:
		return c.sinceMidnight(text)
	case layoutForm:
		return c.byLayout(text)
	}
	return c.iso(text)
}

func (c *clock) sinceMidnight(text []byte) (at model.Time, odd, refused string) {
	v, how := parseDecimal(text, c.decimals, true)
	switch {
	case how == noNumber:
		return 0, "", badTime
	case how == tooLarge || v < 0 || v >= dayNS:
		return 0, "", notWithinDay
	case !c.hasDay:
		return 0, "", noDate
	case how == rounded:
		odd = finerThanNS
	}
	at, more, refused := c.wall(c.day, v)
	if more != "" {
		odd = more
	}
	return at, odd, refused
}

func (c *clock) byLayout(text []byte) (at model.Time, odd, refused string) {
	parsed, err := time.ParseInLocation(c.layout, unsafe.String(unsafe.SliceData(text), len(text)), time.UTC)
	if err != nil {
		return 0, "", badTime
	}
	if c.hasZone && c.hasDate {
		if s := parsed.Unix(); s < firstDay*86400 || s > lastDay*86400 {
			return 0, "", farTime
		}
		return model.Time(parsed.UnixNano()), "", ""
	}
	day := c.day
	if c.hasDate {
		day = daysOf(parsed.Year(), int(parsed.Month()), parsed.Day())
	} else if !c.hasDay {
		return 0, "", noDate
	}
	h, m, s := parsed.Clock()
	return c.wall(day, int64(h*3600+m*60+s)*secondNS+int64(parsed.Nanosecond()))
}

// wall returns the time at which the zone's clock showed that day and that time of day.
func (c *clock) wall(day, ns int64) (at model.Time, odd, refused string) {
	if day < firstDay || day > lastDay {
		return 0, "", farTime
	}
	if c.zone != time.UTC {
		c.look(day*86400 + ns/secondNS)
		if c.how == never {
			return 0, "", neverShown
		}
		if c.how == twice {
			odd = shownTwice
		}
	}
	return model.Time((day*86400-c.offset)*secondNS + ns), odd, ""
}

// look sets offset and how for a time of the zone's clock, in seconds as if it were UTC. Zones change their offset at whole
// quarters of an hour, so that one answer holds for a quarter.
func (c *clock) look(wall int64) {
	const quarter = 900
	slot := floorDiv(wall, quarter)
	if c.hasSlot && slot == c.slot {
		return
	}
	c.slot, c.hasSlot = slot, true
	start := slot * quarter
	offsetAt := func(unix int64) int64 {
		_, offset := time.Unix(unix, 0).In(c.zone).Zone()
		return int64(offset)
	}
	before, after := offsetAt(start-86400), offsetAt(start+86400)
	first, second := offsetAt(start-before) == before, offsetAt(start-after) == after
	switch {
	case first && second && before != after:
		c.offset, c.how = before, twice
	case first:
		c.offset, c.how = before, once
	case second:
		c.offset, c.how = after, once
	default:
		c.offset, c.how = 0, never
	}
}

// daysOf returns the days from 1970-01-01 to a date of the Gregorian calendar.
func daysOf(year, month, day int) int64 {
	if month <= 2 {
		year--
		month += 12
	}
	era := floorDiv(int64(year), 400)
	yearOfEra := int64(year) - era*400
	dayOfYear := int64((153*(month-3)+2)/5 + day - 1)
	return era*146097 + yearOfEra*365 + yearOfEra/4 - yearOfEra/100 + dayOfYear - 719468
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// daysIn returns the days of a month.
func daysIn(year, month int) int {
	switch {
	case month == 2 && year%4 == 0 && (year%100 != 0 || year%400 == 0):
		return 29
	case month == 2:
		return 28
	case month == 4 || month == 6 || month == 9 || month == 11:
		return 30
	}
	return 31
}
