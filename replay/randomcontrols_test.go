package replay_test

import (
	"fmt"
	"time"

	"pgregory.net/rapid"

	"lossreplay/datasets"
	"lossreplay/model"
	"lossreplay/model/control"
)

// randomControls draws up to most controls, of the catalogue and of the tests' own, with limits that small days reach.
func randomControls(t *rapid.T, d *datasets.Tables, most int) []control.Instance {
	return controlsOf(drawSeeds(t, most), d, unscaled)
}

func drawSeeds(t *rapid.T, most int) []uint64 {
	return rapid.SliceOfN(rapid.Uint64(), 0, most).Draw(t, "controls")
}

// scaling says how a day was made from another, so that its controls can be made to fit.
type scaling struct {
	money, shares int64 // factors of what is an amount, and of what is a number of shares
	later         time.Duration
}

var unscaled = scaling{money: 1, shares: 1}

// controlsOf returns the controls that seeds stand for, scaled as the day.
func controlsOf(seeds []uint64, d *datasets.Tables, by scaling) (all []control.Instance) {
	for i, s := range seeds {
		b := bits(s)
		if b.below(2) == 0 {
			all = append(all, syntheticControl(&b, d, i, by))
			continue
		}
		c := catalogueControl(&b, i)
		for _, p := range c.Spec.Params {
			switch p.Unit {
			case control.Micros:
				c.Values[p.Name] *= by.money
			case control.Shares:
				c.Values[p.Name] *= by.shares
			}
		}
		all = append(all, c)
	}
	return all
}

// catalogueControl draws one of the catalogue with each parameter somewhere low in its range.
func catalogueControl(b *bits, i int) control.Instance {
	catalogue := control.Catalogue()
	spec := catalogue[b.below(len(catalogue))]
	c := spec.Default()
	c.Name = fmt.Sprintf("%s-%d", spec.ID, i)
	for _, p := range spec.Params {
		c.Values[p.Name] = min(max(lowValue(b, &p), p.Min), p.Max)
	}
	return c
}

func lowValue(b *bits, p *control.Param) int64 {
	switch p.Unit {
	case control.Count:
		return p.Min + int64(b.below(5))
	case control.Shares:
		return int64(b.below(4)) * 150
	case control.Micros:
		return pick[int64](b, 1, 20, 500, 3_000, 40_000) * int64(model.MoneyUnit)
	case control.BasisPoints:
		return pick[int64](b, 3, 30, 200, 950)
	case control.Nanoseconds:
		return pick(b, 0, 0, int64(time.Millisecond), int64(5*time.Second), int64(time.Minute))
	}
	return p.Min + int64(b.below(int(p.Max-p.Min+1)))
}

// syntheticControl draws one of the tests' own.
func syntheticControl(b *bits, d *datasets.Tables, i int, by scaling) control.Instance {
	at := sessionOpen.Add(time.Duration(b.below(2000)-300)*100*time.Millisecond + by.later)
	symbol := model.SymbolID(b.below(len(d.SecurityRows)))
	server := model.ServerID(b.below(len(d.About.Router.Servers)))
	n := 1 + b.below(12)
	var m func() control.Monitor
	switch kind := b.below(6); kind {
	case 0:
		m = func() control.Monitor { return &symbolBlock{symbol: symbol, from: at} }
	case 1:
		m = func() control.Monitor { return &timedHalt{from: at} }
	case 2:
		m = func() control.Monitor { return &childThrottle{limit: n, sent: map[model.ServerID]int{}} }
	case 3:
		m = func() control.Monitor { return &sharesLimit{limit: model.Qty(int64(n) * 150 * by.shares)} }
	case 4:
		m = func() control.Monitor { return &noRollback{server: server, all: n > 6} }
	default:
		m = func() control.Monitor {
			return &laggedKill{limit: model.Money(int64(n*n)*by.money) * model.MoneyUnit, free: n%2 == 0, alerts: n / 3,
				lag: time.Duration(n-1) * 3 * time.Second, effect: model.Never}
		}
	}
	return instance(fmt.Sprintf("t%d", i), func(*control.Env) control.Monitor { return m() })
}
