package main

import (
	"context"
	"encoding/json"
	"errors"
	"runtime"
	"runtime/debug"
	"slices"

	"lossreplay/datasets"
	"lossreplay/datasets/knight"
	"lossreplay/model/control"
	"lossreplay/model/doubt"
	"lossreplay/replay"
	"lossreplay/replay/journal"
	"lossreplay/replay/report"
	"lossreplay/replay/uncertainty"
)

// drawing is the draws of a run.
type drawing struct {
	plan     *uncertainty.Plan
	text     string
	design   *uncertainty.Design
	day      *datasets.Day // replayed as it is, unless it is a reconstruction
	params   *knight.Params
	seed     uint64
	controls []control.Instance
	owner    []place // by unknown of the plan
}

// place says whose an unknown is: a control's, by its position, the day's or that of nothing in this run; and which parameter.
type place struct {
	control int
	param   string
}

// newDrawing returns the draws of a day with these controls. params are nil for a recorded day.
func newDrawing(plan *uncertainty.Plan, text string, n int, day *datasets.Day, params *knight.Params, controls []control.Instance) *drawing {
	d := &drawing{plan: plan, text: text, design: uncertainty.NewDesign(plan, n), day: day, params: params, seed: day.Incident().Seed, controls: controls}
	for i := range plan.Unknowns {
		at := place{control: uncertainty.OfNothing}
		if params != nil && slices.ContainsFunc(knight.Unknowns(), func(u doubt.Unknown) bool { return u.Name == plan.Unknowns[i].Name }) {
			at.control = uncertainty.OfDay
		}
		for c := range controls {
			for _, p := range controls[c].Spec.Params {
				if controls[c].Name+"."+p.Name == plan.Unknowns[i].Name {
					at = place{c, p.Name}
				}
			}
		}
		d.owner = append(d.owner, at)
	}
	return d
}

// owners says of each unknown whose it is.
func (d *drawing) owners() []int {
	owners := make([]int, len(d.owner))
	for i := range owners {
		owners[i] = d.owner[i].control
	}
	return owners
}

// one makes and replays the day of one point.
func (d *drawing) one(ctx context.Context, point int) (uncertainty.Draw, error) {
	draw := uncertainty.Draw{Point: point}
	day, controls, err := d.at(point)
	var impossible *knight.Impossible
	if errors.As(err, &impossible) {
		draw.Broken, draw.Contradiction = impossible.Facts, impossible.Rule
		return draw, nil
	}
	if err != nil {
		return draw, err
	}
	for _, f := range day.Incident().Facts {
		switch {
		case f.Met():
			draw.FactsMet++
		case f.Soft:
			draw.Soft = append(draw.Soft, f.ID)
		default:
			draw.Broken = append(draw.Broken, f.ID)
		}
	}
	if draw.Rejected() {
		return uncertainty.Draw{Point: point, Broken: draw.Broken}, nil
	}
	if err := ctx.Err(); err != nil {
		return draw, err
	}
	run, err := replay.Run(ctx, day, replay.Config{Controls: controls, ImpactOnly: true, NoCourse: true})
	if errors.Is(err, replay.ErrTooManyWorlds) {
		return draw, badInput("draws need every combination: take fewer controls, as --preset core does", "draw %d: %w", point, err)
	}
	if err != nil {
		return draw, err
	}
	draw.Replayed(run)
	return draw, nil
}

// at returns the day and the controls of a point.
func (d *drawing) at(point int) (replay.Day, []control.Instance, error) {
	controls, seed := slices.Clone(d.controls), d.seed
	var params knight.Params
	if d.params != nil {
		params = *d.params
	}
	for i, v := range d.design.Values(point) {
		u, at := &d.plan.Unknowns[i], d.owner[i]
		switch {
		case at.control >= 0:
			controls[at.control] = controls[at.control].Draw(at.param, v)
		case at.control == uncertainty.OfNothing:
		case u.Name == knight.SeedUnknown:
			seed = uint64(v)
		default:
			if err := params.Set(u.Name, u.Text(v)); err != nil {
				return nil, nil, err
			}
		}
	}
	if d.params == nil {
		return d.day, controls, nil
	}
	tables, err := knight.Generate(params, seed)
	return tables, controls, err
}

// seedOf returns the seed of a point's day.
func (d *drawing) seedOf(values []float64) uint64 {
	for i, v := range values {
		if d.plan.Unknowns[i].Name == knight.SeedUnknown && d.owner[i].control == uncertainty.OfDay {
			return uint64(v)
		}
	}
	return d.seed
}

// gcPercent is the garbage that draws let lie, in percent of what lives.
const gcPercent = 25

// run makes the draws that the journal does not have yet, and returns what all of them say.
func (d *drawing) run(ctx context.Context, f *drawFlags, out string, p *progress) (*report.DrawInputs, *journal.Journal, error) {
	var draws []uncertainty.Draw
	done := map[int]bool{}
	j, err := openJournal(out, f.resume, d.inputs(), func(record json.RawMessage) error {
		var draw uncertainty.Draw
		if err := json.Unmarshal(record, &draw); err != nil {
			return err
		}
		if !done[draw.Point] {
			draws, done[draw.Point] = append(draws, draw), true
		}
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	left := f.n
	for point := range done {
		if point < f.n {
			left--
		}
	}
	p.phase("%d draws, %d of them from %s", f.n, f.n-left, journalName(out))
	count := p.draws(left)
	// Days are a few large arrays without pointers: collecting them often costs little and saves half a gigabyte.
	defer debug.SetGCPercent(debug.SetGCPercent(gcPercent))
	err = uncertainty.Each(ctx, f.n, runtime.GOMAXPROCS(0), func(point int) bool { return done[point] }, d.one, func(draw uncertainty.Draw) error {
		draws = append(draws, draw)
		count(draw.Rejected())
		return j.Append(draw)
	})
	p.stop()
	if err != nil {
		err = errors.Join(err, j.Close())
		if errors.Is(err, context.Canceled) {
			p.phase("the draws that are done stay in %s; --resume goes on with them", journalName(out))
		}
		return nil, nil, err
	}
	in, err := d.summary(draws)
	if err != nil {
		return nil, nil, errors.Join(err, j.Close())
	}
	return in, j, nil
}

// summary returns what the draws say.
func (d *drawing) summary(draws []uncertainty.Draw) (*report.DrawInputs, error) {
	labels := make([]string, len(d.controls))
	for i, c := range d.controls {
		labels[i] = c.Name
	}
	s, err := uncertainty.Summarize(d.design, draws, labels, d.owners())
	if err != nil {
		return nil, badInput("widen or move what contradicts the facts: lossreplay uncertainty --init", "%w", err)
	}
	in := &report.DrawInputs{Plan: d.plan, Summary: s, Owner: d.owners(), File: d.text}
	for _, values := range s.Values {
		in.Seeds = append(in.Seeds, d.seedOf(values))
	}
	return in, nil
}
