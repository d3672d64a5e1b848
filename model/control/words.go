package control

import (
	"fmt"
	"strings"
)

// In2012 returns whether a firm could have had the control on 2012-08-01: "yes" or "no", or "in force" if everybody had it.
func (s *Spec) In2012() string {
	switch {
	case s.InForce:
		return "in force"
	case s.Existed:
		return "yes"
	}
	return "no"
}

// ClosedLoop returns which settings can only be evaluated in the closed loop: "the defaults", or the values that ask for it
// as in "action delay"; "" if none does. Of a parameter that is no choice its least and its largest value are tried.
func (s *Spec) ClosedLoop() string {
	if s.Default().LoopOnly() {
		return "the defaults"
	}
	var found []string
	for i := range s.Params {
		p := &s.Params[i]
		tried := []int64{p.Min, p.Max}
		if p.Unit == Choice {
			tried = tried[:0]
			for v := range p.Choices {
				tried = append(tried, int64(v))
			}
		}
		for _, v := range tried {
			if s.Default().With(s.ID, p.Name, v).LoopOnly() {
				found = append(found, p.Name+" "+p.Text(v))
			}
		}
	}
	return strings.Join(found, ", ")
}

// Limits returns what the parameter may be, as in "1 to 100000" or "liquidation or mid".
func (p *Param) Limits() string {
	if p.Unit == Choice {
		return strings.Join(p.Choices, " or ")
	}
	return p.Text(p.Min) + " to " + p.Text(p.Max)
}

// Varies returns the parameter's spread in words, without its source; "" if it has none.
func (p *Param) Varies() string {
	switch {
	case p.Spread == nil:
		return ""
	case p.Spread.Shape == Bernoulli:
		return fmt.Sprintf("bernoulli: it happens or not, with this probability, from %s to %s", p.Text(p.Spread.Low), p.Text(p.Spread.High))
	}
	return fmt.Sprintf("%s: 5 %% of days below %s, 5 %% above %s", p.Spread.Shape, p.Text(p.Spread.Low), p.Text(p.Spread.High))
}

// Words returns the unit as a reader of a table calls it.
func (u Unit) Words() string {
	return [...]string{"?", "number", "shares", "money", "basis points", "time", "choice"}[u]
}
