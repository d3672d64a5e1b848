package control

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"lossreplay/model"
	"lossreplay/model/router"
)

// Spec is a catalogue entry: everything there is to say about a control, and how to make its monitor.
type Spec struct {
	ID     string // of the published catalogue: "A14"
	Name   string
	Family Family
	// The declaration, in words: what it observes and how late, when it trips, what it covers, what it then does, how long
	// that takes, what resets it, and what it does not see.
	Observes, Trigger, Scope, Action, Latency, Rearm, Coverage string
	Params                                                     []Param
	// Thresholds names the parameters that are limits on what it sees: with one of them lower it trips no later, and what a trip
	// gives as Limit follows it. Empty for a control that asks whether, not how much.
	Thresholds []string
	// Lowered, where the limit is no parameter but stands in a rule and in the record, returns the monitor as if it were bp basis
	// points of that. Nil elsewhere.
	Lowered func(values Values, env *Env, bp int64) Monitor
	// Existed says whether a firm could have had it on 2012-08-01, Availability in which form.
	Existed      bool
	Availability string
	// InForce says that it was on that day for everybody, so that what it did is already in the record.
	InForce bool
	Source  string
	// Rules lists the rule books that ask for it by name: "15c3-5", "rts6", "fia-2024". See [Preset].
	Rules []string
	// Needs lists what it cannot be evaluated without: an optional table ("quotes") or a column that may hold nothing
	// ("securities.halt_move").
	Needs []string
	// LoopOnly says, of values, that they ask for what thinning a record cannot express: such an instance is evaluable in the
	// closed loop only. Nil for never.
	LoopOnly func(values Values) bool
	// New returns the monitor at the start of a day. values holds every parameter of the entry, checked against its range.
	New func(values Values, env *Env) Monitor
}

// Family is the group of a control by when it works.
type Family uint8

// The families.
const (
	Prevent Family = iota + 1 // before the fault can act
	Detect                    // by machine, while orders flow
	Respond                   // by people
)

// String returns prevent, detect or respond.
func (f Family) String() string { return [...]string{"?", "prevent", "detect", "respond"}[f] }

// Param is one parameter of a control. Default, Min and Max are in Unit; Source says where the default comes from and Tag
// whether it is published or assumed.
type Param struct {
	Name              string
	Doc               string
	Unit              Unit
	Default, Min, Max int64
	Choices           []string // of a Choice, in order
	Source            string
	Tag               model.Tag
	// Spread says how the value varies from day to day, where people or feeds take their time; nil for a setting. Default is its
	// median.
	Spread *Spread
}

// Spread is a distribution around a parameter's default, its median: 5 and 95 % of days lie below Low and High. Runs use the
// median; the distribution is declared, with why, for draws.
type Spread struct {
	Shape     Shape
	Low, High int64 // in the parameter's unit
	Source    string
	Tag       model.Tag
}

// Shape is the form of a distribution.
type Shape uint8

// The forms: a time that is never negative and has a long tail; anything between two bounds; an event that happens or not,
// whose parameter is its probability.
const (
	LogNormal Shape = iota + 1
	Triangular
	Bernoulli
)

// String returns lognormal, triangular or bernoulli.
func (s Shape) String() string { return [...]string{"?", "lognormal", "triangular", "bernoulli"}[s] }

// Values are a control's parameters by name.
type Values map[string]int64

// Env is what does not change in a day and every monitor may know.
type Env struct {
	About      *model.Incident
	Securities []model.Security
	Fleet      *router.Fleet
	Parents    int // number of parent orders of the day
}

// Instance is a control with its parameters, under a name that no other in the run has.
type Instance struct {
	Name   string
	Spec   *Spec
	Values Values
}

// LoopOnly reports whether its values ask for what only the closed loop can express.
func (i Instance) LoopOnly() bool { return i.Spec.LoopOnly != nil && i.Spec.LoopOnly(i.Values) }

// Monitor returns the instance's state at the start of a day.
func (i Instance) Monitor(env *Env) Monitor { return i.Spec.New(i.Values, env) }

// Default returns the control with every parameter at its default, under its catalogue number.
func (s *Spec) Default() Instance {
	values := make(Values, len(s.Params))
	for _, p := range s.Params {
		values[p.Name] = p.Default
	}
	return Instance{Name: s.ID, Spec: s, Values: values}
}

// Param returns the parameter of that name; nil if there is none.
func (s *Spec) Param(name string) *Param {
	for i := range s.Params {
		if s.Params[i].Name == name {
			return &s.Params[i]
		}
	}
	return nil
}

// With returns the instance under another name with one parameter changed. It panics if the control has no such parameter
// or the value is out of its range: callers that take values from people use [Param.Parse] first.
func (i Instance) With(name, param string, value int64) Instance {
	for _, p := range i.Spec.Params {
		if p.Name == param && value >= p.Min && value <= p.Max {
			values := make(Values, len(i.Values))
			for k, v := range i.Values {
				values[k] = v
			}
			values[param] = value
			return Instance{Name: name, Spec: i.Spec, Values: values}
		}
	}
	panic(fmt.Sprintf("control: %s has no parameter %q that can be %d", i.Spec.ID, param, value))
}

// Lower returns the instance under another name with its limit at bp basis points of what rule and record say. It panics if
// its control has no such limit.
func (i Instance) Lower(name string, bp int64) Instance {
	if i.Spec.Lowered == nil {
		panic(fmt.Sprintf("control: the limit of %s does not stand in a rule", i.Spec.ID))
	}
	spec := *i.Spec
	spec.New = func(values Values, env *Env) Monitor { return i.Spec.Lowered(values, env, bp) }
	return Instance{Name: name, Spec: &spec, Values: i.Values}
}

// Parse returns the value that text gives the parameter: amounts of money with a decimal point ("2000000.00"), durations as
// "1s" or "7m", basis points as "950bp" or "9.5%", choices by name. The error says what would be right.
func (p *Param) Parse(text string) (int64, error) {
	v, err := p.parse(strings.TrimSpace(text))
	if err != nil {
		return 0, fmt.Errorf("%s: %w", p.Name, err)
	}
	if v < p.Min || v > p.Max {
		return 0, fmt.Errorf("%s: %s is outside %s..%s", p.Name, p.Text(v), p.Text(p.Min), p.Text(p.Max))
	}
	return v, nil
}

func (p *Param) parse(text string) (int64, error) {
	switch p.Unit {
	case Micros:
		// The decimal point is asked for so that an amount is never mistaken for a count of something else.
		m, err := model.ParseMoney(text)
		if err != nil || !strings.Contains(text, ".") {
			return 0, fmt.Errorf("%q is no amount of money; write 2000000.00", text)
		}
		return int64(m), nil
	case Nanoseconds:
		d, err := time.ParseDuration(text)
		if err != nil {
			return 0, fmt.Errorf("%q is not a duration; write 500ms, 30s or 7m", text)
		}
		return int64(d), nil
	case BasisPoints:
		return parseBasisPoints(text)
	case Choice:
		for i, c := range p.Choices {
			if c == text {
				return int64(i), nil
			}
		}
		return 0, fmt.Errorf("%q is none of %s", text, strings.Join(p.Choices, ", "))
	}
	v, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%q is not a whole number", text)
	}
	return v, nil
}

func parseBasisPoints(text string) (int64, error) {
	if n, ok := strings.CutSuffix(text, "bp"); ok {
		v, err := strconv.ParseInt(strings.TrimSpace(n), 10, 64)
		if err != nil {
			return 0, fmt.Errorf("%q is no number of whole basis points; write 950bp", text)
		}
		return v, nil
	}
	if n, ok := strings.CutSuffix(text, "%"); ok {
		v, err := model.ParsePrice(strings.TrimSpace(n), 2)
		if err != nil {
			return 0, fmt.Errorf("%q is no number of percent in whole basis points; write 9.5%%", text)
		}
		return int64(v), nil
	}
	return 0, fmt.Errorf("%q has no unit; write 9.5%% or 950bp", text)
}

// Text returns v as Parse reads it.
func (p *Param) Text(v int64) string {
	switch p.Unit {
	case Micros:
		return model.Money(v).String()
	case Nanoseconds:
		text := time.Duration(v).String() // "7m0s", "24h0m0s"
		if short, ok := strings.CutSuffix(text, "m0s"); ok {
			text = short + "m"
		}
		if short, ok := strings.CutSuffix(text, "h0m"); ok {
			text = short + "h"
		}
		return text
	case BasisPoints:
		return strconv.FormatInt(v, 10) + "bp"
	case Choice:
		if v >= 0 && v < int64(len(p.Choices)) {
			return p.Choices[v]
		}
	}
	return strconv.FormatInt(v, 10)
}
