package loop

import (
	"lossreplay/model"
	"lossreplay/model/ledger"
	"lossreplay/model/market"
	"lossreplay/model/router"
)

// Model is what the loop knows of a recorded day. Runs read it and never write it.
type Model struct {
	Fitted Fitted
	// Recorded is the day itself, to be compared with.
	Recorded Recorded
	// Baseline is the loop with no control on: what every other outcome is to be held against.
	Baseline *Outcome

	about      *model.Incident
	securities []model.Security
	history    []model.Operation
	parents    *model.ParentColumns
	fleet      *router.Fleet
	kernel     *market.Kernel
	tape       *market.Tape
	unit       []float64 // impact of one share, in price units
	perMinute  int       // ticks
	minutes    int

	server   []int16 // by parent, of its first recorded child; noServer if it had none
	resumes  []bool  // by parent: see [Recorded.Resumed]
	quotes   []quote // [tick*symbols + s], to the tick at which the recorded flow ends
	volume   []model.Qty
	tradable []model.Qty // [minute*symbols + s]: what can trade with us; nil without bars
	venues   []int64     // [symbol*venues + v]: recorded children up to and including venue v
	major    []int       // by symbol: its side with more runaway shares, see [Model.sideOf]
	lastSend model.Time  // of a recorded child
	flowEnd  int

	legit    []bool // by parent: it never ran away in the baseline
	leftOver int64  // shares of those left unexecuted in the baseline
}

const noServer = -1

// quote is a symbol's recorded quote at the start of a tick; zero before it has one.
type quote struct {
	bid, ask model.Price
	at       model.Time // when it last changed; model.Never before the first
}

// mid returns the middle, rounded down to a price unit.
func (q quote) mid() model.Price { return (q.bid + q.ask) / 2 }

// Fitted are the few numbers that the loop takes from the record in place of its orders.
type Fitted struct {
	// Start is the median time from a parent's arrival, or from the open if it came before, to its first child.
	Start model.Duration
	// ReportLatency is the median time from a child to its first report.
	ReportLatency model.Duration
	// Think is the median time from a report to the parent's next child, on paths that count.
	Think model.Duration
	// Expiry is the share of children that end without any execution, on paths that count; ExpiryRunaway the same on those
	// that do not. Where one kind has no child it has the other's share.
	Expiry, ExpiryRunaway float64
	// Offset is the median distance, in price units, by which a limit is better for the other side than the far side of the
	// quote at the sending: 0 for an order that just takes the quote, negative for one that rests.
	Offset model.Price
	// FeePerShare is all fees over all shares, in micro-units, cut.
	FeePerShare model.Money
	// MinorShare is the part of the runaway shares that went against the larger side, in symbols with runaway flow on both.
	// Which side is the larger is taken from the record, symbol by symbol: the loss hangs on the net position, and nothing
	// else in the record says what it will be.
	MinorShare float64
	// Kappa is the one number of pace for paths that do not count: all runaway parents of a symbol together send so many
	// shares for each share of the market's volume, as the bar of the minute holds it, our own recorded part included. It is
	// fitted so that the baseline executes as many runaway shares as the record. KappaRounds is how many simulations that took.
	Kappa       float64
	KappaRounds int
}

// Recorded is the recorded day in the loop's terms.
type Recorded struct {
	Tally Tally
	// Loss is the recorded loss: the trace replay's baseline, to the last unit.
	Loss ledger.Loss
	// RunawayShares were executed by children of paths that do not count.
	RunawayShares int64
	// Skipped is the number of parents without any child: nobody knows their server, so the loop has none for them either.
	Skipped int
	// Resumed is the number of parents that were full on a path that counts and later got a child of one that does not:
	// somebody sent them again, and the loop lets them start anew when their server's build selects such a path.
	Resumed int
}
