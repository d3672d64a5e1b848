package datasets

import (
	"fmt"
	"math"
	"regexp"
	"time"
	_ "time/tzdata" // zones of sessions, on machines without a zone database

	"lossreplay/model"
	"lossreplay/model/market"
	"lossreplay/model/router"
)

// Limits of what identifiers can number; the largest value of each type stands for "unknown".
const (
	symbolsMax = 1<<16 - 1
	wordsMax   = 1<<8 - 1
)

var (
	nameForm     = regexp.MustCompile(`^[a-zA-Z0-9][a-zA-Z0-9_-]{0,63}$`)
	currencyForm = regexp.MustCompile(`^[A-Z]{3}$`)
)

// incidentCheck checks an incident's description. place adds a problem, with its place in incident.yaml if there is one.
type incidentCheck struct {
	place func(Problem)
}

func (c *incidentCheck) fail(fault Fault, field, value, rule, mend string) {
	c.place(Problem{Fault: fault, Field: field, Value: value, Rule: rule, Mend: mend})
}

// check reports everything that is wrong with in.
func (c *incidentCheck) check(in *model.Incident) {
	if !nameForm.MatchString(in.Name) {
		c.fail(FaultRange, "name", quote(in.Name), "is no short name", "use up to 64 letters, digits, - and _")
	}
	if !currencyForm.MatchString(in.Currency) {
		c.fail(FaultRange, "currency", quote(in.Currency), "is no ISO 4217 code", "write USD, for example")
	}
	if in.Scale < 0 || in.Scale > model.ScaleMax {
		c.fail(FaultRange, "price_scale", fmt.Sprint(int(in.Scale)), fmt.Sprintf("is outside 0..%d", model.ScaleMax), "use 4 for prices of a ten-thousandth")
	}
	c.session(in)
	c.names("venues", in.Venues, 1, wordsMax)
	c.router(&in.Router)
	c.market(&in.Market)
	c.money("error_account.limit", in.Error.Limit)
	c.money("reaction_gross", in.ReactionGross)
	for i, o := range in.OutsideLoss {
		at := fmt.Sprintf("outside_loss[%d]", i)
		c.tag(at+".tag", o.Tag)
		c.texts(at, o.Name, o.Source)
	}
	for i, s := range in.Scenario {
		at := fmt.Sprintf("scenario[%d]", i)
		c.tag(at+".tag", s.Tag)
		c.texts(at, s.Key, s.Value, s.Reason)
	}
	ids := make([]string, len(in.Facts))
	for i, f := range in.Facts {
		at := fmt.Sprintf("facts[%d]", i)
		ids[i] = f.ID
		c.tag(at+".tag", f.Tag)
		c.texts(at, f.ID, f.Quantity, f.Unit, f.Source)
		if !(f.Min <= f.Max) {
			c.fail(FaultRange, at+".max", fmt.Sprint(f.Max), fmt.Sprintf("is below min %v", f.Min), "give the interval that meets the fact")
		}
		if math.IsNaN(f.Value) || math.IsInf(f.Value, 0) {
			c.fail(FaultRange, at+".value", fmt.Sprint(f.Value), "is no finite number", "give what the day shows")
		}
	}
	c.unique("facts", ids)
	keys := make([]string, len(in.Sources))
	for i, s := range in.Sources {
		keys[i] = s.Key
		c.texts(fmt.Sprintf("sources[%d]", i), s.Key, s.Title, s.Where)
	}
	c.unique("sources", keys)
	c.texts("title", in.Title)
	c.texts("error_account.name", in.Error.Name)
}

func (c *incidentCheck) session(in *model.Incident) {
	s := in.Session
	zone, err := time.LoadLocation(s.Zone)
	if err != nil || s.Zone == "" || s.Zone == "Local" {
		c.fail(FaultDate, "session.zone", quote(s.Zone), "is no IANA time zone", "write America/New_York, for example")
		zone = nil
	}
	date, err := time.Parse(time.DateOnly, in.Date)
	if err != nil {
		c.fail(FaultDate, "date", quote(in.Date), "is no date", "write YYYY-MM-DD")
	} else if open := s.Open.UTC(); zone != nil && open.In(zone).Format(time.DateOnly) != date.Format(time.DateOnly) {
		c.fail(FaultDate, "session.open", s.Open.String(), "is not on "+in.Date+" in "+s.Zone, "mend date, zone or open")
	}
	switch length := s.Close.Sub(s.Open); {
	case s.Close <= s.Open:
		c.fail(FaultDate, "session.close", s.Close.String(), "is not after open "+s.Open.String(), "mend open or close")
	case length > 24*time.Hour:
		c.fail(FaultDate, "session.close", s.Close.String(), "is more than a day after open", "give one day's session")
	case length%time.Minute != 0:
		c.fail(FaultDate, "session.close", s.Close.String(), "is not whole minutes after open", "a session is whole minutes")
	}
}

func (c *incidentCheck) router(r *model.RouterSpec) {
	c.names("router.servers", r.Servers, 1, router.ServersMax)
	flags := r.Flags
	if len(flags) == 0 || flags[0] != "" {
		c.fail(FaultRange, "router.flags", "", "lack the empty flag in first place", "the empty flag selects the ordinary path")
	} else {
		flags = flags[1:]
	}
	c.names("router.flags", flags, 0, wordsMax-1)
	paths, builds := make([]string, len(r.Paths)), make([]string, len(r.Builds))
	for i, p := range r.Paths {
		paths[i] = p.Name
		if p.ChildQty <= 0 || p.ChildQty > qtyMax {
			c.fail(FaultRange, fmt.Sprintf("router.paths[%d].child_qty", i), fmt.Sprint(int64(p.ChildQty)), fmt.Sprintf("is outside 1..%d shares", qtyMax), "give the size of one child order")
		}
	}
	for i, b := range r.Builds {
		builds[i] = b.Name
	}
	c.names("router.paths", paths, 1, wordsMax)
	c.names("router.builds", builds, 1, wordsMax)
	if len(r.Servers) == 0 || len(r.Servers) > router.ServersMax || len(r.Builds) == 0 || len(r.Paths) == 0 {
		return
	}
	for _, p := range r.Paths {
		if p.ChildQty <= 0 {
			return
		}
	}
	if _, err := router.New(*r); err != nil {
		c.fail(FaultRange, "router", "", err.Error(), "")
	}
}

func (c *incidentCheck) market(m *model.MarketSpec) {
	if _, err := market.NewKernel(*m); err != nil {
		c.fail(FaultRange, "market", "", err.Error(), "")
	}
	for _, share := range []struct {
		name  string
		value float64
	}{{"participation", m.Participation}, {"discount", m.Discount}} {
		if !(share.value >= 0 && share.value <= 1) {
			c.fail(FaultRange, "market."+share.name, fmt.Sprint(share.value), "is outside 0..1", "write a share: 0.05 is 5%")
		}
	}
	if !(m.DiscountExponent >= 0 && m.DiscountExponent <= 10) {
		c.fail(FaultRange, "market.discount_exponent", fmt.Sprint(m.DiscountExponent), "is outside 0..10", "0.5 is the square root")
	}
}

func (c *incidentCheck) money(field string, m model.Money) {
	if m < 0 {
		c.fail(FaultRange, field, m.String(), "is below 0", "write the limit without sign")
	}
}

func (c *incidentCheck) tag(field string, t model.Tag) {
	if !t.Valid() {
		known := []string{string(model.Published), string(model.Derived), string(model.Assumed), string(model.Synthetic)}
		c.fail(FaultUnknown, field, quote(string(t)), "is no tag", choose(string(t), known))
	}
}

// texts checks that texts can be stored.
func (c *incidentCheck) texts(field string, texts ...string) {
	for _, text := range texts {
		if !writable(text) {
			c.fail(FaultRange, field, quote(text), "holds control characters or is no UTF-8", "use plain text")
		}
	}
}

// names checks a list of unique, non-empty names.
func (c *incidentCheck) names(field string, names []string, least, most int) {
	if len(names) < least || len(names) > most {
		c.fail(FaultRange, field, "", fmt.Sprintf("has %d members; %d to %d are possible", len(names), least, most), "")
	}
	for i, name := range names {
		if name == "" {
			c.fail(FaultRange, fmt.Sprintf("%s[%d]", field, i), `""`, "is empty", "give it a name")
		}
	}
	c.texts(field, names...)
	c.unique(field, names)
}

func (c *incidentCheck) unique(field string, names []string) {
	seen := make(map[string]bool, len(names))
	for i, name := range names {
		if seen[name] {
			c.fail(FaultDuplicate, fmt.Sprintf("%s[%d]", field, i), quote(name), "occurs twice", "names in a list are unique")
		}
		seen[name] = true
	}
}
