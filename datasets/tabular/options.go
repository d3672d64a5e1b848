package tabular

// Options is one entry of `tables:` in the mapping file: what the files that it matches hold, and where.
type Options struct {
	File       string            `yaml:"file" opt:"true" doc:"base name or glob of the files that this entry is for; a single source needs none"`
	Kind       string            `yaml:"kind" opt:"true" doc:"what a row is: orders, executions, orders_and_executions, parents, prints, quotes, operations, closing, or a kind of kinds"`
	KindColumn string            `yaml:"kind_column" opt:"true" doc:"column that says what a row is, instead of kind"`
	Kinds      map[string]string `yaml:"kinds" opt:"true" doc:"words of kind_column and the kind that each stands for; skip leaves such rows out; * is every other word"`
	Delimiter  string            `yaml:"delimiter" opt:"true" doc:"character between the columns of a CSV file, or tab; a comma if left out"`
	Header     Names             `yaml:"header" opt:"true" doc:"names of the columns of a CSV file without a header line, or none: then they are c1, c2, ..."`
	SkipRows   int64             `yaml:"skip_rows" opt:"true" doc:"lines before the header line, or before the first row if there is none"`
	Comment    string            `yaml:"comment" opt:"true" doc:"lines that begin so are left out"`
	When       []Filter          `yaml:"when" opt:"true" doc:"rows to take; the others are counted as skipped"`
	Columns    Columns           `yaml:"columns" doc:"where each field of the record stands"`
}

// Filter takes the rows in which a column holds one of some words. Exactly one of In and NotIn is given.
type Filter struct {
	Column string   `yaml:"column" doc:"column to look at"`
	In     []string `yaml:"in" opt:"true" doc:"words with which a row is taken; an empty text is an empty cell"`
	NotIn  []string `yaml:"not_in" opt:"true" doc:"words with which a row is left out"`
}

// Names is a list of column names; one name may stand alone.
type Names []string

// UnmarshalText takes a single name.
func (n *Names) UnmarshalText(text []byte) error {
	*n = Names{string(text)}
	return nil
}

// Column says where a field stands and how it is written. Alone it is the name of its column.
type Column struct {
	Column    Names             `yaml:"column" opt:"true" doc:"column, or columns that are joined with a space: a date and a time"`
	Sum       Names             `yaml:"sum" opt:"true" doc:"columns to add up, an empty one being 0: fees in several columns"`
	Default   string            `yaml:"default" opt:"true" doc:"what an empty cell, or every row if there is no column, holds"`
	Strip     string            `yaml:"strip" opt:"true" doc:"characters to leave out wherever they stand: currency signs, tabs"`
	Unit      string            `yaml:"unit" opt:"true" doc:"what one unit of the column is worth, a power of ten: 0.0001 for prices times ten thousand"`
	Decimal   string            `yaml:"decimal" opt:"true" doc:"decimal sign; a point if left out"`
	Thousands string            `yaml:"thousands" opt:"true" doc:"sign between thousands, to be left out"`
	Round     bool              `yaml:"round" opt:"true" doc:"round, half to even, what has more decimals than the day keeps, instead of refusing it; each is counted"`
	Absolute  bool              `yaml:"absolute" opt:"true" doc:"drop the sign of a quantity"`
	Negate    bool              `yaml:"negate" opt:"true" doc:"turn the sign of a fee: costs that stand below 0"`
	Sign      bool              `yaml:"sign" opt:"true" doc:"the side is the sign of the column's number: above 0 a buy, below 0 a sale"`
	Codes     map[string]string `yaml:"codes" opt:"true" doc:"words of the column and the side, operation, true or false that each stands for; only these count then"`
	Format    string            `yaml:"format" opt:"true" doc:"of a time: iso, epoch_s, epoch_ms, epoch_us, epoch_ns, midnight_s, midnight_ms, midnight_us, midnight_ns, a layout with % as of strftime, or a Go layout; iso if left out"`
	Zone      string            `yaml:"zone" opt:"true" doc:"of a time without offset, as America/New_York; the day's if left out"`
	Date      string            `yaml:"date" opt:"true" doc:"of a time without a date, as 2012-08-01; the day's if left out"`
}

// UnmarshalText takes the name of a single column.
func (c *Column) UnmarshalText(text []byte) error {
	*c = Column{Column: Names{string(text)}}
	return nil
}

// Columns maps the fields of a record to columns, in the order of the field constants.
type Columns struct {
	Time       Column `yaml:"time" opt:"true" doc:"when it happened"`
	Logged     Column `yaml:"logged" opt:"true" doc:"when it was written down, by another clock"`
	ExecTime   Column `yaml:"exec_time" opt:"true" doc:"of orders_and_executions: when the order was filled, if not at time"`
	OrderID    Column `yaml:"order_id" opt:"true" doc:"the order's id"`
	OrigOrder  Column `yaml:"orig_order_id" opt:"true" doc:"the order that was replaced or canceled"`
	VenueOrder Column `yaml:"venue_order_id" opt:"true" doc:"the venue's id of the order"`
	ParentID   Column `yaml:"parent_id" opt:"true" doc:"the parent order's id"`
	ExecID     Column `yaml:"exec_id" opt:"true" doc:"the execution's id; the row's place if left out"`
	RefExecID  Column `yaml:"ref_exec_id" opt:"true" doc:"the execution that is taken back or corrected"`
	Symbol     Column `yaml:"symbol" opt:"true" doc:"the security"`
	Account    Column `yaml:"account" opt:"true" doc:"whose order it is"`
	Server     Column `yaml:"server" opt:"true" doc:"the router's host or session"`
	Venue      Column `yaml:"venue" opt:"true" doc:"where the order went"`
	Flag       Column `yaml:"flag" opt:"true" doc:"what selects a code path of the router"`
	Build      Column `yaml:"build" opt:"true" doc:"of a deploy or rollback: the build"`
	Text       Column `yaml:"text" opt:"true" doc:"free text"`
	Side       Column `yaml:"side" opt:"true" doc:"buy, sell, sell_short, sell_short_exempt and usual short forms, or codes"`
	Qty        Column `yaml:"qty" opt:"true" doc:"shares of the order, whole"`
	Px         Column `yaml:"px" opt:"true" doc:"limit price; empty or 0 is at the market"`
	LastQty    Column `yaml:"last_qty" opt:"true" doc:"shares of the fill or trade; qty stands for it if left out"`
	LastPx     Column `yaml:"last_px" opt:"true" doc:"price of the fill or trade; px stands for it if left out, save in orders_and_executions"`
	CumQty     Column `yaml:"cum_qty" opt:"true" doc:"shares filled so far"`
	LeavesQty  Column `yaml:"leaves_qty" opt:"true" doc:"shares still open"`
	Fee        Column `yaml:"fee" opt:"true" doc:"fees of the fill: a cost above 0, a rebate below"`
	Bid        Column `yaml:"bid" opt:"true" doc:"best bid"`
	Ask        Column `yaml:"ask" opt:"true" doc:"best offer"`
	Op         Column `yaml:"op" opt:"true" doc:"of operations: deploy, rollback, rollout_end, start_of_day, alert, override, disconnect, stop"`
	Reaction   Column `yaml:"reaction" opt:"true" doc:"of operations: whether people did it because of the incident"`
	Block      Column `yaml:"block" opt:"true" doc:"of closing: whether it was the block sale of the rest"`
}
