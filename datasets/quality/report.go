package quality

import (
	"time"

	"lossreplay/model"
)

// Report is the quality of a day's record. Rows are 1-based, of the table that the field names; 0 where there is none.
type Report struct {
	// Silences holds the longest time of the session between two rows, of each table in which there is any, then of all together.
	Silences []Silence `json:"silences"`
	Latency  Latency   `json:"latency"`
	Parents  Parents   `json:"parents"`
	Children Children  `json:"children"`
	Fills    Fills     `json:"fills"`
	Quotes   Quotes    `json:"quotes"`
	Settings Settings  `json:"settings"`
	// Firm and Error book the executions by SymbolID: all of them, and the parts beyond what their parents asked for. Neither
	// holds the recorded closing.
	Firm  []Account `json:"-"`
	Error []Account `json:"-"`
}

// Moment is a time that JSON has as RFC 3339 text, UTC.
type Moment struct{ model.Time }

// MarshalText returns the time as text.
func (m Moment) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// Silence is a stretch of the session between two rows of a table. What is before the first row and after the last is none: a
// flow may begin late and be stopped early. All stands for every table together.
type Silence struct {
	Table  string        `json:"table"`
	From   Moment        `json:"from"`
	To     Moment        `json:"to"`
	Length time.Duration `json:"length_ns"`
}

// All is the table of the last silence: parents, children, executions and quotes together.
const All = "all"

// Latency is the time from an order to its first report. Median and P99 are at most 0.8 % above the true ones; Max is exact.
// A valid day has no negative one.
type Latency struct {
	Orders int64         `json:"orders"` // that were reported on
	Median time.Duration `json:"median_ns"`
	P99    time.Duration `json:"p99_ns"`
	Max    time.Duration `json:"max_ns"`
	MaxRow int64         `json:"max_row,omitempty"` // of children
}

// Parents counts parent orders.
type Parents struct {
	Count           int64 `json:"count"`
	WithoutChildren int64 `json:"without_children"`
	// Unasked have an order_qty of 0: nobody asked for what was sent.
	Unasked int64 `json:"unasked"`
	// Overfilled have more executed than they asked for; Shares of it went to the error account.
	Overfilled       int64     `json:"overfilled"`
	OverfilledShares model.Qty `json:"overfilled_shares"`
}

// Children counts child orders.
type Children struct {
	Count int64 `json:"count"`
	// Open have shares left when the record ends; NeverReported are those of them of which no venue ever said anything.
	Open             int64     `json:"open"`
	OpenShares       model.Qty `json:"open_shares"`
	NeverReported    int64     `json:"never_reported"`
	NeverReportedRow int64     `json:"never_reported_row,omitempty"` // the first
}

// Fills counts executions that are trades.
type Fills struct {
	Count  int64     `json:"count"`
	Shares model.Qty `json:"shares"`
	// BeyondLimit are at a price worse than their order's limit.
	BeyondLimit Away `json:"beyond_limit"`
	// FarFromQuote are more than FarBasisPoints outside the last quote before them; Unquoted have no quote before them.
	FarFromQuote Away  `json:"far_from_quote"`
	Unquoted     int64 `json:"unquoted"`
	// Repeated have child, time, quantity and price of a fill before: told twice, or two.
	Repeated    int64 `json:"repeated"`
	RepeatedRow int64 `json:"repeated_row,omitempty"` // the first
}

// FarBasisPoints is how far outside the last quote a price is far: one percent.
const FarBasisPoints = 100

// Away counts prices that lie on the wrong side of another.
type Away struct {
	Count    int64   `json:"count"`
	WorstBps float64 `json:"worst_bps"`           // of the price they are held against
	WorstRow int64   `json:"worst_row,omitempty"` // of executions; the first of equals
}

// Quotes counts quotes. A valid day has no crossed ones.
type Quotes struct {
	Count  int64 `json:"count"`
	Locked int64 `json:"locked"` // bid equals ask
	// Missing lists the symbols that have orders and no quote, in order of the securities.
	Missing []string `json:"symbols_without"`
}

// Settings are the choices that incident.yaml names, by what stands behind them.
type Settings struct {
	Count     int       `json:"count"`
	Assumed   []Setting `json:"assumed"`
	Derived   []Setting `json:"derived"`
	Synthetic []Setting `json:"synthetic"`
}

// Setting is one choice.
type Setting struct {
	Key    string `json:"key"`
	Value  string `json:"value"`
	Reason string `json:"reason"`
}

// Account is what executions did in one symbol.
type Account struct {
	Bought, Sold model.Qty
	// Cash is what the trades brought, negative if paid, without fees.
	Cash model.Money
	Fees model.Money // paid; negative if venues paid more
}

// Shares returns the position that the executions made.
func (a *Account) Shares() model.Qty { return a.Bought - a.Sold }

// settingsOf sorts a day's choices by their tag.
func settingsOf(in *model.Incident) Settings {
	s := Settings{Count: len(in.Scenario), Assumed: []Setting{}, Derived: []Setting{}, Synthetic: []Setting{}}
	lists := map[model.Tag]*[]Setting{model.Assumed: &s.Assumed, model.Derived: &s.Derived, model.Synthetic: &s.Synthetic}
	for _, c := range in.Scenario {
		if list := lists[c.Tag]; list != nil {
			*list = append(*list, Setting{c.Key, c.Value, c.Reason})
		}
	}
	return s
}
