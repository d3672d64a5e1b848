package fix

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"lossreplay/model"
)

// Options is the section fix of the mapping file. All of it may be left out.
type Options struct {
	Checks   string         `yaml:"checks" opt:"true" doc:"what becomes of a message whose checksum (10) or body length (9) is wrong or missing: warn (taken and counted; the default, for masked logs have wrong ones) or refuse"`
	Clock    string         `yaml:"clock" opt:"true" doc:"when something happened: transact (TransactTime, 60, else 52; the default) or sending (SendingTime, 52, else 60), for logs whose 60 is of another zone"`
	Sessions SessionOptions `yaml:"sessions" opt:"true" doc:"which sessions are read; all if left out. A drop copy repeats what the order session says: leave one out"`
	Parents  []int64        `yaml:"parents" opt:"true" doc:"tags that may name an order's parent, the first that a message has wins: [526, 583]; none if left out"`
	Chain    bool           `yaml:"chain" opt:"true" doc:"orders that replaced one another (11 and 41) are one parent, called inferred, where no tag of parents names one"`
	Account  int64          `yaml:"account" opt:"true" doc:"tag of the account; 1 if left out"`
	Symbol   int64          `yaml:"symbol" opt:"true" doc:"tag of the symbol; 55 if left out"`
	Server   int64          `yaml:"server" opt:"true" doc:"tag of the router's server; the comp id of the firm's side if left out"`
	Venue    int64          `yaml:"venue" opt:"true" doc:"tag of the venue; if left out ExDestination (100), else LastMkt (30), else the comp id of the other side"`
	Flag     int64          `yaml:"flag" opt:"true" doc:"tag that selects a code path of the router; none if left out"`
}

// SessionOptions chooses sessions by the comp ids at either end.
type SessionOptions struct {
	Include []string `yaml:"include" opt:"true" doc:"comp ids (49 or 56) of which one must be at an end of the session; all if left out"`
	Exclude []string `yaml:"exclude" opt:"true" doc:"comp ids (49 or 56) of which none may be at an end of the session"`
}

// Settings is Options, checked, with what the day says. Make it by [Options.Settings].
type Settings struct {
	scale                                model.Scale
	from, to                             model.Time // messages outside are of another day in every zone; 0, 0: any day
	refuseChecks, sending, chain         bool
	include, exclude                     []string
	parents                              []int
	account, symbol, server, venue, flag int
}

// Settings returns the checked form of o. date (2012-08-01) is the day's: what happened outside of it in every time zone is
// counted and left out; empty takes any day. The error lists everything that is wrong with o, each with its key.
func (o Options) Settings(date string, scale model.Scale) (*Settings, error) {
	var faults []error
	s := &Settings{scale: scale, refuseChecks: o.Checks == "refuse", sending: o.Clock == "sending", chain: o.Chain,
		include: o.Sessions.Include, exclude: o.Sessions.Exclude}
	if o.Checks != "" && o.Checks != "warn" && o.Checks != "refuse" {
		faults = append(faults, fmt.Errorf("checks: %q is neither warn nor refuse", o.Checks))
	}
	if o.Clock != "" && o.Clock != "transact" && o.Clock != "sending" {
		faults = append(faults, fmt.Errorf("clock: %q is neither transact nor sending", o.Clock))
	}
	for _, id := range o.Sessions.Include {
		if slices.Contains(o.Sessions.Exclude, id) {
			faults = append(faults, fmt.Errorf("sessions: %q is both included and excluded", id))
		}
	}
	tag := func(key string, given int64, otherwise int) int {
		if given == 0 {
			return otherwise
		}
		if given < 0 || given >= 1e9 {
			faults = append(faults, fmt.Errorf("%s: %d is no tag of 1 to 999999999", key, given))
		}
		return int(given)
	}
	s.account, s.symbol = tag("account", o.Account, tagAccount), tag("symbol", o.Symbol, tagSymbol)
	s.server, s.venue, s.flag = tag("server", o.Server, 0), tag("venue", o.Venue, 0), tag("flag", o.Flag, 0)
	for i, t := range o.Parents {
		s.parents = append(s.parents, tag(fmt.Sprintf("parents[%d]", i), t, 0))
		if t == 0 {
			faults = append(faults, fmt.Errorf("parents[%d]: 0 is no tag of 1 to 999999999", i))
		}
	}
	if date != "" {
		day, err := time.Parse(time.DateOnly, date)
		if err != nil {
			faults = append(faults, fmt.Errorf("date: %q is no date such as 2012-08-01", date))
		} else {
			// A day lasts from 14 hours before its midnight in UTC (zone +14) to 12 hours after its end (zone -12).
			s.from = model.Time(day.UnixNano()) - 14*model.Time(time.Hour)
			s.to = model.Time(day.UnixNano()) + 36*model.Time(time.Hour)
		}
	}
	return s, errors.Join(faults...)
}
