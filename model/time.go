package model

import (
	"fmt"
	"time"
)

// Time is nanoseconds since the Unix epoch, UTC. It has no zone: zones live at the edges, in [Session] and in print.
type Time int64

// Duration is a length of time in nanoseconds.
type Duration = time.Duration

// Never is later than every recorded time.
const Never Time = 1<<63 - 1

// Add returns t moved by d, and Never if t is Never or the sum does not fit.
func (t Time) Add(d Duration) Time {
	sum := t + Time(d)
	if t == Never || (sum > t) != (d > 0) {
		return Never
	}
	return sum
}

// Sub returns the time from u to t.
func (t Time) Sub(u Time) Duration { return Duration(t - u) }

// UTC returns t for formatting at the edges.
func (t Time) UTC() time.Time { return time.Unix(0, int64(t)).UTC() }

// String returns t in RFC 3339 with nanoseconds, UTC; "never" for Never.
func (t Time) String() string {
	if t == Never {
		return "never"
	}
	return t.UTC().Format(time.RFC3339Nano)
}

// ParseTime returns the time that an RFC 3339 text names; the text must carry its offset and lie in the years that a Time
// reaches.
func ParseTime(text string) (Time, error) {
	parsed, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return 0, fmt.Errorf("%q is not an RFC 3339 time with offset, such as 2012-08-01T09:30:00-04:00", text)
	}
	at := Time(parsed.UnixNano())
	if !at.UTC().Equal(parsed) || at == Never {
		return 0, fmt.Errorf("%q is outside the years 1677 to 2262 that nanoseconds reach", text)
	}
	return at, nil
}
