package datasets

import (
	"time"

	"lossreplay/model"
)

// manifestName is the file that describes an incident folder. It is written last.
const manifestName = "incident.yaml"

// formatVersion is the version of the folder's layout that this package reads and writes.
const formatVersion = "lossreplay-incident/1"

// manifest is incident.yaml: the only list of its keys. The reader, the writer and incident.schema.json follow its tags:
// yaml is the key, doc its meaning; a key tagged opt may be left out, and is where it has the zero value.
type manifest struct {
	Format     string            `yaml:"format" doc:"layout of this folder: lossreplay-incident/1"`
	Name       string            `yaml:"name" doc:"short name for commands and folders: letters, digits, - and _"`
	Title      string            `yaml:"title" doc:"what happened, in a line"`
	Date       string            `yaml:"date" doc:"of the session, YYYY-MM-DD, in the session's zone"`
	Currency   string            `yaml:"currency" doc:"ISO 4217, three capital letters"`
	PriceScale int64             `yaml:"price_scale" doc:"decimals of every price in the tables, 0 to 6"`
	Seed       uint64            `yaml:"seed" opt:"true" doc:"of a reconstruction; left out for a recorded day"`
	Session    sessionEntry      `yaml:"session" doc:"the trading day, whole minutes"`
	Venues     []string          `yaml:"venues" doc:"where child orders went"`
	Router     routerEntry       `yaml:"router" doc:"the fleet of servers, its builds and code paths"`
	Error      errorEntry        `yaml:"error_account" doc:"holds executions beyond what a parent asked for"`
	Market     marketEntry       `yaml:"market" doc:"impact model and liquidation policy"`
	Reaction   model.Money       `yaml:"reaction_gross" opt:"true" doc:"gross of the error account from which on people react, in units of the currency"`
	Outside    []namedMoneyEntry `yaml:"outside_loss" opt:"true" doc:"costs of the incident that stand outside the ledger"`
	Scenario   []settingEntry    `yaml:"scenario" opt:"true" doc:"choices that made this reconstruction, in order"`
	Facts      []factEntry       `yaml:"facts" opt:"true" doc:"published figures that the day meets"`
	Sources    []sourceEntry     `yaml:"sources" opt:"true" doc:"documents that facts cite by key"`
	Tables     []tableEntry      `yaml:"tables" doc:"the table files of this folder"`
}

type sessionEntry struct {
	Zone  string     `yaml:"zone" doc:"IANA name, such as America/New_York"`
	Open  model.Time `yaml:"open" doc:"RFC 3339 with offset"`
	Close model.Time `yaml:"close" doc:"RFC 3339 with offset"`
}

type routerEntry struct {
	Servers []string     `yaml:"servers" doc:"names, 1 to 64"`
	Flags   []string     `yaml:"flags" opt:"true" doc:"that a parent order may carry; a parent without one takes the ordinary path"`
	Paths   []pathEntry  `yaml:"paths" doc:"what a piece of router code does with a parent"`
	Builds  []buildEntry `yaml:"builds" doc:"releases: which code path each flag selects"`
	Initial string       `yaml:"initial_build" doc:"of every server before the first operation"`
}

type pathEntry struct {
	Name     string `yaml:"name" doc:"unique"`
	Counts   bool   `yaml:"counts" doc:"it counts executed and open quantity and stops when the parent is full"`
	Retired  bool   `yaml:"retired" opt:"true" doc:"out of use when the day began"`
	ChildQty int64  `yaml:"child_qty" doc:"size of the child orders that it sends, in shares"`
}

type buildEntry struct {
	Name     string         `yaml:"name" doc:"unique"`
	Ordinary string         `yaml:"ordinary" doc:"code path of a parent without a flag"`
	Flagged  []flaggedEntry `yaml:"flagged" opt:"true" doc:"code path of each flag, in order of router.flags"`
}

type flaggedEntry struct {
	Flag string `yaml:"flag" doc:"in router.flags"`
	Path string `yaml:"path" doc:"in router.paths"`
}

type errorEntry struct {
	Name  string      `yaml:"name" doc:"as the firm called it"`
	Limit model.Money `yaml:"limit" opt:"true" doc:"gross limit as recorded, in units of the currency; the baseline enforces nothing"`
}

type marketEntry struct {
	Tick             time.Duration `yaml:"tick" doc:"grid on which impact and marks are updated; divides a minute"`
	Permanent        float64       `yaml:"permanent" doc:"share of impact that stays; with the terms' weights it adds up to 1"`
	Terms            []termEntry   `yaml:"terms" opt:"true" doc:"decaying parts of impact, at most 3"`
	Participation    float64       `yaml:"participation" doc:"share of the market's volume at which a residual position is worked, 0 to 1"`
	Discount         float64       `yaml:"discount" doc:"what a block of the baseline's remainder gives up against the mid, 0 to 1"`
	DiscountExponent float64       `yaml:"discount_exponent" doc:"how the discount falls with size, 0 or above"`
}

type termEntry struct {
	Weight float64       `yaml:"weight" doc:"0 to 1"`
	Tau    time.Duration `yaml:"tau" doc:"decay time, above 0"`
}

type namedMoneyEntry struct {
	Name   string      `yaml:"name" doc:"what it was for"`
	Amount model.Money `yaml:"amount" doc:"in units of the currency"`
	Source string      `yaml:"source" opt:"true" doc:"key or text"`
	Tag    model.Tag   `yaml:"tag" doc:"what stands behind it"`
}

type settingEntry struct {
	Key    string    `yaml:"key" doc:"name of the choice"`
	Value  string    `yaml:"value" doc:"what was chosen"`
	Reason string    `yaml:"reason" opt:"true" doc:"why"`
	Tag    model.Tag `yaml:"tag" doc:"what stands behind it"`
}

type factEntry struct {
	ID       string    `yaml:"id" doc:"unique"`
	Quantity string    `yaml:"quantity" doc:"what was measured"`
	Min      float64   `yaml:"min" doc:"smallest value that meets the fact; -.inf if any does"`
	Max      float64   `yaml:"max" doc:"largest value that meets the fact; .inf if any does"`
	Value    float64   `yaml:"value" doc:"what the day shows"`
	Unit     string    `yaml:"unit" opt:"true" doc:"of min, max and value"`
	Source   string    `yaml:"source" opt:"true" doc:"key or text"`
	Tag      model.Tag `yaml:"tag" doc:"what stands behind it"`
	Soft     bool      `yaml:"soft" opt:"true" doc:"reported, and may miss"`
}

type sourceEntry struct {
	Key   string `yaml:"key" doc:"unique"`
	Title string `yaml:"title" doc:"of the document"`
	Where string `yaml:"where" opt:"true" doc:"where to find it"`
}

type tableEntry struct {
	Name   string `yaml:"name" doc:"securities, operations, parents, children, executions, quotes, bars or liquidation"`
	File   string `yaml:"file" doc:"the table's name with .parquet or .arrow"`
	Rows   int64  `yaml:"rows" doc:"number of rows"`
	SHA256 string `yaml:"sha256" doc:"of the file, in lower-case hexadecimal digits"`
}

// manifestOf returns the manifest of a valid incident.
func manifestOf(in *model.Incident, files []tableEntry) *manifest {
	m := &manifest{
		Format: formatVersion, Name: in.Name, Title: in.Title, Date: in.Date, Currency: in.Currency, PriceScale: int64(in.Scale),
		Seed: in.Seed, Session: sessionEntry(in.Session), Venues: in.Venues, Error: errorEntry(in.Error), Reaction: in.ReactionGross,
		Router: routerEntryOf(&in.Router),
		Market: marketEntry{Tick: in.Market.Tick, Permanent: in.Market.Permanent, Participation: in.Market.Participation,
			Discount: in.Market.Discount, DiscountExponent: in.Market.DiscountExponent},
		Tables: files,
	}
	for _, t := range in.Market.Terms {
		m.Market.Terms = append(m.Market.Terms, termEntry(t))
	}
	for _, o := range in.OutsideLoss {
		m.Outside = append(m.Outside, namedMoneyEntry(o))
	}
	for _, s := range in.Scenario {
		m.Scenario = append(m.Scenario, settingEntry(s))
	}
	for _, f := range in.Facts {
		m.Facts = append(m.Facts, factEntry(f))
	}
	for _, s := range in.Sources {
		m.Sources = append(m.Sources, sourceEntry(s))
	}
	return m
}

// routerEntryOf returns how a router is written.
func routerEntryOf(r *model.RouterSpec) routerEntry {
	e := routerEntry{Servers: r.Servers, Flags: r.Flags[1:], Initial: r.Builds[r.Initial].Name}
	for _, p := range r.Paths {
		e.Paths = append(e.Paths, pathEntry{p.Name, p.Counts, p.Retired, int64(p.ChildQty)})
	}
	for _, b := range r.Builds {
		entry := buildEntry{Name: b.Name, Ordinary: r.Paths[b.PathOf[0]].Name}
		for flag, path := range b.PathOf[1:] {
			entry.Flagged = append(entry.Flagged, flaggedEntry{r.Flags[flag+1], r.Paths[path].Name})
		}
		e.Builds = append(e.Builds, entry)
	}
	return e
}
