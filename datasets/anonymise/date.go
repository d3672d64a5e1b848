package anonymise

import (
	"encoding/binary"
	"fmt"
	"time"

	"lossreplay/model"
)

const week = 7 * 24 * time.Hour

// weeksMax is how far a day moves at most, either way: ten years.
const weeksMax = 520

// shift returns by how many whole weeks a day moves, as a length of time: never 0, and such that the session's clock shows what
// it showed, its zone's offset from UTC at open and close being the same on both days. So the weekday stays, and so does what
// daylight saving time there was. It panics if the zone is not known, and returns an error if no week will do.
func (k Key) shift(in *model.Incident) (time.Duration, error) {
	zone, err := time.LoadLocation(in.Session.Zone)
	if err != nil {
		panic("anonymise: " + err.Error())
	}
	var fit []time.Duration
	for weeks := -weeksMax; weeks <= weeksMax; weeks++ {
		by := time.Duration(weeks) * week
		if weeks != 0 && sameOffset(zone, in.Session.Open, by) && sameOffset(zone, in.Session.Close, by) {
			fit = append(fit, by)
		}
	}
	if len(fit) == 0 {
		return 0, fmt.Errorf("no other week has the clock of %s in %s", in.Date, in.Session.Zone)
	}
	sum := k.digest("date", in.Date)
	return fit[binary.BigEndian.Uint64(sum[:])%uint64(len(fit))], nil
}

// sameOffset reports whether a zone is as far from UTC at a time moved by a length as it is at that time.
func sameOffset(zone *time.Location, at model.Time, by time.Duration) bool {
	moved := at.Add(by)
	if year := moved.UTC().Year(); moved == model.Never || year < 1702 || year > 2198 {
		return false // a day is within a year of what its files can hold
	}
	_, before := at.UTC().In(zone).Zone()
	_, after := moved.UTC().In(zone).Zone()
	return before == after
}
