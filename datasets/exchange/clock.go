package exchange

import (
	"fmt"
	"time"
	_ "time/tzdata" // New York must be known on every machine

	"lossreplay/model"
)

// DayNanos is the length of a day: no feed counts beyond it.
const DayNanos = int64(24 * time.Hour)

// Midnight returns the beginning of date (2012-06-21) in New York, from which these feeds count. On the two Sundays a year on
// which clocks change, what follows would be an hour off; no US market is open then. The error says what a date looks like.
func Midnight(date string) (model.Time, error) {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		panic("exchange: no New York in the zone database: " + err.Error())
	}
	at, err := time.ParseInLocation(time.DateOnly, date, zone)
	if err != nil || at.Year() < 1970 || at.Year() > 2200 {
		return 0, fmt.Errorf("date %q is no day such as 2012-06-21", date)
	}
	return model.Time(at.UnixNano()), nil
}
