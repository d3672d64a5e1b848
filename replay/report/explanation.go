package report

// Explanation is what one control did in one world of a day: the document of explain, whose fields docs/json.md lists. Slices are
// never nil in a document that BuildExplanation made.
type Explanation struct {
	Incident string `json:"incident"`
	Title    string `json:"title"`
	Date     string `json:"date"`
	Zone     string `json:"zone"`
	Currency string `json:"currency"`
	Seed     uint64 `json:"seed"`
	Version  string `json:"version"`

	Control Asked `json:"control"`
	// World are the labels of the controls that are on; On says whether the control is one of them.
	World []string `json:"world"`
	On    bool     `json:"on"`

	BaselineLoss Decimal `json:"baseline_loss"`
	Loss         Decimal `json:"loss"`
	Prevented    Decimal `json:"prevented"`
	// PreventedPercent is null where the baseline lost nothing.
	PreventedPercent *Decimal `json:"prevented_percent"`
	// AtTrip and AtEffect are the loss had everything stopped at the first mark after the first trip, and after that took effect.
	AtTrip   *StopPoint `json:"loss_at_trip"`
	AtEffect *StopPoint `json:"loss_at_effect"`
	Halted   *Timestamp `json:"halted"`

	Trips []Tripped `json:"trips"` // in order of time
	// Alone is its first trip in the world in which it is on alone; null where that is this world, or it does not trip there.
	Alone *Tripped `json:"alone_first_trip"`

	Orders  Fates     `json:"orders"`
	Seconds []FateRow `json:"seconds"`
	Refused []Refused `json:"refused_operations"`
	// Cancelled is what was left of orders that it, alone or with others, took off venues.
	Cancelled Labelled `json:"cancelled"`

	ErrorBefore Fills       `json:"error_account_before"`
	ErrorAfter  []Remainder `json:"error_account_after"`
	ErrorTotal  Fills       `json:"error_account_total"`

	Others  []Neighbour `json:"others"`
	Closest []Closest   `json:"closest"`
}

// Asked is the control that is asked, as the catalogue describes it and as it was set.
type Asked struct {
	ID         string      `json:"id"`
	Name       string      `json:"name"`
	Label      string      `json:"label"`
	Family     string      `json:"family"`
	Observes   string      `json:"observes"`
	Trigger    string      `json:"trigger"`
	Scope      string      `json:"scope"`
	Action     string      `json:"action"`
	Latency    string      `json:"latency"`
	Rearm      string      `json:"rearm"`
	Coverage   string      `json:"coverage"`
	Parameters []Parameter `json:"parameters"`
	// Judges says whether it votes on orders at all.
	Judges  bool `json:"judges_orders"`
	InForce bool `json:"in_force"`
}

// Tripped is one trip. Seen and Limit are texts in Unit, as parameters are.
type Tripped struct {
	At      Timestamp `json:"at"`
	Effect  Timestamp `json:"effect"`
	Scope   string    `json:"scope"`
	ScopeOf string    `json:"scope_of"`
	Symbol  string    `json:"symbol"` // of a symbol or a parent, else empty
	Seen    string    `json:"seen"`
	Limit   string    `json:"limit"`
	Unit    string    `json:"unit"`
}

// Amounts counts orders, their shares and their notional at the limit.
type Amounts struct {
	Orders   int64   `json:"orders"`
	Shares   int64   `json:"shares"`
	Notional Decimal `json:"notional"`
}

// Labelled parts orders by whether a correct router would have sent them.
type Labelled struct {
	Rogue Amounts `json:"rogue"`
	Legit Amounts `json:"legitimate"`
}

// Fates says what became of recorded orders: sent; denied by the control, alone or with others; by others alone; not sent by this
// world's router.
type Fates struct {
	Sent    Labelled `json:"sent"`
	Blocked Labelled `json:"blocked"`
	Others  Labelled `json:"blocked_by_others"`
	Unsent  Labelled `json:"not_sent"`
}

// FateRow is one second of the clock.
type FateRow struct {
	At Timestamp `json:"at"`
	Fates
	Error Fills `json:"error_account"`
}

// Fills are executions of which something went to the error account, and those shares.
type Fills struct {
	Executions int64 `json:"executions"`
	Shares     int64 `json:"shares"`
}

// Remainder is what went to the error account after the first trip for one reason.
type Remainder struct {
	Reason string `json:"reason"`
	Fills
}

// Refused is an operation that controls refused.
type Refused struct {
	At     Timestamp `json:"at"`
	Kind   string    `json:"kind"`
	Server string    `json:"server"`
	By     []string  `json:"by"`
}

// Neighbour is another control of the world.
type Neighbour struct {
	Label string `json:"label"`
	Name  string `json:"name"`
	Trips int    `json:"trips"`
	// FirstTrip and Effect are of its first trip, FirstBlock is its first order denied.
	FirstTrip  *Timestamp `json:"first_trip"`
	Effect     *Timestamp `json:"effect"`
	FirstBlock *Timestamp `json:"first_block"`
	Blocked    Labelled   `json:"blocked"`
	// Before says that it denied orders before the control that is asked first tripped, here or, if it never does here, alone.
	Before bool `json:"before"`
}

// Closest is how near the control came to a threshold of its. Values are texts in Unit, those of a rule shares of it in bp.
type Closest struct {
	Parameter string `json:"parameter"` // empty for a limit that stands in a rule
	Unit      string `json:"unit"`
	Set       string `json:"set"`
	Lowest    string `json:"lowest"`
	// Highest is the highest value tried at which it would have tripped, null if there is none; Next the lowest at which not.
	Highest *string  `json:"highest"`
	Next    *string  `json:"next"`
	Percent *Decimal `json:"percent"` // Highest of Set
	Trip    *Tripped `json:"trip"`    // the first one at Highest
}

// The reasons of Remainder.
var reasonKeys = []string{"not_judged", "at_venue", "latency", "let_pass", "elsewhere"}
