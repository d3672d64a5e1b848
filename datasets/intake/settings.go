package intake

import (
	"time"

	"lossreplay/model"
)

// Settings say how a day is put together. [Options.Settings] makes them from what the user wrote.
type Settings struct {
	Name, Title string
	// Date is the day to take, YYYY-MM-DD in Zone; "" takes the day with most orders and reports.
	Date     string
	Zone     *time.Location
	Currency string
	Scale    model.Scale
	// Open and Close are the session's, from midnight in Zone; Close 0 takes whole minutes around the flow.
	Open, Close time.Duration

	Unwanted *Unwanted // nil: every order was wanted by somebody
	Closing  ClosingRule
	Market   model.MarketSpec
	// ImpactLevel is lambda of every security.
	ImpactLevel float64
	Error       model.ErrorAccount
	Reaction    model.Money
	// Said names the keys that the user gave: all others are assumed, and called so.
	Said map[string]bool

	buffer int // records in memory before they are spilled; 0 for a good default
}

// Unwanted is which orders nobody asked for: those that meet every list that is not empty and lie within the times.
type Unwanted struct {
	Accounts, Symbols, Servers map[string]bool
	From, Until                clock
}

// clock is a time as users write it: of the day in its zone, or of the world. The zero value is no bound.
type clock struct {
	ofDay   time.Duration
	at      model.Time
	given   bool
	isOfDay bool
}

// on returns the time on the day that begins at midnight.
func (c clock) on(midnight model.Time) model.Time {
	if c.isOfDay {
		return midnight.Add(c.ofDay)
	}
	return c.at
}

// matches reports whether an order is unwanted, but for its time.
func (u *Unwanted) matches(r *Record) bool {
	if u == nil {
		return false
	}
	for _, rule := range []struct {
		list map[string]bool
		word []byte
	}{{u.Accounts, r.Account}, {u.Symbols, r.Symbol}, {u.Servers, r.Server}} {
		if len(rule.list) > 0 && !rule.list[string(rule.word)] {
			return false
		}
	}
	return true
}

// ClosingRule is how residual positions were closed where no Closing records say it: at marks by symbol, else at the last price.
type ClosingRule struct {
	Marks map[string]model.Price
	// Last takes the last mid or trade. It is what happens without records and marks; said by the user it also fills what
	// these leave open.
	Last bool
}
