package normal

import (
	"slices"
	"time"

	"lossreplay/model"
)

// The session. Times in this package are since the open, negative before it; ticks are seconds.
const (
	openClock     = 9*time.Hour + 30*time.Minute
	sessionTicks  = 23400 // to 16:00:00
	minuteTicks   = 60
	sessionMins   = sessionTicks / minuteTicks
	sessionLength = sessionTicks * time.Second
	// lastSend is when the last child may go out: its reports come before the close.
	lastSend = sessionLength - 100*time.Millisecond
)

// since returns a time of day as a time since the open.
func since(clock model.Duration) model.Duration { return clock - openClock }

// tickOf returns the tick in which a time of the session falls.
func tickOf(at model.Duration) int { return int(at / time.Second) }

// pace is how flow is spread over the session: dense at the open and the close. Its unit is the whole day's flow.
type pace struct {
	weight [sessionMins]float64     // of a minute
	before [sessionMins + 1]float64 // flow before each minute
}

// newPace returns the pace whose height over midday's is that at the open and at the close.
func newPace(atOpen, atClose float64) *pace {
	p := &pace{}
	sum := 0.0
	for m := range p.weight {
		early, late := 1+float64(m)/20, 1+float64(sessionMins-1-m)/12
		p.weight[m] = 1 + (atOpen-1)/float64(early*early) + (atClose-1)/float64(late*late)
		sum += p.weight[m]
	}
	for m := range p.weight {
		p.weight[m] /= sum
		p.before[m+1] = p.before[m] + p.weight[m]
	}
	p.before[sessionMins] = 1
	return p
}

// passed returns the share of the day's flow before a time.
func (p *pace) passed(at model.Duration) float64 {
	if at <= 0 {
		return 0
	}
	m := int(at / time.Minute)
	if m >= sessionMins {
		return 1
	}
	return p.before[m] + float64(p.weight[m]*float64(at%time.Minute))/float64(time.Minute)
}

// reached returns when a share of the day's flow has passed.
func (p *pace) reached(share float64) model.Duration {
	if share >= 1 {
		return sessionLength
	}
	m, found := slices.BinarySearch(p.before[:], share)
	if !found {
		m--
	}
	m = min(max(m, 0), sessionMins-1)
	into := min((share-p.before[m])/p.weight[m], 1)
	return time.Duration(m)*time.Minute + time.Duration(float64(into*float64(time.Minute)))
}
