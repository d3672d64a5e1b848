package report

// Results is everything that is said about a study: the document results.json, whose fields docs/json.md lists, and the rows
// of the other files. It is plain data; nothing in it refers to the engine. Slices are never nil in a document that Build made.
//
// Amounts are positive where money is lost or prevented from being lost.
type Results struct {
	Incident string `json:"incident"`
	Title    string `json:"title"`
	Date     string `json:"date"`
	Zone     string `json:"zone"`
	Currency string `json:"currency"`
	Seed     uint64 `json:"seed"`
	Version  string `json:"version"`
	// Reproduce is the command that makes the run again.
	Reproduce string `json:"reproduce"`

	Session    Session    `json:"session"`
	Fidelity   Fidelity   `json:"fidelity"`
	Baseline   Baseline   `json:"baseline"`
	Legitimate Legitimate `json:"legitimate"`

	Coalitions    uint64        `json:"coalitions"`
	Leaves        int           `json:"leaves"`
	Method        Method        `json:"method"`
	Controls      []Control     `json:"controls"`
	Variants      []Subject     `json:"variants"`
	Normal        *Normal       `json:"normal"`
	ClosedLoop    *ClosedLoop   `json:"closed_loop"`
	Ranges        *Ranges       `json:"ranges"` // null without draws
	BestSets      []BestSet     `json:"best_sets"`
	AllControls   AllControls   `json:"all_controls"`
	StandaloneSum StandaloneSum `json:"standalone_sum"`

	// ReactionGross is the error account's gross from which on people react to the incident.
	ReactionGross Decimal `json:"reaction_gross"`

	OutsideLoss []OutsideLoss `json:"outside_loss"`
	BookedLoss  Decimal       `json:"booked_loss"`
	StopCurve   []StopPoint   `json:"stop_curve"`
	Operations  []Operation   `json:"operations"`

	Evidence    []Evidence   `json:"evidence"`
	Liquidation Liquidation  `json:"liquidation"`
	Assumptions []Assumption `json:"assumptions"`
	Facts       []Fact       `json:"facts"`
	Sources     []Source     `json:"sources"`
	Notes       []string     `json:"notes"`
	Engine      Engine       `json:"engine"`

	LeafRows   []LeafRow   `json:"-"`
	TripRows   []TripRow   `json:"-"`
	SecondRows []SecondRow `json:"-"`
	CurveRows  []CurveRow  `json:"-"`
	Where      []WhereRow  `json:"-"`
	Course     Course      `json:"-"`

	draws      *drawTable // nil without draws
	provenance provenance
}

// Session is when the session opened and closed.
type Session struct {
	Open  Timestamp `json:"open"`
	Close Timestamp `json:"close"`
}

// Fidelity says whether the replay with no control on returns the record.
type Fidelity struct {
	Exact        bool     `json:"exact"`
	RecordedLoss Decimal  `json:"recorded_loss"`
	ReplayedLoss Decimal  `json:"replayed_loss"`
	Differences  []string `json:"differences"`
}

// Baseline is the error's part of the recorded day: executions beyond what their parents asked for, and what they cost.
type Baseline struct {
	Loss       Decimal `json:"loss"`
	Executions int64   `json:"executions"`
	Shares     int64   `json:"shares"`
	// Parents are those with executions beyond their quantity, Symbols those in which the error account traded.
	Parents int64 `json:"parents"`
	Symbols int   `json:"symbols"`
	// The account when the flow ended, at mids, both without sign.
	LongNotional  Decimal   `json:"long_notional"`
	ShortNotional Decimal   `json:"short_notional"`
	LongSymbols   int       `json:"long_symbols"`
	ShortSymbols  int       `json:"short_symbols"`
	FlowEnd       Timestamp `json:"flow_end"`
	// ErrorEnd is when the last of the error had been executed: no later than FlowEnd.
	ErrorEnd      Timestamp     `json:"error_end"`
	Decomposition Decomposition `json:"decomposition"`
}

// Decomposition is a loss in lines that add up to it exactly.
type Decomposition struct {
	Spread     Decimal `json:"spread"`
	Impact     Decimal `json:"impact"`
	Drift      Decimal `json:"drift"`
	Recapture  Decimal `json:"recapture"`
	ExitMarket Decimal `json:"exit_market"`
	ExitBlock  Decimal `json:"exit_block"`
	Fees       Decimal `json:"fees"`
}

// Legitimate is the rest of the recorded day. Executions and Shares are what was executed for parents. Orders are the child
// orders that a correct router sends: what collateral is counted in.
type Legitimate struct {
	Parents       int64   `json:"parents"`
	Executions    int64   `json:"executions"`
	Shares        int64   `json:"shares"`
	Orders        int64   `json:"orders"`
	OrderShares   int64   `json:"order_shares"`
	OrderNotional Decimal `json:"order_notional"`
}

// Subject is a control as it was run, and what it does alone. A control that the day cannot judge has Evaluable false, a
// reason, and null for every figure.
type Subject struct {
	ID                  string      `json:"id"`
	Name                string      `json:"name"`
	Label               string      `json:"label"`
	Family              string      `json:"family"`
	Existed             bool        `json:"existed"`
	InForce             bool        `json:"in_force"`
	Availability        string      `json:"availability"`
	Coverage            string      `json:"coverage"`
	Evaluable           bool        `json:"evaluable"`
	NotEvaluableBecause string      `json:"not_evaluable_because"`
	FirstTrip           *Timestamp  `json:"first_trip"`
	Standalone          *Standalone `json:"standalone"`
	// Explanation says why Standalone is exactly all of the loss, exactly nothing, more or less than that; empty otherwise.
	Explanation string      `json:"explanation"`
	Normal      *NormalCost `json:"normal"` // null where no ordinary day was replayed
	Parameters  []Parameter `json:"parameters"`
}

// Control is a control of the lattice.
type Control struct {
	Subject
	LastLine *LastLine `json:"last_line"`
	Shapley  *Decimal  `json:"shapley"`
	// ShapleyError is the standard error of Shapley where it is an estimate, Banzhaf null there.
	ShapleyError *Decimal `json:"shapley_error"`
	Banzhaf      *Decimal `json:"banzhaf"`
}

// Method says whether every coalition is known ("exact") or Shapley values are estimated ("sampled") from Pairs pairs of
// orderings drawn from Seed. Figures of controls alone and as the last line are exact either way.
type Method struct {
	Kind  string `json:"kind"`
	Pairs int    `json:"pairs"`
	Seed  uint64 `json:"seed"`
}

// Standalone is the world in which one control is on and no other. PreventedPercent is null where the baseline lost nothing.
type Standalone struct {
	Loss                     Decimal  `json:"loss"`
	Prevented                Decimal  `json:"prevented"`
	PreventedPercent         *Decimal `json:"prevented_percent"`
	PreventedNoImpact        Decimal  `json:"prevented_no_impact"`
	PreventedNoImpactPercent *Decimal `json:"prevented_no_impact_percent"`
	Trips                    int      `json:"trips"`
	// Halted is when it stopped everything for good; null if it never did.
	Halted *Timestamp `json:"halted"`
	// Executions and Shares are what still went to the error account. Unmarketable counts executions whose recorded limit would
	// not have been reached at this world's price.
	Executions   int64 `json:"executions"`
	Shares       int64 `json:"shares"`
	Unmarketable int64 `json:"unmarketable"`
	// Unprovoked counts recorded reactions to the incident, roll-backs, that nobody had a reason for in this world.
	Unprovoked         int64   `json:"unprovoked_operations"`
	CollateralOrders   int64   `json:"collateral_orders"`
	CollateralShares   int64   `json:"collateral_shares"`
	CollateralNotional Decimal `json:"collateral_notional"`
	CollateralMinutes  int     `json:"collateral_minutes"`
}

// LastLine is what a control still prevents when all others are on.
type LastLine struct {
	Prevented Decimal `json:"prevented"`
}

// Parameter is a control's setting as text. Source and Tag stand behind Default; a Value that differs is the run's own choice.
type Parameter struct {
	Name    string `json:"name"`
	Doc     string `json:"doc"`
	Unit    string `json:"unit"`
	Value   string `json:"value"`
	Default string `json:"default"`
	Source  string `json:"source"`
	Tag     string `json:"tag"`
}

// BestSet is the set of Size controls with the smallest loss, by label.
type BestSet struct {
	Size             int      `json:"size"`
	Controls         []string `json:"controls"`
	Loss             Decimal  `json:"loss"`
	Prevented        Decimal  `json:"prevented"`
	PreventedPercent *Decimal `json:"prevented_percent"`
	CollateralOrders int64    `json:"collateral_orders"`
}

// AllControls is the world with every control on, under both price assumptions.
type AllControls struct {
	Loss         Decimal `json:"loss"`
	LossNoImpact Decimal `json:"loss_no_impact"`
}

// StandaloneSum shows that standalone figures do not add up: OverLoss is their sum over the loss, null where nothing was lost.
type StandaloneSum struct {
	Prevented Decimal  `json:"prevented"`
	OverLoss  *Decimal `json:"over_loss"`
}

// OutsideLoss is a cost of the incident that stands outside the ledger.
type OutsideLoss struct {
	Name   string  `json:"name"`
	Amount Decimal `json:"amount"`
	Source string  `json:"source"`
	Tag    string  `json:"tag"`
}

// StopPoint is the baseline's loss if everything had stopped at At and had then been liquidated.
type StopPoint struct {
	At   Timestamp `json:"at"`
	Loss Decimal   `json:"loss"`
}

// Evidence counts the symbols in which the error account traded by what stands behind name and prices.
type Evidence struct {
	Tag     string `json:"tag"`
	Symbols int    `json:"symbols"`
}

// Liquidation is the one policy by which every world's residual position is closed, and the impact of our flow.
type Liquidation struct {
	Participation    float64 `json:"participation"`
	Discount         float64 `json:"discount"`
	DiscountExponent float64 `json:"discount_exponent"`
	PermanentImpact  float64 `json:"permanent_impact"`
}

// Assumption is a choice of the reconstruction that no source dictates.
type Assumption struct {
	Key    string `json:"key"`
	Value  string `json:"value"`
	Reason string `json:"reason"`
}

// Fact is a figure that the day was held against. Min and Max are null where the interval is open.
type Fact struct {
	ID       string   `json:"id"`
	Quantity string   `json:"quantity"`
	Min      *float64 `json:"min"`
	Max      *float64 `json:"max"`
	Value    *float64 `json:"value"`
	Unit     string   `json:"unit"`
	Source   string   `json:"source"`
	Tag      string   `json:"tag"`
	Soft     bool     `json:"soft"`
	Met      bool     `json:"met"`
}

// Target returns the interval that a fact allows, its numbers printed by number.
func (f *Fact) Target(number func(float64) string) string {
	switch {
	case f.Min == nil && f.Max == nil:
		return "-"
	case f.Min == nil:
		return "at most " + number(*f.Max)
	case f.Max == nil:
		return "at least " + number(*f.Min)
	case *f.Min == *f.Max:
		return number(*f.Min)
	}
	return number(*f.Min) + " to " + number(*f.Max)
}

// Source is a document that facts and settings cite by its key. Where is a place to find it, without scheme.
type Source struct {
	Key   string `json:"key"`
	Title string `json:"title"`
	Where string `json:"where"`
}

// Engine is what the replay took: events of the day, events that worlds evaluated, worlds under both price assumptions.
type Engine struct {
	Events          int64 `json:"events"`
	EvaluatedEvents int64 `json:"evaluated_events"`
	Worlds          int   `json:"worlds"`
}
