package datasets

import (
	"fmt"

	"lossreplay/model"
)

// Validate returns nil if a folder written from t would open, and otherwise a *Problems that lists every fault by table, row
// and field. It changes nothing. It takes time in proportion to the rows and memory in proportion to the open orders.
func Validate(t *Tables) error {
	ps := &Problems{}
	about := incidentCheck{place: func(p Problem) {
		p.File = manifestName
		ps.add(p)
	}}
	about.check(&t.About)
	if err := ps.err(); err != nil {
		return err // what the tables' words mean hangs on it
	}
	t.checkRows(ps)
	return ps.err()
}

// checkRows checks all tables of a day in memory.
func (t *Tables) checkRows(ps *Problems) {
	lex := newLexicon(&t.About, symbolsOf(t.SecurityRows))
	check := func(which table) *rowCheck { return newRowCheck(ps, which, tables[which].name, &t.About, lex) }
	if !t.evenColumns(ps) {
		return
	}
	for _, which := range []table{securities, operations, parents, children, executions, quotes, bars, liquidation} {
		countRows(ps, which, tables[which].name, int64(rowsOf(t, which)))
	}
	check(securities).securities(t.SecurityRows, map[string]bool{})
	check(operations).operations(t.OperationRows)
	parentCheck := check(parents)
	parentCheck.parents(&t.ParentRows, nil)
	check(bars).bars(t.BarRows, &model.Bar{})
	closing := check(liquidation)
	closing.closings(t.ClosingRows, map[model.SymbolID]bool{})
	check(quotes).quotes(&t.QuoteRows)

	childReader, _ := t.Children()
	executionReader, _ := t.Executions()
	flow := flowCheck{
		children: check(children), executions: check(executions), parents: &t.ParentRows, symbols: len(t.SecurityRows),
		nextChildren:   func(b *childRows) error { return childReader.Next(&b.ChildColumns) },
		nextExecutions: func(b *executionRows) error { return executionReader.Next(&b.ExecutionColumns) },
	}
	if err := flow.run(); err != nil {
		panic(fmt.Sprintf("datasets: reading memory failed: %v", err))
	}
	if parentCheck.reported+flow.children.reported+flow.executions.reported+closing.reported == 0 {
		closing.closes(t.ClosingRows, flow.pos)
	}
}

// countRows checks that a table's number of rows is possible.
func countRows(ps *Problems, which table, file string, rows int64) {
	least, most := int64(0), int64(1)<<32-1
	if which == securities {
		least, most = 1, symbolsMax
	}
	if rows < least || rows > most {
		ps.add(Problem{Fault: FaultRange, File: file, Rule: fmt.Sprintf("has %d rows; %d to %d are possible", rows, least, most)})
	}
}

// evenColumns reports whether the columns of each table are of one length.
func (t *Tables) evenColumns(ps *Problems) bool {
	even := true
	for which, lengths := range map[table][]int{
		parents: {len(t.ParentRows.Received), len(t.ParentRows.Symbol), len(t.ParentRows.Side), len(t.ParentRows.OrderQty), len(t.ParentRows.Flag)},
		children: {len(t.ChildRows.Sent), len(t.ChildRows.Parent), len(t.ChildRows.Server), len(t.ChildRows.Venue), len(t.ChildRows.OrderQty),
			len(t.ChildRows.LimitPx), len(t.ChildRows.Rogue)},
		executions: {len(t.ExecutionRows.At), len(t.ExecutionRows.Child), len(t.ExecutionRows.Type), len(t.ExecutionRows.LastQty),
			len(t.ExecutionRows.LastPx), len(t.ExecutionRows.Fee)},
		quotes: {len(t.QuoteRows.At), len(t.QuoteRows.Symbol), len(t.QuoteRows.Bid), len(t.QuoteRows.Ask)},
	} {
		for _, n := range lengths {
			if n != lengths[0] {
				ps.add(Problem{Fault: FaultRange, File: tables[which].name, Rule: fmt.Sprintf("has columns of different lengths: %v", lengths)})
				even = false
				break
			}
		}
	}
	return even
}
