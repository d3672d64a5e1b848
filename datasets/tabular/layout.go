package tabular

import (
	"fmt"
	"strings"
	"time"
)

// directives are the elements of strftime and the elements of a Go layout that they are.
var directives = map[byte]string{
	'Y': "2006", 'y': "06", 'm': "01", 'd': "02", 'e': "_2", 'j': "002", 'H': "15", 'I': "03", 'M': "04", 'S': "05", 'p': "PM",
	'b': "Jan", 'h': "Jan", 'B': "January", 'a': "Mon", 'A': "Monday", 'z': "-0700", 'Z': "MST", 'T': "15:04:05", 'R': "15:04",
	'F': "2006-01-02", 'D': "01/02/06", '%': "%",
}

// goLayout returns a strftime format as a Go layout. %f is the fraction that Go takes after seconds anyhow.
func goLayout(format string) (string, error) {
	var b strings.Builder
	for i := 0; i < len(format); i++ {
		if format[i] != '%' {
			b.WriteByte(format[i])
			continue
		}
		i++
		if i == len(format) {
			return "", fmt.Errorf("ends in a lone %%")
		}
		if format[i] == 'f' {
			if so := b.String(); strings.HasSuffix(so, "05.") || strings.HasSuffix(so, "05,") {
				b.Reset()
				b.WriteString(so[:len(so)-1])
				continue
			}
			return "", fmt.Errorf("has %%f in another place than after the seconds and a point")
		}
		element, ok := directives[format[i]]
		if !ok {
			return "", fmt.Errorf("has %%%c, which is not known here", format[i])
		}
		b.WriteString(element)
	}
	return b.String(), nil
}

// newClock returns the clock of a column's format, zone and date; the zone and date of the day stand in where it has none.
func newClock(format string, zone *time.Location, date string) (*clock, error) {
	c := &clock{zone: zone}
	if zone == nil {
		c.zone = time.UTC
	}
	if date != "" {
		day, rest, ok := isoDate([]byte(date))
		if !ok || len(rest) > 0 {
			return nil, fmt.Errorf("has the date %q, which is none such as 2012-08-01", date)
		}
		c.day, c.hasDay = day, true
	}
	units := map[string]int{"s": 9, "ms": 6, "us": 3, "ns": 0}
	kind, unit, _ := strings.Cut(format, "_")
	decimals, known := units[unit]
	switch {
	case format == "" || format == "iso":
	case kind == "epoch" && known:
		c.form, c.decimals = epochForm, decimals
	case kind == "midnight" && known:
		c.form, c.decimals = midnightForm, decimals
	default:
		layout := format
		if strings.Contains(format, "%") {
			var err error
			if layout, err = goLayout(format); err != nil {
				return nil, err
			}
		}
		return c, c.setLayout(layout)
	}
	return c, nil
}

// setLayout sets the layout and finds out what it holds by writing times that differ in one respect.
func (c *clock) setLayout(layout string) error {
	write := func(year int, month time.Month, day, hour int, zone *time.Location) string {
		return time.Date(year, month, day, hour, 0, 0, 0, zone).Format(layout)
	}
	base := write(2001, 1, 1, 1, time.UTC)
	hasYear, hasDay := base != write(2002, 1, 1, 1, time.UTC), base != write(2001, 1, 2, 1, time.UTC)
	hasHour := base != write(2001, 1, 1, 2, time.UTC)
	switch {
	case hasYear != hasDay:
		return fmt.Errorf("%q holds part of a date only", layout)
	case !hasYear && !hasHour:
		return fmt.Errorf("%q is no format of a time", layout)
	}
	c.form, c.layout, c.hasDate = layoutForm, layout, hasYear
	c.hasZone = base != write(2001, 1, 1, 1, time.FixedZone("XYZ", 3600))
	if c.hasZone && !c.hasDate {
		return fmt.Errorf("%q holds an offset but no date", layout)
	}
	if c.hasZone && strings.Contains(layout, "MST") {
		return fmt.Errorf("%q holds the name of a zone, which does not say its offset; use a column without it and zone", layout)
	}
	return nil
}
