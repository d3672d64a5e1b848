package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"math/bits"

	"lossreplay/replay"
)

// Normal is what ordinary days say of the controls' cost; nil where none were replayed.
type Normal struct {
	Days []NormalDay `json:"days"`
	// Orders, Shares and Notional are the legitimate child orders of all days together.
	Orders   int64   `json:"orders"`
	Shares   int64   `json:"shares"`
	Notional Decimal `json:"notional"`
}

// NormalDay is an ordinary day that every control was replayed on alone.
type NormalDay struct {
	Name     string  `json:"name"`
	Orders   int64   `json:"orders"`
	Shares   int64   `json:"shares"`
	Notional Decimal `json:"notional"`
}

// NormalCost is what a control alone did to ordinary days, where each trip is a false one.
type NormalCost struct {
	// Days is on how many it tripped, HaltedDays on how many it stopped everything.
	Days       int `json:"days"`
	HaltedDays int `json:"halted_days"`
	Trips      int `json:"trips"`
	// Orders, Shares and Notional are what it blocked, Minutes the minutes of the sessions in which it blocked anything.
	Orders   int64   `json:"orders"`
	Shares   int64   `json:"shares"`
	Notional Decimal `json:"notional"`
	Minutes  int     `json:"minutes"`
	// OrdersPerMillion is Orders for each million legitimate orders, rounded down; the worst day's stands beside it.
	OrdersPerMillion      int64       `json:"orders_per_million"`
	WorstDay              string      `json:"worst_day"`
	WorstOrdersPerMillion int64       `json:"worst_orders_per_million"`
	ByDay                 []CostOfDay `json:"-"`
}

// CostOfDay is a control's cost on one ordinary day.
type CostOfDay struct {
	Day string
	replay.Cost
	OrdersPerMillion int64
}

// normal sums up the ordinary days.
func normal(days []replay.DayCost) *Normal {
	if len(days) == 0 {
		return nil
	}
	n := &Normal{}
	for _, d := range days {
		n.Days = append(n.Days, NormalDay{d.Name, d.Legit.Orders, d.Legit.Shares, Decimal(d.Legit.Notional)})
		n.Orders += d.Legit.Orders
		n.Shares += d.Legit.Shares
		n.Notional += Decimal(d.Legit.Notional)
	}
	return n
}

// costOf returns the cost of control i of each day's list over all days; nil if there are none or no day can judge it.
func costOf(days []replay.DayCost, i int) *NormalCost {
	c := &NormalCost{}
	var orders int64
	judged := false
	for _, d := range days {
		cost := d.Costs[i]
		if !cost.Evaluable {
			continue
		}
		judged = true
		orders += d.Legit.Orders
		c.Trips += cost.Trips
		c.Orders += cost.Collateral.Orders
		c.Shares += cost.Collateral.Shares
		c.Notional += Decimal(cost.Collateral.Notional)
		c.Minutes += cost.Collateral.Minutes
		if cost.Trips > 0 {
			c.Days++
		}
		if stamp(cost.Halted) != nil {
			c.HaltedDays++
		}
		rate := perMillion(cost.Collateral.Orders, d.Legit.Orders)
		if rate > c.WorstOrdersPerMillion {
			c.WorstDay, c.WorstOrdersPerMillion = d.Name, rate
		}
		c.ByDay = append(c.ByDay, CostOfDay{d.Name, cost, rate})
	}
	if !judged {
		return nil
	}
	c.OrdersPerMillion = perMillion(c.Orders, orders)
	return c
}

// ordinary says what the cost on ordinary days can and can't show; nothing where none was replayed.
func ordinary(r *Results) string {
	if r.Normal == nil {
		return ""
	}
	text := fmt.Sprintf("The cost on ordinary days is of %s that were made up (assumed), all counted alike. Nothing reaches the error account "+
		"there, no order goes beyond its parent and no name moves as far as a pause", plural(int64(len(r.Normal.Days)), "day"))
	var still, single []string
	for _, s := range r.subjects() {
		switch n := s.Normal; {
		case n == nil:
		case n.Trips == 0:
			still = append(still, s.Label)
		default:
			if d := n.worst(); d != nil && 2*d.Collateral.Orders > n.Orders {
				single = append(single, s.Label+" ("+d.Day+")")
			}
		}
	}
	if len(still) > 0 {
		text += ": for a control that watches for these a 0 is by construction and measures nothing. Never tripped there: " + enumerate(still)
	}
	text += "."
	if len(single) > 0 {
		text += " One day holds more than half of what these blocked: " + enumerate(single) + "."
	}
	return text
}

// worst returns the day on which the control blocked most orders; nil if it blocked none.
func (n *NormalCost) worst() (most *CostOfDay) {
	for i := range n.ByDay {
		if d := &n.ByDay[i]; d.Collateral.Orders > 0 && (most == nil || d.Collateral.Orders > most.Collateral.Orders) {
			most = d
		}
	}
	return most
}

// perMillion returns part of every million of whole, rounded down; 0 of nothing. part is not negative and at most whole.
func perMillion(part, whole int64) int64 {
	if whole == 0 {
		return 0
	}
	hi, lo := bits.Mul64(uint64(part), 1_000_000)
	quotient, _ := bits.Div64(hi, lo, uint64(whole))
	return int64(quotient)
}

var normalHeader = []string{"label", "day", "trips", "halted", "collateral_orders", "collateral_shares", "collateral_notional", "collateral_minutes",
	"orders_per_million"}

// writeNormal writes normal.csv: one row for each control and ordinary day.
func (r *Results) writeNormal(w io.Writer) error {
	out := csv.NewWriter(w)
	out.Write(normalHeader)
	for _, s := range r.subjects() {
		if s.Normal == nil {
			continue
		}
		for i := range s.Normal.ByDay {
			d := &s.Normal.ByDay[i]
			out.Write([]string{s.Label, d.Day, decimal(int64(d.Trips)), optionalTime(stamp(d.Halted)), decimal(d.Collateral.Orders),
				decimal(d.Collateral.Shares), Decimal(d.Collateral.Notional).String(), decimal(int64(d.Collateral.Minutes)),
				decimal(d.OrdersPerMillion)})
		}
	}
	out.Flush()
	return out.Error()
}

// subjects returns the lattice's controls, then the variants.
func (r *Results) subjects() []*Subject {
	var all []*Subject
	for i := range r.Controls {
		all = append(all, &r.Controls[i].Subject)
	}
	for i := range r.Variants {
		all = append(all, &r.Variants[i])
	}
	return all
}
