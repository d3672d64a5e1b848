package report

import (
	"fmt"
	"strings"
	"time"
	_ "time/tzdata" // a session's zone must be known on every machine

	"lossreplay/model"
)

// Timestamp is a moment, in JSON as RFC 3339 text in UTC with as many decimals of the second as it has.
type Timestamp model.Time

// MarshalJSON returns the moment as a quoted text.
func (t Timestamp) MarshalJSON() ([]byte, error) {
	return []byte(`"` + model.Time(t).String() + `"`), nil
}

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Timestamp) UnmarshalJSON(text []byte) error {
	if string(text) == "null" {
		return nil
	}
	at, err := model.ParseTime(strings.Trim(string(text), `"`))
	if err != nil {
		return err
	}
	*t = Timestamp(at)
	return nil
}

// stamp returns t, and nil where it is Never.
func stamp(t model.Time) *Timestamp {
	if t == model.Never {
		return nil
	}
	at := Timestamp(t)
	return &at
}

// clock prints moments as the people of the incident read them.
type clock struct {
	zone *time.Location
	date string
}

func newClock(zone, date string) (clock, error) {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		return clock{}, fmt.Errorf("session zone: %w", err)
	}
	return clock{loc, date}, nil
}

// name returns what the zone is called on the day: ET for New York, else its abbreviation.
func (c clock) name(t model.Time) string {
	name := t.UTC().In(c.zone).Format("MST")
	if name == "EDT" || name == "EST" {
		return "ET"
	}
	return name
}

// minute returns the time of day to the minute.
func (c clock) minute(t model.Time) string { return t.UTC().In(c.zone).Format("15:04") }

// second returns the time of day cut to tenths of a second, or, on another day than the session's, day and minute.
func (c clock) second(t model.Time) string {
	local := t.UTC().In(c.zone)
	if local.Format(time.DateOnly) != c.date {
		return local.Format("2 Jan 15:04")
	}
	return local.Format("15:04:05.0")
}

// brief is second without the time on another day, for a column that must stay narrow.
func (c clock) brief(t model.Time) string {
	if local := t.UTC().In(c.zone); local.Format(time.DateOnly) != c.date {
		return local.Format("2 Jan")
	}
	return c.second(t)
}
