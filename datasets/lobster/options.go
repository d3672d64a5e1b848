package lobster

import (
	"errors"
	"fmt"

	"lossreplay/datasets/exchange"
	"lossreplay/model"
)

// Options is the section lobster of the mapping file. All of it may be left out: the file's name says day and symbol.
type Options struct {
	Symbol string               `yaml:"symbol" opt:"true" doc:"of files that are not named as LOBSTER names them (AMZN_2012-06-21_34200000_57600000_message_1.csv)"`
	Flow   exchange.FlowOptions `yaml:"flow" opt:"true" doc:"take some of the market's orders as the recorded flow; left out, market data alone"`
}

// Settings is Options, checked, with what the day says. Make it by [Options.Settings].
type Settings struct {
	scale  model.Scale
	date   string
	symbol string
	rule   *exchange.Rule
}

// Settings returns the checked form of o. date (2012-06-21) is the day's, empty if the files' names are to say it; then a file
// of another day is refused. Times of LOBSTER are New York's, whatever zone the day is shown in. The error lists everything
// that is wrong with o, each with its key.
func (o Options) Settings(date string, scale model.Scale) (*Settings, error) {
	rule, err := o.Flow.Rule()
	if o.Flow.Participant != "" {
		err = errors.Join(err, fmt.Errorf("flow.participant: LOBSTER names no participants; give flow.share"))
	}
	if date != "" {
		if _, wrong := exchange.Midnight(date); wrong != nil {
			err = errors.Join(err, wrong)
		}
	}
	if err != nil {
		return nil, err
	}
	return &Settings{scale: scale, date: date, symbol: o.Symbol, rule: rule}, nil
}
