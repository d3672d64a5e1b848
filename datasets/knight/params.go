package knight

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"lossreplay/model"
	"lossreplay/model/doubt"
)

// Params are the choices that the public record leaves open. [Defaults] returns the default scenario; [Keys] documents each.
type Params struct {
	Reading          string
	Stop             string
	Stopper          string
	Shape            string
	Server8Share     float64
	TwoWayShare      float64
	NYSEShare        float64
	DiscountExponent float64
	Rollback         model.Duration // since midnight, New York
	RollbackStep     model.Duration
	ImpactDecay      model.Duration
	FeePerShare      model.Money
	ReactionGross    model.Money
}

// Defaults returns the default scenario.
func Defaults() Params {
	return Params{
		Reading: "mixed", Stop: "1015", Stopper: "router", Shape: "peak",
		Server8Share: 0.3, TwoWayShare: 0.24, NYSEShare: 0.7, DiscountExponent: 0.5,
		Rollback: 9*time.Hour + 50*time.Minute, RollbackStep: 20 * time.Second, ImpactDecay: 10 * time.Minute,
		ReactionGross: 2_000_000 * model.MoneyUnit,
	}
}

// Key documents one parameter for people.
type Key struct {
	Name, Default, Allowed, Doc string
}

// parameter is a key with the way to read and print it. values is what it can be, in the terms of draws.
type parameter struct {
	name, allowed, doc string
	values             doubt.Unknown
	set                func(p *Params, text string) error
	text               func(p *Params) string
}

var parameters = []parameter{
	choice("reading", "which parents the 212 are: mixed (some before the open on the stale server, the rest after the roll-back), "+
		"redispatch (all before the open; those on the seven start over when their build is removed), strict (all before the open on the stale server)",
		func(p *Params) *string { return &p.Reading }, "mixed", "redispatch", "strict"),
	choice("stop", "when the flow ended: 1015 (10:15), 958 (09:58), taper (a tenth of the pace from 09:58 to 10:15)",
		func(p *Params) *string { return &p.Stop }, "1015", "958", "taper"),
	choice("stopper", "who ended it: router (all venues at once), venue (NYSE cuts its port at the stop, the others run on for 5 minutes)",
		func(p *Params) *string { return &p.Stopper }, "router", "venue"),
	choice("shape", "pace of a runaway parent: peak (even to 09:58, then falling to the stop), step (even throughout), decay (30% less at the stop than at the open)",
		func(p *Params) *string { return &p.Shape }, "peak", "step", "decay"),
	fraction("server8_share", "share of the 212 that the stale server holds before the open; not used by reading=strict",
		func(p *Params) *float64 { return &p.Server8Share }, 0.2, 1),
	fraction("two_way_share", "share of the traded notional that buys and sells of one stock cancel; it fixes the mean price traded",
		func(p *Params) *float64 { return &p.TwoWayShare }, 0, 0.5),
	fraction("nyse_share", "share of the child orders sent to the primary exchange",
		func(p *Params) *float64 { return &p.NYSEShare }, 0.45, 0.9),
	fraction("discount_exponent", "how the block's discount grows with its size",
		func(p *Params) *float64 { return &p.DiscountExponent }, 0, 1),
	clock("rollback", "when the first of the seven servers loses its new build (New York time)",
		func(p *Params) *model.Duration { return &p.Rollback }, 9*time.Hour+36*time.Minute, 9*time.Hour+58*time.Minute),
	duration("rollback_step", "time from one server's roll-back to the next; 0s is all at once",
		func(p *Params) *model.Duration { return &p.RollbackStep }, 0, 45*time.Second),
	duration("impact_decay", "decay time of the middle term of our own price impact",
		func(p *Params) *model.Duration { return &p.ImpactDecay }, 5*time.Minute, 30*time.Minute),
	amount("fee_per_share", "what a venue charged for a share",
		func(p *Params) *model.Money { return &p.FeePerShare }, model.MoneyUnit/100),
	amount("reaction_gross", "gross of the error account from which on people react with a roll-back; 0 is: in every world, whatever they see",
		func(p *Params) *model.Money { return &p.ReactionGross }, 100_000_000*model.MoneyUnit),
}

func choice(name, doc string, field func(*Params) *string, words ...string) parameter {
	return parameter{name: name, allowed: strings.Join(words, ", "), doc: doc,
		values: doubt.Unknown{Kind: doubt.Word, Max: float64(len(words) - 1), Step: 1, Words: words},
		text:   func(p *Params) string { return *field(p) },
		set: func(p *Params, text string) error {
			for _, w := range words {
				if w == text {
					*field(p) = w
					return nil
				}
			}
			if near := model.Nearest(text, words); near != "" {
				return fmt.Errorf("%q is none of them; did you mean %q?", text, near)
			}
			return fmt.Errorf("%q is none of them", text)
		}}
}

func fraction(name, doc string, field func(*Params) *float64, lo, hi float64) parameter {
	print := func(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
	return parameter{name: name, allowed: print(lo) + " to " + print(hi), doc: doc,
		values: doubt.Unknown{Kind: doubt.Number, Min: lo, Max: hi, Step: 1e-6},
		text:   func(p *Params) string { return print(*field(p)) },
		set: func(p *Params, text string) error {
			v, err := strconv.ParseFloat(text, 64)
			if err != nil || !(v >= lo && v <= hi) {
				return fmt.Errorf("%q is not", text)
			}
			*field(p) = v
			return nil
		}}
}

func duration(name, doc string, field func(*Params) *model.Duration, lo, hi model.Duration) parameter {
	return parameter{name: name, allowed: fmt.Sprintf("%v to %v, whole seconds", lo, hi), doc: doc,
		values: doubt.Unknown{Kind: doubt.Span, Min: lo.Seconds(), Max: hi.Seconds(), Step: 1},
		text:   func(p *Params) string { return field(p).String() },
		set: func(p *Params, text string) error {
			d, err := time.ParseDuration(text)
			if err != nil || d < lo || d > hi || d%time.Second != 0 {
				return fmt.Errorf("%q is not", text)
			}
			*field(p) = d
			return nil
		}}
}

func amount(name, doc string, field func(*Params) *model.Money, hi model.Money) parameter {
	return parameter{name: name, allowed: "0 to " + hi.String() + " dollars, at most 6 decimals", doc: doc,
		values: doubt.Unknown{Kind: doubt.Amount, Max: hi.Float(), Step: 1e-6},
		text:   func(p *Params) string { return field(p).String() },
		set: func(p *Params, text string) error {
			m, err := model.ParseMoney(text)
			if err != nil || m < 0 || m > hi {
				return fmt.Errorf("%q is not", text)
			}
			*field(p) = m
			return nil
		}}
}

func clock(name, doc string, field func(*Params) *model.Duration, lo, hi model.Duration) parameter {
	return parameter{name: name, allowed: clockText(lo) + " to " + clockText(hi), doc: doc,
		values: doubt.Unknown{Kind: doubt.Clock, Min: lo.Seconds(), Max: hi.Seconds(), Step: 1},
		text:   func(p *Params) string { return clockText(*field(p)) },
		set: func(p *Params, text string) error {
			t, err := time.Parse("15:04:05", text)
			d := time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute + time.Duration(t.Second())*time.Second
			if err != nil || d < lo || d > hi {
				return fmt.Errorf("%q is not", text)
			}
			*field(p) = d
			return nil
		}}
}

func clockText(d model.Duration) string {
	s := int(d / time.Second)
	return fmt.Sprintf("%02d:%02d:%02d", s/3600, s/60%60, s%60)
}

// Set gives the parameter key the value that text names. The error names the nearest known word, or the allowed values.
func (p *Params) Set(key, text string) error {
	names := make([]string, len(parameters))
	for i, d := range parameters {
		if d.name == key {
			if err := d.set(p, text); err != nil {
				return fmt.Errorf("scenario %s: %w (allowed: %s)", key, err, d.allowed)
			}
			return nil
		}
		names[i] = d.name
	}
	hint := ""
	if near := model.Nearest(key, names); near != "" {
		hint = fmt.Sprintf("; did you mean %q?", near)
	}
	return fmt.Errorf("scenario key %q is unknown%s (keys: %s)", key, hint, strings.Join(names, ", "))
}

// Keys returns every parameter in order, with its default, its allowed values and what it means.
func Keys() []Key {
	keys, defaults := make([]Key, len(parameters)), Defaults()
	for i, d := range parameters {
		keys[i] = Key{Name: d.name, Default: d.text(&defaults), Allowed: d.allowed, Doc: d.doc}
	}
	return keys
}

// check reports parameters that are outside their range or contradict each other.
func (p *Params) check() error {
	for _, d := range parameters {
		q := *p
		if err := d.set(&q, d.text(p)); err != nil {
			return fmt.Errorf("scenario %s: %w (allowed: %s)", d.name, err, d.allowed)
		}
	}
	last := p.Rollback + 6*p.RollbackStep
	if stop := p.stopClock(); p.Reading != "strict" && last > stop-3*time.Minute {
		return contradicts("the roll-back comes too late before the stop", "scenario rollback: the last of seven roll-backs, at %s, leaves less than 3 minutes before the flow stops at %s; choose an earlier rollback or a shorter rollback_step",
			clockText(last), clockText(stop))
	}
	return nil
}

// stopClock returns when the flow stops, since midnight in New York.
func (p *Params) stopClock() model.Duration {
	if p.Stop == "958" {
		return 9*time.Hour + 58*time.Minute
	}
	return 10*time.Hour + 15*time.Minute
}
