package itch

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"lossreplay/datasets/exchange"
	"lossreplay/model"
)

// Options is the section itch of the mapping file.
type Options struct {
	Date    string               `yaml:"date" opt:"true" doc:"of the file's day, such as 2020-01-30: the file does not hold it; left out, the day's date or the file's name says it"`
	Symbols []string             `yaml:"symbols" opt:"true" doc:"read these stocks only; all if left out"`
	Flow    exchange.FlowOptions `yaml:"flow" opt:"true" doc:"take some of the market's orders as the recorded flow; left out, market data alone"`
}

// Settings is Options, checked, with what the day says. Make it by [Options.Settings].
type Settings struct {
	scale    model.Scale
	midnight model.Time
	symbols  []string
	rule     *exchange.Rule
}

// Settings returns the checked form of o. date (2020-01-30) is the day's, or what [DateOf] reads in the file's name; it is used
// where o has none. Times of ITCH are New York's, whatever zone the day is shown in. The error lists everything that is
// wrong, each with its key.
func (o Options) Settings(date string, scale model.Scale) (*Settings, error) {
	rule, err := o.Flow.Rule()
	if o.Date != "" {
		date = o.Date
	}
	midnight, wrong := exchange.Midnight(date)
	switch {
	case date == "":
		err = errors.Join(err, fmt.Errorf("date: is not given, and an ITCH file does not hold it; add itch.date or day.date"))
	case wrong != nil:
		err = errors.Join(err, wrong)
	}
	for i, symbol := range o.Symbols {
		if symbol == "" || len(symbol) > 8 {
			err = errors.Join(err, fmt.Errorf("symbols[%d]: %q is no stock symbol of 1 to 8 letters", i, symbol))
		}
	}
	for _, symbol := range o.Flow.Symbols {
		if len(o.Symbols) > 0 && !slices.Contains(o.Symbols, symbol) {
			err = errors.Join(err, fmt.Errorf("flow.symbols: %q is not among symbols", symbol))
		}
	}
	if err != nil {
		return nil, err
	}
	return &Settings{scale: scale, midnight: midnight, symbols: o.Symbols, rule: rule}, nil
}

// wants reports whether a stock is asked for.
func (s *Settings) wants(symbol []byte) bool {
	return len(s.symbols) == 0 || slices.ContainsFunc(s.symbols, func(want string) bool { return want == string(symbol) })
}

// The names under which Nasdaq publishes days: 01302020.NASDAQ_ITCH50.gz, S013020-v50.txt.gz.
var (
	longName  = regexp.MustCompile(`^(\d\d)(\d\d)(\d{4})\.[A-Z]+_ITCH50`)
	shortName = regexp.MustCompile(`^S(\d\d)(\d\d)(\d\d)-v50`)
)

// DateOf returns the day that a file's name says, if it is named as Nasdaq names such files, with or without folder and packing.
func DateOf(name string) (date string, ok bool) {
	file := path.Base(strings.ReplaceAll(name, `\`, "/"))
	if m := longName.FindStringSubmatch(file); m != nil {
		date = m[3] + "-" + m[1] + "-" + m[2]
	} else if m := shortName.FindStringSubmatch(file); m != nil {
		date = "20" + m[3] + "-" + m[1] + "-" + m[2]
	}
	_, err := exchange.Midnight(date)
	if err != nil {
		return "", false
	}
	return date, true
}
