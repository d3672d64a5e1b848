package normal

import (
	"fmt"
	"time"

	"lossreplay/model"
)

// Day is one ordinary day: its story and what it sets. Shares are plain numbers, times of day are since midnight in New York.
type Day struct {
	Name  string // "normal-08-rebalance"; the number is the day's position in [Days]
	Story string // one sentence
	Date  string // a weekday of June or July 2012, before the incident

	Symbols      int     // traded names
	Retail       int     // retail parents, about
	Institutions int     // parents worked over hours, about
	Volume       float64 // the market's volume; 1 is a name's ordinary day
	Spread       int     // width of quotes; 1 is ordinary
	Volatility   float64 // deviation of a name's own return over the session
	Market       float64 // deviation of the return that all names share
	Buys         float64 // share of parents that buy
	PreOpen      float64 // share of retail parents received before the open
	OpenBurst    float64 // height of the pace at the open over midday's
	CloseBurst   float64 // height of the pace at the close over midday's
	OddLots      float64 // share of children below 100 shares
	Lots         int     // multiple of the children's sizes of institutions
	Flagged      float64 // share of retail parents in NYSE names with the RLP flag
	Idle         int     // servers without flow, the last of the fleet
	Alerts       int     // machines' messages that mean nothing
	Baskets      int     // lists of parents in most names, received within a second and worked at once
	Crosses      int     // names with pairs of institutions on both sides at once
	News         int     // names that are halted for news and reopen elsewhere
	SlowFeed     int     // names whose quotes stand still for minutes

	Moves  []Move     // of the whole market
	Index  *Rebalance // parents into the close
	Crowd  *Crowd     // one name that everybody trades
	Outage *Outage    // of a venue
	Cut    *Cut       // of a server's sessions
	Steps  []Step     // of a release
}

// Move takes every name the same way: Return, evenly from From until Until.
type Move struct {
	From, Until model.Duration
	Return      float64
}

// Rebalance puts four large parents, all on one side, into each of Names: received from 15:30 on, worked to the close.
type Rebalance struct {
	Names int
	Size  float64 // of the four together, as a share of the name's ordinary volume; of 12 million shares at most
	Buys  float64 // share of the names that are bought
}

// Crowd is one more name, which trades from From on and draws Parents retail orders, most of them for Qty shares.
type Crowd struct {
	Symbol     string
	New        bool // the name was listed today: its prior close is the price that it was offered at
	Price      model.Price
	From       model.Duration
	Parents    int
	Qty        model.Qty
	Return     float64 // to the close, with a larger rise and fall on the way
	Volatility float64
}

// Outage is the time in which a venue rejects every order.
type Outage struct {
	Venue       model.VenueID
	From, Until model.Duration
}

// Cut is the time in which a server has no sessions at its venues: its parents wait.
type Cut struct {
	Server      model.ServerID
	From, Until model.Duration
}

// Step is an operation of a release on the first Servers servers, twenty seconds apart; on none of them if Servers is 0.
type Step struct {
	Kind       model.OperationKind
	DaysBefore int
	Clock      model.Duration
	Servers    int
	Build      model.BuildID
	Text       string
}

// clock returns a time of day.
func clock(hour, minute, second int) model.Duration {
	return time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute + time.Duration(second)*time.Second
}

// ordinary returns what every day has unless its story says otherwise. All assumed.
func ordinary() Day {
	return Day{Symbols: 180, Retail: 110_000, Institutions: 2_100, Volume: 1, Spread: 1, Volatility: 0.013, Market: 0.006,
		Buys: 0.5, PreOpen: 0.04, OpenBurst: 2.6, CloseBurst: 2.2, OddLots: 0.03, Lots: 1}
}

// Days returns the ordinary days, in an order that does not change: [Generate] takes the position.
func Days() []Day {
	out := make([]Day, len(stories))
	for i, s := range stories {
		d := ordinary()
		d.Name, d.Date, d.Story = fmt.Sprintf("normal-%02d-%s", i, s.name), s.date, s.story
		if s.set != nil {
			s.set(&d)
		}
		out[i] = d
	}
	return out
}
