package knight

import (
	"slices"

	"lossreplay/model"
)

// Version counts the generators: it goes up with any change that moves a byte of what [Generate] returns, so that a day kept
// from before is not taken for one of today.
const Version = 6

// About returns what is known of the incident before it is made: name, title, date, session, sources.
func About() model.Incident {
	return model.Incident{
		Name: "knight", Title: "Knight Capital, 1 August 2012 (reconstruction)", Date: "2012-08-01", Currency: "USD",
		Scale: priceScale, Session: model.Session{Zone: "America/New_York", Open: sessionOpen, Close: tickAt(sessionTicks)},
		Sources: slices.Clone(sources),
	}
}
