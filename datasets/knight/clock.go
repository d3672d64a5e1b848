package knight

import (
	"math/rand/v2"
	"time"

	"lossreplay/model"
)

// The day's clock. All ticks are one second, counted from the open.
const (
	sessionOpen  model.Time = 1343827800_000_000_000 // 2012-08-01 09:30:00 in New York
	openClock               = 9*time.Hour + 30*time.Minute
	sessionTicks            = 23400 // to 16:00:00
	minuteTicks             = 60
	sessionMins             = sessionTicks / minuteTicks

	tickBreakers    = 900   // 09:45:00, single-stock circuit breakers become active (facts section 8)
	tickBreakersEnd = 21900 // 15:35:00
	tickPeak        = 1680  // 09:58:00, when NYSE's volume peaked (facts F24)
	tickBusts       = 2700  // 10:15:00, end of NYSE's review window (facts K7)
	haltTicks       = 300   // length of a pause, and of the window that the rule looks back over
)

// tickAt returns when a tick begins.
func tickAt(tick int) model.Time { return sessionOpen.Add(model.Duration(tick) * time.Second) }

// clockTick returns the tick of a time of day.
func clockTick(d model.Duration) int { return int((d - openClock) / time.Second) }

// The purposes of random streams. A stream belongs to one purpose and one index, so that a new draw moves no other.
const (
	streamSynthetic = iota + 1
	streamParents
	streamOpening
	streamPath
	streamFlow
	streamTimes
	streamLegit
	streamAlerts
	streamBars
)

// stream returns the generator of a purpose and index.
func stream(seed uint64, purpose, index int) *rand.Rand {
	return rand.New(rand.NewPCG(seed, uint64(purpose)<<48|uint64(index)))
}
