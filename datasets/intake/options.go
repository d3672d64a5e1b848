package intake

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"lossreplay/datasets"
	"lossreplay/model"
)

// Options are the sections of a mapping file that concern the day rather than a format.
type Options struct {
	Day      DayOptions
	Unwanted UnwantedOptions
	Closing  ClosingOptions
	Market   MarketOptions
}

// DayOptions is the section day.
type DayOptions struct {
	Name       string `yaml:"name" opt:"true" doc:"short name of the day: letters, digits, - and _ (default imported-DATE)"`
	Title      string `yaml:"title" opt:"true" doc:"what happened, in a line"`
	Date       string `yaml:"date" opt:"true" doc:"YYYY-MM-DD in the zone (default the day with most orders)"`
	Zone       string `yaml:"zone" opt:"true" doc:"IANA name, such as America/New_York (default UTC)"`
	Open       string `yaml:"open" opt:"true" doc:"of the session, HH:MM in the zone (default whole minutes around the flow)"`
	Close      string `yaml:"close" opt:"true" doc:"of the session, HH:MM in the zone"`
	Currency   string `yaml:"currency" opt:"true" doc:"ISO 4217 (default USD)"`
	PriceScale string `yaml:"price_scale" opt:"true" doc:"decimals of every price, 0 to 6 (default 4)"`
}

// UnwantedOptions is the section unwanted: which orders nobody asked for.
type UnwantedOptions struct {
	Accounts []string `yaml:"accounts" opt:"true" doc:"of these accounts"`
	Symbols  []string `yaml:"symbols" opt:"true" doc:"and in these symbols"`
	Servers  []string `yaml:"servers" opt:"true" doc:"and sent by these servers"`
	From     string   `yaml:"from" opt:"true" doc:"and not before: HH:MM[:SS] in the zone, or RFC 3339"`
	Until    string   `yaml:"until" opt:"true" doc:"and before: HH:MM[:SS] in the zone, or RFC 3339"`
}

// ClosingOptions is the section closing: how residual positions were closed, where no closing trades are imported.
type ClosingOptions struct {
	Policy    string `yaml:"policy" opt:"true" doc:"last: the rest goes as a block at the last mid or trade"`
	Marks     []Mark `yaml:"marks" opt:"true" doc:"price at which each symbol's position is closed, as a block"`
	MarksFile string `yaml:"marks_file" opt:"true" doc:"CSV file with the columns symbol and price, instead"`
}

// Mark is the price of a symbol.
type Mark struct {
	Symbol string `yaml:"symbol" doc:"as in the log"`
	Price  string `yaml:"price" doc:"decimal number"`
}

// MarketOptions is the section market. What is left out is assumed.
type MarketOptions struct {
	ImpactLevel      string      `yaml:"impact_level" opt:"true" doc:"lambda of the impact formula (default 1)"`
	Participation    string      `yaml:"participation" opt:"true" doc:"share of the market's volume at which a residual is worked (default 0.1)"`
	Discount         string      `yaml:"discount" opt:"true" doc:"what a block gives up against the mid (default 0.05)"`
	DiscountExponent string      `yaml:"discount_exponent" opt:"true" doc:"how the discount falls with size (default 0.5)"`
	ErrorAccount     string      `yaml:"error_account" opt:"true" doc:"the firm's name of it (default error account)"`
	ErrorLimit       model.Money `yaml:"error_limit" opt:"true" doc:"its gross limit as recorded"`
	ReactionGross    model.Money `yaml:"reaction_gross" opt:"true" doc:"gross of the error account from which on people react"`
}

// Settings returns what the options mean. file names the mapping file in problems; marks, if not nil, opens the file that
// closing.marks_file names. The error is a *datasets.Problems with every key that is wrong.
func (o *Options) Settings(file string, marks func(name string) (io.ReadCloser, error)) (*Settings, error) {
	c := &optionCheck{file: file, ps: &datasets.Problems{}, s: &Settings{Currency: "USD", Said: map[string]bool{}}}
	c.day(&o.Day)
	c.unwanted(&o.Unwanted)
	c.market(&o.Market)
	c.closing(&o.Closing, marks)
	return c.s, c.ps.Err()
}

// optionCheck turns options into settings.
type optionCheck struct {
	file string
	ps   *datasets.Problems
	s    *Settings
}

func (c *optionCheck) fail(field, value, rule, mend string) {
	c.ps.Add(datasets.Problem{Fault: datasets.FaultRange, File: c.file, Field: field, Value: strconv.Quote(value), Rule: rule, Mend: mend})
}

func (c *optionCheck) day(o *DayOptions) {
	s := c.s
	s.Name, s.Title, s.Zone, s.Scale = o.Name, o.Title, time.UTC, 4
	if o.Currency != "" {
		s.Currency = o.Currency
	}
	if o.Zone != "" {
		zone, err := time.LoadLocation(o.Zone)
		if err != nil || o.Zone == "Local" {
			c.fail("day.zone", o.Zone, "is no IANA time zone", "write America/New_York, for example")
		} else {
			s.Zone = zone
		}
	}
	if o.Date != "" {
		if _, err := time.Parse(time.DateOnly, o.Date); err != nil {
			c.fail("day.date", o.Date, "is no date", "write YYYY-MM-DD")
		}
		s.Date = o.Date
	}
	if o.PriceScale != "" {
		n, err := strconv.Atoi(o.PriceScale)
		if err != nil || n < 0 || n > model.ScaleMax {
			c.fail("day.price_scale", o.PriceScale, fmt.Sprintf("is outside 0..%d", model.ScaleMax), "use 4 for prices of a ten-thousandth")
		} else {
			s.Scale = model.Scale(n)
		}
	}
	s.Open, s.Close = c.ofDay("day.open", o.Open), c.ofDay("day.close", o.Close)
	if (o.Open == "") != (o.Close == "") || o.Open != "" && s.Close <= s.Open {
		c.fail("day.close", o.Close, "does not come after open "+strconv.Quote(o.Open), "give both, open before close, or neither")
	}
	for key, value := range map[string]string{"zone": o.Zone, "date": o.Date, "session": o.Open, "price_scale": o.PriceScale, "currency": o.Currency} {
		s.Said[key] = value != ""
	}
}

// ofDay reads HH:MM.
func (c *optionCheck) ofDay(field, text string) time.Duration {
	if text == "" {
		return 0
	}
	at, err := time.Parse("15:04", text)
	if err != nil {
		c.fail(field, text, "is no time of day", "write HH:MM")
	}
	return time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute
}

func (c *optionCheck) unwanted(o *UnwantedOptions) {
	u := &Unwanted{Accounts: setOf(o.Accounts), Symbols: setOf(o.Symbols), Servers: setOf(o.Servers),
		From: c.clock("unwanted.from", o.From), Until: c.clock("unwanted.until", o.Until)}
	if len(u.Accounts)+len(u.Symbols)+len(u.Servers) > 0 || u.From.given || u.Until.given {
		c.s.Unwanted = u
	}
}

func setOf(words []string) map[string]bool {
	set := map[string]bool{}
	for _, w := range words {
		set[w] = true
	}
	return set
}

// clock reads a time of the day or of the world.
func (c *optionCheck) clock(field, text string) clock {
	if text == "" {
		return clock{}
	}
	for _, layout := range []string{"15:04", "15:04:05"} {
		if at, err := time.Parse(layout, text); err == nil {
			midnight := time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, time.UTC)
			return clock{ofDay: at.Sub(midnight), given: true, isOfDay: true}
		}
	}
	at, err := model.ParseTime(text)
	if err != nil {
		c.fail(field, text, "is neither a time of day nor RFC 3339", "write 09:30:00, or 2012-08-01T09:30:00-04:00")
	}
	return clock{at: at, given: true}
}

func (c *optionCheck) market(o *MarketOptions) {
	s := c.s
	s.Market = model.MarketSpec{Tick: time.Second, Permanent: 0.01,
		Terms: []model.DecayTerm{{Weight: 0.80, Tau: 45 * time.Second}, {Weight: 0.15, Tau: 10 * time.Minute}, {Weight: 0.04, Tau: time.Hour}}}
	s.ImpactLevel = c.number("impact_level", o.ImpactLevel, 1, 1e9)
	s.Market.Participation = c.number("participation", o.Participation, 0.1, 1)
	s.Market.Discount = c.number("discount", o.Discount, 0.05, 1)
	s.Market.DiscountExponent = c.number("discount_exponent", o.DiscountExponent, 0.5, 10)
	s.Error = model.ErrorAccount{Name: "error account", Limit: o.ErrorLimit}
	if o.ErrorAccount != "" {
		s.Error.Name = o.ErrorAccount
	}
	s.Reaction = o.ReactionGross
	s.Said["reaction_gross"] = o.ReactionGross != 0
}

func (c *optionCheck) number(key, text string, without, most float64) float64 {
	c.s.Said[key] = text != ""
	if text == "" {
		return without
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || !(v >= 0 && v <= most) {
		c.fail("market."+key, text, fmt.Sprintf("is outside 0..%g", most), "write a plain number")
		return without
	}
	return v
}

func (c *optionCheck) closing(o *ClosingOptions, open func(string) (io.ReadCloser, error)) {
	if o.Policy != "" && o.Policy != "last" {
		c.fail("closing.policy", o.Policy, "is no policy", "write last")
	}
	c.s.Closing = ClosingRule{Last: o.Policy == "last", Marks: map[string]model.Price{}}
	for i, m := range o.Marks {
		c.mark(fmt.Sprintf("closing.marks[%d].price", i), m.Symbol, m.Price)
	}
	if o.MarksFile == "" {
		return
	}
	if err := c.marksFile(o.MarksFile, open); err != nil {
		c.fail("closing.marks_file", o.MarksFile, err.Error(), "give a CSV file with a header and the columns symbol and price")
	}
}

func (c *optionCheck) mark(field, symbol, text string) {
	px, err := model.ParsePrice(text, c.s.Scale)
	if err != nil || px <= 0 {
		c.fail(field, text, "is no price above 0 of at most "+strconv.Itoa(int(c.s.Scale))+" decimals", "mend it, or raise day.price_scale")
	}
	c.s.Closing.Marks[symbol] = px
}

func (c *optionCheck) marksFile(name string, open func(string) (io.ReadCloser, error)) error {
	f, err := open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	rows := csv.NewReader(io.LimitReader(f, 16<<20))
	header, err := rows.Read()
	if err != nil || len(header) != 2 || !strings.EqualFold(strings.TrimSpace(header[0]), "symbol") || !strings.EqualFold(strings.TrimSpace(header[1]), "price") {
		return errors.New("has another header than symbol,price")
	}
	for {
		row, err := rows.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		line, _ := rows.FieldPos(1)
		c.mark(fmt.Sprintf("%s line %d", name, line), row[0], row[1])
	}
}
