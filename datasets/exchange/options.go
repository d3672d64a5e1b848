package exchange

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"lossreplay/model"
)

// FlowOptions is the section flow of the mapping file under lobster and itch: which orders of the market's are taken as the
// flow of one imagined router. Left out, a feed gives market data alone.
type FlowOptions struct {
	Participant string        `yaml:"participant" opt:"true" doc:"take the orders that the feed attributes to this market participant (ITCH message F), and what replaces them; else give a share"`
	Share       float64       `yaml:"share" opt:"true" doc:"take this share of all orders, above 0 to 1, chosen by a fixed hash of the order reference and the seed"`
	Seed        uint64        `yaml:"seed" opt:"true" doc:"another seed takes other orders; 0 if left out"`
	Symbols     []string      `yaml:"symbols" opt:"true" doc:"take orders in these symbols only; in all if left out"`
	Servers     int64         `yaml:"servers" opt:"true" doc:"1 to 64 servers are assumed, server-1 and so on; an order's is chosen by the hash of its reference; 1 if left out"`
	Parents     ParentOptions `yaml:"parents" opt:"true" doc:"parents to assume above the orders; left out, the orders have none"`
}

// ParentOptions assumes parents above the orders that are taken. The rule: in each symbol and side there is one parent at a
// time, which asks for Of shares. Each order that is taken belongs to the parent of its moment. As soon as Of/Fill shares of a
// parent's orders have traded (rounded up), the next order begins a new parent. So of what trades, parents asked for about the
// share Fill; what is beyond goes to the error account, as it would after an overfill. With Fill 1 only the last fill of a
// parent, and orders of its that trade later, are beyond.
type ParentOptions struct {
	Of   int64   `yaml:"of" doc:"shares that each assumed parent asks for, 1 to 2147483647"`
	Fill float64 `yaml:"fill" doc:"share of what its orders trade that a parent asked for, above 0 to 1: 0.5 sends about half to the error account"`
}

// qtyMax is the largest quantity that a table of an incident holds.
const qtyMax = math.MaxInt32

// Rule is the checked form of FlowOptions.
type Rule struct {
	participant string
	threshold   uint64 // an order is taken if its hash is at most this
	seed        uint64
	symbols     []string
	servers     int
	of, enough  model.Qty // enough: traded shares at which a parent ends; 0: no parents
}

func (o *FlowOptions) given() bool {
	return o.Participant != "" || o.Share != 0 || o.Seed != 0 || len(o.Symbols) > 0 || o.Servers != 0 || o.Parents != ParentOptions{}
}

// Rule returns the rule that o sets, nil if o takes no orders. The error lists everything that is wrong, each with its key.
func (o FlowOptions) Rule() (*Rule, error) {
	if !o.given() {
		return nil, nil
	}
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	r := &Rule{participant: o.Participant, seed: o.Seed, symbols: o.Symbols, servers: int(max(o.Servers, 1))}
	switch {
	case o.Participant == "" && o.Share == 0:
		fault("flow: names neither participant nor share; give one, or take the section out")
	case o.Participant != "" && o.Share != 0:
		fault("flow: names both participant and share; give one")
	case len(o.Participant) > 4:
		fault("flow.participant: %q has more than the 4 letters of a market participant", o.Participant)
	case o.Participant == "" && !(o.Share > 0 && o.Share <= 1):
		fault("flow.share: %v is not above 0 and at most 1", o.Share)
	case o.Share < 1:
		r.threshold = uint64(o.Share * (1 << 63) * 2)
	default:
		r.threshold = math.MaxUint64
	}
	if o.Servers < 0 || o.Servers > 64 {
		fault("flow.servers: %d is outside 1 to 64", o.Servers)
	}
	if i := slices.Index(o.Symbols, ""); i >= 0 {
		fault("flow.symbols[%d]: is empty", i)
	}
	if p := o.Parents; p != (ParentOptions{}) {
		if p.Of < 1 || p.Of > qtyMax {
			fault("flow.parents.of: %d is outside 1 to %d", p.Of, qtyMax)
		}
		if !(p.Fill > 0 && p.Fill <= 1) {
			fault("flow.parents.fill: %v is not above 0 and at most 1", p.Fill)
		} else {
			r.of, r.enough = model.Qty(p.Of), model.Qty(min(math.Ceil(float64(p.Of)/p.Fill), 1<<62))
		}
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	return r, nil
}

// hash returns the number by which an order is taken and given a server.
func (r *Rule) hash(ref uint64) uint64 { return mix(ref + mix(r.seed+0x9e3779b97f4a7c15)) }

// sampled reports whether the order is one of the share that is taken.
func (r *Rule) sampled(ref uint64) bool {
	return r.participant == "" && r.hash(ref) <= r.threshold
}

// inSymbol reports whether orders in symbol may be taken at all.
func (r *Rule) inSymbol(symbol []byte) bool {
	return len(r.symbols) == 0 || slices.ContainsFunc(r.symbols, func(s string) bool { return s == string(symbol) })
}
