package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"lossreplay/model"
	"lossreplay/model/ledger"
	"lossreplay/replay"
)

// WhereRow is the part of the baseline's loss that arose in one symbol, on one server or in one minute. The rows of each kind
// add up to the loss to the last unit.
type WhereRow struct {
	// By is symbol, server or minute; Name which: a symbol, a server, a minute's start in UTC. An empty name, after all others of
	// its kind, stands for what a recorded closing lost in symbols that the error account had never traded.
	By, Name string
	Loss     Decimal
	// Lines is the loss of a symbol line by line, nil for servers and minutes.
	Lines *Decomposition
	// Executions of which something went to the error account, and those Shares.
	Executions, Shares int64
	// Position is what the account held of a symbol when the flow ended, signed; 0 for servers and minutes, which hold many.
	Position int64
}

// Place returns the row's name, and in words what an empty one stands for.
func (w *WhereRow) Place() string {
	if w.Name == "" {
		return "closed, never traded"
	}
	return w.Name
}

// whereRows returns a row for each symbol in which the error account traded, in the order of the incident's securities, then
// for each server, then for each minute in which it traded.
func (b *builder) whereRows() ([]WhereRow, error) {
	origins, err := replay.Origins(b.day)
	if err != nil {
		return nil, err
	}
	p := places{servers: make([]WhereRow, len(b.about.Router.Servers)), minutes: map[int]*WhereRow{}}
	rows := []WhereRow{}
	for s := range origins {
		o, outcome := &origins[s], &b.baseline.BySymbol[s]
		if o.Whole.Executions == 0 && !inError(outcome) {
			continue
		}
		name, lines := b.day.Securities()[s].Symbol, decomposition(&outcome.Loss)
		rows = append(rows, WhereRow{By: bySymbol, Name: name, Loss: Decimal(outcome.Loss.Total()), Lines: &lines,
			Executions: o.Whole.Executions, Shares: o.Whole.Shares, Position: int64(outcome.Pos)})
		if err := p.charge(o, outcome, b.about.Scale.Unit()); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	for i, name := range b.about.Router.Servers {
		p.servers[i].By, p.servers[i].Name = byServer, name
	}
	rows = p.closed(append(rows, p.servers...), byServer)
	for _, m := range slices.Sorted(maps.Keys(p.minutes)) {
		row := p.minutes[m]
		row.By, row.Name = byMinute, b.about.Session.Open.Add(model.Duration(m)*time.Minute).String()
		rows = append(rows, *row)
	}
	return p.closed(rows, byMinute), nil
}

// places is the loss by server and by minute, on its way.
type places struct {
	servers []WhereRow
	minutes map[int]*WhereRow // from the open
	nowhere Decimal           // lost in symbols that were never traded
}

// closed appends the row without a name, if there is anything to say in it.
func (p *places) closed(rows []WhereRow, by string) []WhereRow {
	if p.nowhere == 0 {
		return rows
	}
	return append(rows, WhereRow{By: by, Loss: p.nowhere})
}

// charge adds a symbol's loss to the rows of servers and minutes.
func (p *places) charge(o *replay.Origin, outcome *replay.SymbolOutcome, unit model.Money) error {
	loss := outcome.Loss.Total()
	if o.Whole.Executions == 0 {
		p.nowhere += Decimal(loss)
		return nil
	}
	charges, err := replay.Charge(o.Whole, o.Servers, loss, outcome.Mid, unit)
	if err != nil {
		return err
	}
	for i := range o.Servers {
		p.servers[i].add(&o.Servers[i], charges[i])
	}
	parts := make([]replay.Part, len(o.Minutes))
	for i := range o.Minutes {
		parts[i] = o.Minutes[i].Part
	}
	if charges, err = replay.Charge(o.Whole, parts, loss, outcome.Mid, unit); err != nil {
		return err
	}
	for i, m := range o.Minutes {
		row := p.minutes[m.Minute]
		if row == nil {
			row = &WhereRow{}
			p.minutes[m.Minute] = row
		}
		row.add(&parts[i], charges[i])
	}
	return nil
}

func (w *WhereRow) add(part *replay.Part, loss model.Money) {
	w.Loss += Decimal(loss)
	w.Executions += part.Executions
	w.Shares += part.Shares
}

// writeWhere writes where.csv.
func (r *Results) writeWhere(w io.Writer) error {
	out := csv.NewWriter(w)
	out.Write(whereHeader)
	for i := range r.Where {
		row := &r.Where[i]
		lines := make([]string, 7)
		position := ""
		if l := row.Lines; l != nil {
			position = decimal(row.Position)
			for k, line := range l.list() {
				lines[k] = line.String()
			}
		}
		cells := append([]string{row.By, row.Name, row.Loss.String()}, lines...)
		out.Write(append(cells, decimal(row.Executions), decimal(row.Shares), position))
	}
	out.Flush()
	return out.Error()
}

var whereHeader = []string{"by", "name", "loss", "spread", "impact", "drift", "recapture", "exit_market", "exit_block", "fees", "executions", "shares",
	"position"}

func decomposition(l *ledger.Loss) Decomposition {
	return Decomposition{Spread: Decimal(l.Spread), Impact: Decimal(l.Impact), Drift: Decimal(l.Drift), Recapture: Decimal(l.Recapture),
		ExitMarket: Decimal(l.ExitMarket), ExitBlock: Decimal(l.ExitBlock), Fees: Decimal(l.Fees)}
}

// list returns the lines in the order of their names in whereHeader.
func (d *Decomposition) list() []Decimal {
	return []Decimal{d.Spread, d.Impact, d.Drift, d.Recapture, d.ExitMarket, d.ExitBlock, d.Fees}
}
