package control

import (
	"math"
	"strings"
	"testing"
	"time"

	"lossreplay/model/doubt"
)

// TestEveryParameterCanBeDrawn draws each parameter of the catalogue at its default and at the ends of its distribution: the first
// changes nothing, the others are inside the parameter's range.
func TestEveryParameterCanBeDrawn(t *testing.T) {
	varies := 0
	for _, c := range All() {
		list := c.Unknowns()
		if len(list) != len(c.Spec.Params) {
			t.Errorf("%s: %d unknowns of %d parameters", c.Name, len(list), len(c.Spec.Params))
		}
		for i := range list {
			u, p := &list[i], &c.Spec.Params[i]
			if u.Name != c.Name+"."+p.Name || u.Reason == "" || u.Tag == "" {
				t.Errorf("%s %s: %+v", c.Name, p.Name, u)
			}
			if faults := u.Check(&u.Dist); len(faults) > 0 {
				t.Errorf("%s: %v", u.Name, faults)
			}
			if got := c.Draw(p.Name, u.Default).Values[p.Name]; got != p.Default {
				t.Errorf("%s at its default is %d, want %d", u.Name, got, p.Default)
			}
			if _, err := p.Parse(u.Text(u.Default)); err != nil && p.Unit != Micros {
				t.Errorf("%s: %v", u.Name, err)
			}
			if u.Dist.Shape == doubt.LogNormal {
				varies++
				if low, high := c.Draw(p.Name, u.Dist.Low).Values[p.Name], c.Draw(p.Name, u.Dist.High).Values[p.Name]; low != p.Spread.Low || high != p.Spread.High {
					t.Errorf("%s: ends %d and %d, want %d and %d", u.Name, low, high, p.Spread.Low, p.Spread.High)
				}
			} else if p.Spread != nil && p.Spread.Shape != Bernoulli {
				t.Errorf("%s has a %v spread and is not drawn", u.Name, p.Spread.Shape)
			}
		}
	}
	if varies < 20 {
		t.Errorf("only %d parameters vary", varies)
	}
}

func TestADistributionMovesWithTheValue(t *testing.T) {
	c := killSwitch.Default().With("slow", "decide", int64(14*time.Minute))
	for _, u := range c.Unknowns() {
		if strings.HasSuffix(u.Name, ".decide") && (math.Abs(u.Dist.Low-588) > 1e-9 || math.Abs(u.Dist.High-1200) > 1e-9) {
			t.Errorf("%s from %v to %v", u.Name, u.Dist.Low, u.Dist.High)
		}
	}
	still := killSwitch.Default().With("instant", "decide", 0)
	for _, u := range still.Unknowns() {
		if strings.HasSuffix(u.Name, ".decide") && u.Reason == "" {
			t.Errorf("%s has no reason", u.Name)
		}
	}
}
