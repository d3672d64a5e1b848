package main

import (
	"fmt"
	"sync/atomic"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"lossreplay/datasets"
	"lossreplay/replay"
)

// progress tells standard error how far the work is: a line a phase and, on a terminal, a bar for the replay. A quiet one
// says nothing.
type progress struct {
	a     *app
	quiet bool
	bars  *mpb.Progress
	bar   *mpb.Bar
	last  atomic.Pointer[replay.Progress]
	// rejected draws so far
	rejected atomic.Int64
}

// phase begins a piece of work.
func (p *progress) phase(format string, args ...any) {
	if !p.quiet {
		p.a.note(format, args...)
	}
}

// warn says what the reader of the answer should know beforehand.
func (p *progress) warn(format string, args ...any) {
	p.phase(p.a.paint("33", "warning:")+" "+format, args...)
}

// start begins the bar of a replay that will take about total events. It returns what to tell it, nil where there is no bar.
func (p *progress) start(total int64) func(replay.Progress) {
	if p.quiet || !p.a.terminal {
		return nil
	}
	p.bars = mpb.New(mpb.WithOutput(p.a.err), mpb.WithWidth(40), mpb.WithRefreshRate(100*time.Millisecond))
	p.bar = p.bars.New(total, mpb.BarStyle(),
		mpb.PrependDecorators(decor.Percentage(decor.WCSyncSpace)),
		mpb.AppendDecorators(
			decor.CountersNoUnit("%d of %d events"),
			decor.Any(func(decor.Statistics) string { return p.worlds() }),
			decor.AverageETA(decor.ET_STYLE_GO)),
	)
	p.last.Store(&replay.Progress{})
	return func(now replay.Progress) {
		p.last.Store(&now)
		p.bar.SetCurrent(min(now.Events, total-1))
	}
}

// reading begins the bar of an import and returns what to tell it, nil where there is no bar. The length comes with the first
// call.
func (p *progress) reading() func(done, total int64) {
	if p.quiet || !p.a.terminal {
		return nil
	}
	p.bars = mpb.New(mpb.WithOutput(p.a.err), mpb.WithWidth(40), mpb.WithRefreshRate(100*time.Millisecond))
	p.bar = p.bars.New(0, mpb.BarStyle(),
		mpb.PrependDecorators(decor.Percentage(decor.WCSyncSpace)),
		mpb.AppendDecorators(
			decor.Counters(decor.SizeB1024(0), "% .1f of % .1f"),
			decor.AverageSpeed(decor.SizeB1024(0), "; % .1f"),
			decor.Name("; left "), decor.AverageETA(decor.ET_STYLE_GO)),
	)
	return func(done, total int64) {
		p.bar.SetTotal(total, false)
		p.bar.SetCurrent(min(done, total-1))
	}
}

// draws begins the bar of so many draws and returns what counts one; without a terminal it says a line every now and then.
func (p *progress) draws(total int) func(rejected bool) {
	began, done, rejected := time.Now(), 0, 0
	if !p.quiet && p.a.terminal && total > 0 {
		p.bars = mpb.New(mpb.WithOutput(p.a.err), mpb.WithWidth(40), mpb.WithRefreshRate(100*time.Millisecond))
		p.bar = p.bars.New(int64(total), mpb.BarStyle(),
			mpb.PrependDecorators(decor.Percentage(decor.WCSyncSpace)),
			mpb.AppendDecorators(decor.CountersNoUnit("%d of %d draws"),
				decor.Any(func(decor.Statistics) string { return fmt.Sprintf("; rejected %d; left ", p.rejected.Load()) }),
				decor.AverageETA(decor.ET_STYLE_GO)))
	}
	return func(no bool) {
		done++
		if no {
			rejected++
		}
		p.rejected.Store(int64(rejected))
		switch {
		case p.bar != nil:
			p.bar.SetCurrent(int64(min(done, total-1)))
		case done&(done-1) == 0 && done >= 8 && done < total || done%64 == 0 && done < total:
			left := time.Since(began) / time.Duration(done) * time.Duration(total-done)
			p.phase("%d of %d draws, %d rejected; left %v", done, total, rejected, left.Round(time.Second))
		}
	}
}

// worlds says how many worlds are alive and how many are settled.
func (p *progress) worlds() string {
	now := p.last.Load()
	return fmt.Sprintf("; worlds alive %d, settled %d; left ", now.Alive, now.Leaves)
}

// eventsOf returns about how many events a replay of the day takes: its orders and reports. Ticks are few beside them.
func eventsOf(day *datasets.Day) int64 {
	total := int64(0)
	for _, t := range datasets.Describe(day).Tables {
		if t.Name == "children" || t.Name == "executions" {
			total += t.Rows
		}
	}
	return max(total, 1)
}

// stop ends the bar, if there is one, and leaves the line to what follows.
func (p *progress) stop() {
	if p.bars == nil {
		return
	}
	p.bar.Abort(true)
	p.bars.Wait()
	p.bars, p.bar = nil, nil
}
