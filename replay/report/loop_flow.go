package report

import (
	"encoding/csv"
	"io"
	"time"

	"lossreplay/model"
	"lossreplay/replay/loop"
)

// LoopFlow is the recorded flow beside that of the loop's baseline, in one minute, symbol or server.
type LoopFlow struct {
	// By is minute, symbol or server; Name which: a minute's start in UTC, a symbol, a server.
	By, Name            string
	Recorded, Generated loop.Volume
}

// What a row of the flow is of.
const (
	byMinute = "minute"
	bySymbol = "symbol"
	byServer = "server"
)

// loopFlow returns a row a minute of the session, then a row a symbol, then a row a server.
func (b *builder) loopFlow(m *loop.Model) []LoopFlow {
	rec, gen := &m.Recorded.Tally, &m.Baseline.Tally
	var rows []LoopFlow
	for i := range rec.ByMinute {
		start := b.about.Session.Open.Add(model.Duration(i) * time.Minute)
		rows = append(rows, LoopFlow{byMinute, start.String(), rec.ByMinute[i], gen.ByMinute[i]})
	}
	for i, s := range b.day.Securities() {
		rows = append(rows, LoopFlow{bySymbol, s.Symbol, rec.BySymbol[i], gen.BySymbol[i]})
	}
	for i, name := range b.about.Router.Servers {
		rows = append(rows, LoopFlow{byServer, name, rec.ByServer[i], gen.ByServer[i]})
	}
	return rows
}

// flowOf returns the rows of one kind.
func (c *ClosedLoop) flowOf(by string) (rows []LoopFlow) {
	for _, f := range c.Flow {
		if f.By == by {
			rows = append(rows, f)
		}
	}
	return rows
}

// Minute returns the start of the minute that a row is of, false for rows of symbols and servers.
func (f *LoopFlow) Minute() (model.Time, bool) {
	if f.By != byMinute {
		return 0, false
	}
	at, err := model.ParseTime(f.Name)
	if err != nil {
		panic("report: a minute of the closed loop is no time: " + f.Name)
	}
	return at, true
}

var flowHeader = []string{"by", "name", "recorded_children", "generated_children", "recorded_executions", "generated_executions",
	"recorded_shares", "generated_shares", "recorded_notional", "generated_notional"}

// writeFlow writes closed-loop.csv: the recorded flow beside the generated one by minute, by symbol and by server.
func (c *ClosedLoop) writeFlow(w io.Writer) error {
	out := csv.NewWriter(w)
	out.Write(flowHeader)
	for _, f := range c.Flow {
		r, g := &f.Recorded, &f.Generated
		out.Write([]string{f.By, f.Name, decimal(r.Children), decimal(g.Children), decimal(r.Executions), decimal(g.Executions),
			decimal(r.Shares), decimal(g.Shares), Decimal(r.Notional).String(), Decimal(g.Notional).String()})
	}
	out.Flush()
	return out.Error()
}
