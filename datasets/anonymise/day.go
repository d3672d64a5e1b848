package anonymise

import (
	"fmt"
	"slices"
	"time"

	"lossreplay/datasets"
	"lossreplay/model"
)

// Day is a day under other names and at another date. It reads the original each time it is read; memory is that of the small
// tables and of a batch. It is a datasets.Recorded like the original.
type Day struct {
	of         datasets.Recorded
	by         time.Duration
	about      model.Incident
	securities []model.Security
	operations []model.Operation
	bars       []model.Bar
	parents    model.ParentColumns
	names      []Name
	out        LeftOut
}

// LeftOut counts what an anonymised day no longer says.
type LeftOut struct {
	OperationTexts int `json:"operation_texts"`
	Facts          int `json:"facts"`
	Sources        int `json:"sources"`
	Settings       int `json:"settings"` // their keys, values and reasons; how many of each tag there are stays
	LossNames      int `json:"outside_loss_names"`
}

// New returns the day as the key disguises it. The error is that of a date for which no other week will do.
func New(of datasets.Recorded, key Key) (*Day, error) {
	by, err := key.shift(of.Incident())
	if err != nil {
		return nil, err
	}
	d := &Day{of: of, by: by}
	d.describe(key)
	d.rename(key)
	for _, op := range of.Operations() {
		op.At = op.At.Add(by)
		if op.Text != "" {
			d.out.OperationTexts++
			op.Text = ""
		}
		d.operations = append(d.operations, op)
	}
	for _, b := range of.Bars() {
		b.Start = b.Start.Add(by)
		d.bars = append(d.bars, b)
	}
	d.parents = *of.Parents()
	d.parents.Received = moved(nil, d.parents.Received, by)
	return d, nil
}

// describe makes the day's description, but for the names of the fleet.
func (d *Day) describe(key Key) {
	in := d.of.Incident()
	d.about = *in
	a := &d.about
	a.Title = "An anonymised day"
	a.Name = d.renamed(key, daysKind, []string{in.Name})[0]
	a.Session.Open, a.Session.Close = in.Session.Open.Add(d.by), in.Session.Close.Add(d.by)
	zone, _ := time.LoadLocation(in.Session.Zone) // known: the shift hangs on it
	a.Date = a.Session.Open.UTC().In(zone).Format(time.DateOnly)
	d.names = append(d.names, Name{"date", in.Date, a.Date})
	a.Error.Name = d.renamed(key, accountsKind, []string{in.Error.Name})[0]
	a.OutsideLoss = nil
	for i, o := range in.OutsideLoss {
		a.OutsideLoss = append(a.OutsideLoss, model.NamedMoney{Name: fmt.Sprintf("cost %d", i+1), Amount: o.Amount, Tag: o.Tag})
	}
	a.Scenario = nil
	for i, s := range in.Scenario {
		a.Scenario = append(a.Scenario, model.Setting{Key: fmt.Sprintf("setting-%d", i+1), Value: "left out", Tag: s.Tag})
	}
	a.Facts, a.Sources = nil, nil
	d.out.LossNames, d.out.Settings, d.out.Facts, d.out.Sources = len(in.OutsideLoss), len(in.Scenario), len(in.Facts), len(in.Sources)
}

// rename gives the securities, the venues and the fleet other names.
func (d *Day) rename(key Key) {
	d.securities = slices.Clone(d.of.Securities())
	symbols, listings := make([]string, len(d.securities)), make([]string, len(d.securities))
	for i := range d.securities {
		symbols[i], listings[i] = d.securities[i].Symbol, d.securities[i].Listing
	}
	symbols, listings = d.renamed(key, symbolsKind, symbols), d.renamed(key, listingsKind, listings)
	for i := range d.securities {
		d.securities[i].Symbol, d.securities[i].Listing = symbols[i], listings[i]
	}
	a := &d.about
	a.Venues = d.renamed(key, venuesKind, a.Venues)
	r := &a.Router
	r.Servers, r.Flags = d.renamed(key, serversKind, r.Servers), d.renamed(key, flagsKind, r.Flags)
	r.Paths, r.Builds = slices.Clone(r.Paths), slices.Clone(r.Builds)
	paths, builds := make([]string, len(r.Paths)), make([]string, len(r.Builds))
	for i := range r.Paths {
		paths[i] = r.Paths[i].Name
	}
	for i := range r.Builds {
		builds[i] = r.Builds[i].Name
	}
	for i, name := range d.renamed(key, pathsKind, paths) {
		r.Paths[i].Name = name
	}
	for i, name := range d.renamed(key, buildsKind, builds) {
		r.Builds[i].Name = name
	}
}

// renamed returns the new names of a list and notes each once.
func (d *Day) renamed(key Key, of kind, old []string) []string {
	new := key.name(of, old)
	seen := map[string]bool{"": true}
	for i, text := range old {
		if !seen[text] {
			d.names = append(d.names, Name{of.word, text, new[i]})
		}
		seen[text] = true
	}
	return new
}

// Names returns every name with what stands for it, and the date. They are what the key keeps secret.
func (d *Day) Names() []Name { return d.names }

// LeftOut returns what the day no longer says.
func (d *Day) LeftOut() LeftOut { return d.out }

// Incident returns the day's description.
func (d *Day) Incident() *model.Incident { return &d.about }

// Securities returns the traded names; SymbolID indexes them.
func (d *Day) Securities() []model.Security { return d.securities }

// Operations returns the operations in time order.
func (d *Day) Operations() []model.Operation { return d.operations }

// Closings returns how each residual position was closed.
func (d *Day) Closings() []model.Closing { return d.of.Closings() }

// Bars returns the market's minute bars in order of time, then symbol.
func (d *Day) Bars() []model.Bar { return d.bars }

// Parents returns the parent orders.
func (d *Day) Parents() *model.ParentColumns { return &d.parents }

// Children returns a reader over the child orders. Close it when done.
func (d *Day) Children() (datasets.Reader[model.ChildColumns], error) {
	return shifted(d.of.Children, d.by, func(c *model.ChildColumns) *[]model.Time { return &c.Sent })
}

// Executions returns a reader over the venue reports. Close it when done.
func (d *Day) Executions() (datasets.Reader[model.ExecutionColumns], error) {
	return shifted(d.of.Executions, d.by, func(e *model.ExecutionColumns) *[]model.Time { return &e.At })
}

// Quotes returns a reader over the quotes. Close it when done.
func (d *Day) Quotes() (datasets.Reader[model.QuoteColumns], error) {
	return shifted(d.of.Quotes, d.by, func(q *model.QuoteColumns) *[]model.Time { return &q.At })
}

// shiftedReader reads a table whose times are moved. It has its own memory for them: the batch's may be the original's.
type shiftedReader[C any] struct {
	datasets.Reader[C]
	by     time.Duration
	times  func(*C) *[]model.Time
	memory []model.Time
}

func shifted[C any](open func() (datasets.Reader[C], error), by time.Duration, times func(*C) *[]model.Time) (datasets.Reader[C], error) {
	r, err := open()
	if err != nil {
		return nil, err
	}
	return &shiftedReader[C]{Reader: r, by: by, times: times}, nil
}

// Next fills batch with the next rows.
func (r *shiftedReader[C]) Next(batch *C) error {
	if err := r.Reader.Next(batch); err != nil {
		return err
	}
	at := r.times(batch)
	r.memory = moved(r.memory, *at, r.by)
	*at = r.memory
	return nil
}

// moved returns times moved by a length, in memory as far as that reaches.
func moved(memory, times []model.Time, by time.Duration) []model.Time {
	memory = memory[:0]
	for _, at := range times {
		memory = append(memory, at.Add(by))
	}
	return memory
}
