package report

// Portfolio is which controls to buy: the document portfolio.json. Amounts are expectations over the failures of controls and,
// where there are draws, over these, unless their name says more. Slices are never nil.
type Portfolio struct {
	Incident string `json:"incident"`
	Title    string `json:"title"`
	Date     string `json:"date"`
	Currency string `json:"currency"`
	Seed     uint64 `json:"seed"`
	Version  string `json:"version"`

	// Draws is the number of reconstructions, 1 for a single run.
	Draws     int      `json:"draws"`
	Objective string   `json:"objective"`
	Budget    *Decimal `json:"budget"`
	Must      []string `json:"must"`
	Never     []string `json:"never"`
	Have      []string `json:"have"`
	// Capital is what the loss is held against, null if no capital is known.
	Capital *Capital `json:"capital"`
	Terms   Terms    `json:"terms"`

	Loss      Decimal            `json:"loss"` // of the baseline
	Controls  []PortfolioControl `json:"controls"`
	Groups    []PortfolioGroup   `json:"groups"`
	Without   PortfolioSet       `json:"without"`
	Best      PortfolioSet       `json:"best"`
	Proof     Proof              `json:"proof"`
	ByShapley PortfolioSet       `json:"by_shapley"`
	ByAlone   PortfolioSet       `json:"by_alone"`
	// Cheapest is null where no set does it, or no capital is known.
	Cheapest   *PortfolioSet  `json:"cheapest"`
	Additions  []Addition     `json:"additions"`
	Front      []PortfolioSet `json:"front"`
	Exceedance []Exceedance   `json:"exceedance"`
	Notes      []string       `json:"notes"`

	costsText string
	inputs    []TableSum
}

// Capital is what a firm can lose.
type Capital struct {
	Amount Decimal `json:"amount"`
	Source string  `json:"source"`
	Tag    string  `json:"tag"`
}

// Terms are what costs are counted by.
type Terms struct {
	Years        int64   `json:"years"`
	DaysAYear    int64   `json:"days_a_year"`
	BlockedOrder Decimal `json:"blocked_order"`
	Tag          string  `json:"tag"`
	// OrdinaryDays is the number of ordinary days that the cost of blocked orders rests on, 0 if none was replayed.
	OrdinaryDays int `json:"ordinary_days"`
}

// PortfolioControl is a control with what it costs and how often it works.
type PortfolioControl struct {
	Label  string  `json:"label"`
	ID     string  `json:"id"`
	Name   string  `json:"name"`
	OneOff Decimal `json:"one_off"`
	Yearly Decimal `json:"yearly"`
	// BlockedYearly is what the orders cost that it blocks on ordinary days, null where none was replayed.
	BlockedYearly *Decimal `json:"blocked_yearly"`
	Cost          Decimal  `json:"cost"` // over the years, 0 for what the firm has
	Works         float64  `json:"works"`
	Tag           string   `json:"tag"`
	Source        string   `json:"source"`
	// Alone and Shapley are what it prevents if all controls work; Prevented is what it alone is expected to.
	Alone     Decimal `json:"prevented_alone_if_works"`
	Shapley   Decimal `json:"shapley"`
	Prevented Decimal `json:"prevented_alone"`
	// The worth of one more nine: how much smaller the expected loss gets if it fails by itself a tenth as often, in the best set
	// (null where it is not in it) and with all controls on.
	NineInBest *Decimal `json:"one_more_nine_in_best"`
	NineInAll  Decimal  `json:"one_more_nine_in_all"`
}

// PortfolioGroup is controls that fail together.
type PortfolioGroup struct {
	Group   string   `json:"group"`
	Members []string `json:"members"`
	Beta    float64  `json:"beta"`
	Tag     string   `json:"tag"`
	// Apart is how much smaller the expected loss of the best set gets if they fail each for itself.
	Apart Decimal `json:"apart_in_best"`
}

// PortfolioSet is what a set of controls costs and does.
type PortfolioSet struct {
	Controls         []string `json:"controls"`
	Cost             Decimal  `json:"cost"`
	Loss             Decimal  `json:"loss"`
	Prevented        Decimal  `json:"prevented"`
	PreventedPercent *Decimal `json:"prevented_percent"`
	// Working is the loss if all of its controls work, WorstDraw the expected loss in the worst draw, Tail the mean of the worst
	// twentieth of all outcomes.
	Working     Decimal `json:"loss_if_all_work"`
	WorstDraw   Decimal `json:"loss_worst_draw"`
	Tail        Decimal `json:"loss_worst_twentieth"`
	Blocked     Decimal `json:"orders_blocked"`
	BlockedCost Decimal `json:"orders_blocked_cost"`
	// OverCapital is the chance that the loss is more than the capital, WithinCapital the number of draws whose expected loss is
	// not; null where no capital is known.
	OverCapital   *float64 `json:"chance_over_capital"`
	WithinCapital *int     `json:"draws_within_capital"`
	// Score is the objective's value; null in the front.
	Score *Decimal `json:"objective"`

	set uint64
}

// Proof says how the best set was shown to be the best.
type Proof struct {
	Method string  `json:"method"`
	Sets   uint64  `json:"sets"`
	Nodes  int64   `json:"nodes"`
	Pruned int64   `json:"pruned"`
	Bound  Decimal `json:"bound"`
}

// Addition is one control put on top of what the firm has.
type Addition struct {
	Control string  `json:"control"`
	Less    Decimal `json:"objective_less"`
	Cost    Decimal `json:"cost"`
	// PerCost is Less for each unit of Cost, null where it costs nothing.
	PerCost *Decimal `json:"less_per_cost"`
}

// Exceedance is the loss exceedance curve of a set: Set is without, best, by_shapley or by_alone.
type Exceedance struct {
	Set    string            `json:"set"`
	Points []ExceedancePoint `json:"points"`

	all []ExceedancePoint
}

// ExceedancePoint says with what chance the loss is Loss or more.
type ExceedancePoint struct {
	Loss   Decimal `json:"loss"`
	Chance float64 `json:"chance"`
}
