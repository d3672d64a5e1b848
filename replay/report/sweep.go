package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/replay"
)

// Sweep is one control at several values of one parameter, each alone: what it prevents against what it costs as the limit
// moves. It is the document sweep.json.
type Sweep struct {
	Incident string `json:"incident"`
	Title    string `json:"title"`
	Date     string `json:"date"`
	Zone     string `json:"zone"`
	Currency string `json:"currency"`
	Seed     uint64 `json:"seed"`
	Version  string `json:"version"`
	// ID and Name are of the control, Parameter, Doc and Unit of what moves.
	ID        string `json:"id"`
	Name      string `json:"name"`
	Parameter string `json:"parameter"`
	Doc       string `json:"doc"`
	Unit      string `json:"unit"`
	// Settings are the parameters that do not move.
	Settings []Parameter  `json:"settings"`
	Loss     Decimal      `json:"loss"` // of the baseline
	Orders   int64        `json:"orders"`
	Normal   *Normal      `json:"normal"`
	Points   []SweepPoint `json:"points"`

	provenance provenance
}

// SweepPoint is the control at one value.
type SweepPoint struct {
	Value string `json:"value"`
	// Default marks the catalogue's value, whose Source and Tag say what stands behind it; both are empty elsewhere.
	Default    bool        `json:"default"`
	Source     string      `json:"source"`
	Tag        string      `json:"tag"`
	FirstTrip  *Timestamp  `json:"first_trip"`
	Standalone *Standalone `json:"standalone"`
	// OrdersPerMillion is what it blocked of each million legitimate orders of the incident itself.
	OrdersPerMillion int64       `json:"orders_per_million"`
	Normal           *NormalCost `json:"normal"`
}

// SweepInputs is what a sweep is made from: a run in which every control is the same one at another value of Param, and, of
// each ordinary day, what these cost.
type SweepInputs struct {
	Day     replay.Day
	Param   *control.Param
	Run     *replay.Result
	Normal  []replay.DayCost
	Version string
	Tables  []TableSum
}

// BuildSweep returns the sweep. It panics if the run has no controls.
func BuildSweep(in SweepInputs) *Sweep {
	about, first := in.Day.Incident(), in.Run.Controls[0]
	b := &builder{day: in.Day, about: about, main: in.Run, days: in.Normal, baseline: in.Run.Baseline()}
	s := &Sweep{
		Incident: about.Name, Title: about.Title, Date: about.Date, Zone: about.Session.Zone, Currency: about.Currency, Seed: about.Seed,
		Version: in.Version, ID: first.Spec.ID, Name: first.Spec.Name, Parameter: in.Param.Name, Doc: in.Param.Doc, Unit: in.Param.Unit.String(),
		Settings: []Parameter{}, Loss: Decimal(b.baseline.Total()), Orders: in.Run.Legit.Orders, Normal: normal(in.Normal),
		provenance: provenance{tables: in.Tables, scenario: about.Scenario},
	}
	for _, p := range describe(first).Parameters {
		if p.Name != in.Param.Name {
			s.Settings = append(s.Settings, p)
		}
	}
	for i, c := range in.Run.Controls {
		value := c.Values[in.Param.Name]
		figures, trip := b.figures(in.Run, i)
		p := SweepPoint{Value: in.Param.Text(value), Default: value == in.Param.Default, FirstTrip: trip, Standalone: figures,
			OrdersPerMillion: perMillion(figures.CollateralOrders, in.Run.Legit.Orders), Normal: costOf(in.Normal, i)}
		if p.Default {
			p.Source, p.Tag = in.Param.Source, string(in.Param.Tag)
		}
		s.Points = append(s.Points, p)
	}
	return s
}

// Write makes the folder dir with sweep.json, sweep.csv, the picture sweep in figures and last manifest.json, as [Results.Write] does.
func (s *Sweep) Write(dir string, opts WriteOptions) error {
	files := []File{{"sweep.json", func(w io.Writer) error { return writeJSON(w, s) }}, {"sweep.csv", s.writeCSV}}
	return writeFolder(dir, opts, append(files, s.picture().files(made{s.Version, s.Incident, s.Title, s.Date})...), s.manifest)
}

func (s *Sweep) manifest(outputs []FileSum) any {
	m := Manifest{Program: "lossreplay", Version: s.Version, Incident: s.Incident, Seed: s.Seed, Scenario: settings(s.provenance.scenario),
		Controls: []Configured{}, Variants: []Configured{}, Inputs: notNil(s.provenance.tables), Outputs: outputs}
	for _, p := range s.Points {
		values := map[string]string{s.Parameter: p.Value}
		for _, q := range s.Settings {
			values[q.Name] = q.Value
		}
		m.Controls = append(m.Controls, Configured{s.Parameter + " " + p.Value, s.ID, true, values})
	}
	return m
}

// sweepHeader names the columns of sweep.csv; docs/json.md says what each means.
var sweepHeader = []string{
	"id", "parameter", "value", "default", "tag", "first_trip", "loss", "prevented", "prevented_percent", "prevented_no_impact",
	"prevented_no_impact_percent", "trips", "halted", "executions", "shares", "collateral_orders", "collateral_shares", "collateral_notional",
	"collateral_minutes", "orders_per_million", "normal_days", "normal_trips", "normal_orders", "normal_shares", "normal_notional",
	"normal_minutes", "normal_orders_per_million", "normal_worst_day", "normal_worst_orders_per_million",
}

// writeCSV writes one row for each value.
func (s *Sweep) writeCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	out.Write(sweepHeader)
	for i := range s.Points {
		p := &s.Points[i]
		a := p.Standalone
		out.Write(append([]string{s.ID, s.Parameter, p.Value, fmt.Sprint(p.Default), p.Tag, optionalTime(p.FirstTrip), a.Loss.String(),
			a.Prevented.String(), optional(a.PreventedPercent), a.PreventedNoImpact.String(), optional(a.PreventedNoImpactPercent),
			decimal(int64(a.Trips)), optionalTime(a.Halted), decimal(a.Executions), decimal(a.Shares), decimal(a.CollateralOrders),
			decimal(a.CollateralShares), a.CollateralNotional.String(), decimal(int64(a.CollateralMinutes)), decimal(p.OrdersPerMillion)},
			normalCells(p.Normal)...))
	}
	out.Flush()
	return out.Error()
}

// Table prints one line for each value.
func (s *Sweep) Table(w io.Writer) error {
	clock, err := newClock(s.Zone, s.Date)
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	u := unitFor(s.Loss, s.Currency)
	g := &grid{
		columns: []column{{s.Parameter, 0, true}, {"", 1, false}, {u.name(), 2, true}, {"%", 1, true}, {u.name(), 2, true}, {"%", 1, true},
			{clock.name(in(s)), 2, true}, {"orders", 2, true}, {"of 1M", 2, true}, {"minutes", 2, true}, {"day /M", 2, true}, {"days", 2, true}},
		groups: []group{{0, 2, 5, "prevented alone"}, {1, 2, 3, "adjusted"}, {1, 4, 5, "held"}, {1, 6, 6, "first trip"}, {0, 7, 9, "legitimate, that day"},
			{1, 7, 9, "blocked"}, {0, 10, 11, "ordinary days"}, {1, 10, 11, "blocked"}},
	}
	for i := range s.Points {
		p := &s.Points[i]
		trip, mark, days := "never", "", "-"
		if p.FirstTrip != nil {
			trip = clock.second(model.Time(*p.FirstTrip))
		}
		if p.Default {
			mark = "default, " + p.Tag
		}
		if p.Normal != nil {
			days = fmt.Sprintf("%d of %d", p.Normal.Days, len(p.Normal.ByDay))
		}
		a := p.Standalone
		g.rows = append(g.rows, []string{p.Value, mark, u.show(a.Prevented), percentText(a.PreventedPercent, a.Prevented),
			u.show(a.PreventedNoImpact), percentText(a.PreventedNoImpactPercent, a.PreventedNoImpact), trip, grouped(a.CollateralOrders),
			grouped(p.OrdersPerMillion), grouped(int64(a.CollateralMinutes)), normalText(p.Normal), days})
	}
	lines := wrapped("", fmt.Sprintf("%s %s on %s: %s (%s)", s.ID, s.Name, s.Title, s.Parameter, s.Doc), tableWidth)
	lines = append(append(lines, ""), g.lines()...)
	if words := settingWords(s.Settings, s.Currency); len(words) > 0 {
		lines = append(lines, wrapped("  ", "What does not move: "+strings.Join(words, ", ")+".", tableWidth)...)
	}
	_, err = io.WriteString(w, strings.Join(lines, "\n")+"\n")
	return err
}

// in returns a moment of the sweep's day, for the name of its clock.
func in(s *Sweep) model.Time {
	for _, p := range s.Points {
		if p.FirstTrip != nil {
			return model.Time(*p.FirstTrip)
		}
	}
	return 0
}
