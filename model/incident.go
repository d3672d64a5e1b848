package model

// Tag says what stands behind a figure.
type Tag string

// The tags. A report never shows an assumed or synthetic figure without the word.
const (
	Published Tag = "published" // in a source, with that source
	Derived   Tag = "derived"   // arithmetic on published figures, or from public daily bars
	Assumed   Tag = "assumed"   // ours, with a reason
	Synthetic Tag = "synthetic" // made up to stand for what is not public
)

// Valid reports whether t is one of the tags above.
func (t Tag) Valid() bool { return t == Published || t == Derived || t == Assumed || t == Synthetic }

// Incident describes a recorded day: everything but its tables.
type Incident struct {
	Name     string // short, for commands and folders: "knight"
	Title    string
	Date     string // of the session, 2006-01-02, in the session's zone
	Currency string // ISO 4217
	Scale    Scale  // decimals of every Price
	Seed     uint64 // of a reconstruction; 0 for a recorded day
	Session  Session
	Venues   []string // VenueID indexes it
	Router   RouterSpec
	Error    ErrorAccount
	Market   MarketSpec
	// ReactionGross is the error account's gross, at marks, from which on people react to the incident: an operation marked
	// Reaction happens in a world only if the account has reached it by then.
	ReactionGross Money
	// OutsideLoss lists costs that belong to the incident and stand outside the ledger, such as fees of advisers.
	OutsideLoss []NamedMoney
	Scenario    []Setting // the choices that made this reconstruction, in order
	Facts       []Fact
	Sources     []Source
}

// Session is the trading day. Zone is an IANA name, for print only.
type Session struct {
	Zone        string
	Open, Close Time
}

// ErrorAccount is the firm's account that holds executions beyond what a parent asked for. Limit is its gross limit as
// recorded; the baseline enforces nothing.
type ErrorAccount struct {
	Name  string
	Limit Money
}

// NamedMoney is an amount with its name and source.
type NamedMoney struct {
	Name   string
	Amount Money
	Source string
	Tag    Tag
}

// Setting is one choice of a reconstruction, as text, with why.
type Setting struct {
	Key, Value, Reason string
	Tag                Tag
}

// Fact is a published figure that the day meets, with its acceptance interval. Value is what the day shows.
type Fact struct {
	ID       string
	Quantity string
	Min, Max float64
	Value    float64
	Unit     string
	Source   string
	Tag      Tag
	// Soft facts are reported and may miss: their sources are vague or conflict.
	Soft bool
}

// Met reports whether the day's value lies within the fact's interval.
func (f Fact) Met() bool { return f.Value >= f.Min && f.Value <= f.Max }

// Source is a document that facts cite by key.
type Source struct {
	Key, Title, Where string
}

// RouterSpec describes the fleet: servers by name, the code paths, and for each build which path each flag selects.
type RouterSpec struct {
	Servers []string
	Flags   []string // FlagID indexes it; Flags[0] is "" and selects the ordinary path
	Paths   []CodePathSpec
	Builds  []BuildSpec
	// Initial is the build of every server before the first operation.
	Initial BuildID
}

// CodePathSpec is what a piece of router code does with a parent.
type CodePathSpec struct {
	Name string
	// Counts says that the path counts executed and open quantity against the parent and stops when the parent is full.
	Counts bool
	// Retired says that the path was out of use when the day began: it should have been deleted.
	Retired bool
	// ChildQty is the size of the child orders that the path sends, in shares.
	ChildQty Qty
}

// BuildSpec is a release of the router. PathOf[flag] is the index in Paths that the flag selects.
type BuildSpec struct {
	Name   string
	PathOf []int
}

// MarketSpec is the impact model and the liquidation policy of the incident (docs/method.md 5 and 6).
type MarketSpec struct {
	Tick      Duration // the grid on which impact and marks are updated
	Permanent float64  // g0: the share of impact that stays; with the terms' weights it adds up to 1
	Terms     []DecayTerm
	// Participation is the share of the market's volume at which a residual position is worked until the close.
	Participation float64
	// Discount is what a block of the baseline's remainder gives up against the mid; DiscountExponent how it falls with size.
	Discount, DiscountExponent float64
}

// DecayTerm is one exponential of the impact kernel.
type DecayTerm struct {
	Weight float64
	Tau    Duration
}
