package tabular

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"testing"

	"lossreplay/datasets/intake"
	"lossreplay/model"
)

const fillMapping = `
kind: executions
columns: {time: time, order_id: id, symbol: sym, side: side, last_qty: qty, last_px: px, fee: fee}
`

// line returns what a record says, for tables of expectations.
func line(r intake.Record) string {
	return fmt.Sprintf("%d:%d %s %s %s %d@%d fee %d", r.Where.Line, r.Kind, r.At, r.Order, r.Symbol, r.LastQty, r.LastPx, r.Fee)
}

func TestEveryKindOfLineEndCutsRows(t *testing.T) {
	rows := []string{"time,id,sym,side,qty,px,fee", "2012-08-01 09:30:00,A,X,B,100,10.5,0.01", `"2012-08-01 09:30:01",B,"Y, Inc ""Y""",S,200,11,`}
	for name, end := range map[string]string{"lf": "\n", "crlf": "\r\n", "cr": "\r"} {
		for _, bom := range []string{"", "\uFEFF"} {
			k := read(t, fillMapping, bom+strings.Join(rows, end)+end)
			if len(k.records) != 2 || len(k.refusals) != 0 || len(k.warnings) != 0 {
				t.Fatalf("%s: %v %v %v", name, k.records, k.refusals, k.warnings)
			}
			want := "2:11 2012-08-01T13:30:00Z A X 100@105000 fee 10000"
			if got := line(k.records[0]); got != want {
				t.Errorf("%s: got %s, want %s", name, got, want)
			}
			if got := string(k.records[1].Symbol); got != `Y, Inc "Y"` {
				t.Errorf("%s: symbol %q", name, got)
			}
		}
	}
}

func TestRowsThatAreNoRowsAreRefusedWithTheirLine(t *testing.T) {
	good := "2012-08-01T09:30:00-04:00,A,X,B,100,10.5,0\n"
	long := strings.Repeat("x", rowMax+1)
	for _, c := range []struct {
		name, rows, reason string
		line               int64
		kept               int
	}{
		{"nul", good + "2012-08-01 09:30:00,A,\x00,B,100,10.5,0\n" + good, rowHasNUL, 3, 2},
		{"nul in quotes", good + "\"a\n\x00\",A,X,B,100,10.5,0\n" + good, rowHasNUL, 3, 2},
		{"ragged", good + "2012-08-01 09:30:00,A\n" + good, "row has fewer columns than the header", 3, 2},
		{"too many", good + "2012-08-01 09:30:00,A,X,B,100,10.5,0,9\n" + good, "row has more columns than the header", 3, 2},
		{"footer", good + "* Prices are in dollars\n", "row has fewer columns than the header", 3, 1},
		{"cut in a row", good + good + "2012-08-01 09:3", "row has fewer columns than the header", 4, 2},
		{"stray quote", good + "2012-08-01 09:30:00,A,X\"Y,B,100,10.5,0\n" + good, quoteInPlain, 3, 2},
		{"text behind quote", good + "\"2012\" x,A,X,B,100,10.5,0\n" + good, textAfter, 3, 2},
		{"open quote", good + "\"2012-08-01,A,X,B,100,10.5,0\n" + good + good, openQuote, 3, 3},
		{"too long", good + long + "\n" + good, rowTooLong, 3, 2},
		{"too long in quotes", good + `"` + strings.Repeat("x\n", rowMax/2+5) + `",b` + "\n", rowTooLong, 3, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := read(t, fillMapping, "time,id,sym,side,qty,px,fee\n"+c.rows)
			if len(k.records) != c.kept || len(k.refusals) == 0 {
				t.Fatalf("kept %d, want %d; refused %.3v", len(k.records), c.kept, k.refusals)
			}
			if r := k.refusals[0]; r.Reason != c.reason || r.Where.Line != c.line {
				t.Errorf("refused line %d: %s; want line %d: %s", r.Where.Line, r.Reason, c.line, c.reason)
			}
		})
	}
}

func TestLinesAndOffsetsAreThoseOfTheFile(t *testing.T) {
	text := "\n# a note\ntime,id,sym,side,qty,px,fee\n\n\"2012-08-01\n\",A,X,B,1,1,0\r\n2012-08-01,B,X,B,1,1,0\n,,,,,,\n2012-08-01,C,X,B,1,1,0,,\n"
	k := read(t, fillMapping+"comment: '#'\n", text)
	if len(k.records) != 3 || len(k.refusals) != 0 {
		t.Fatalf("kept %d, refused %v", len(k.records), k.refusals)
	}
	for i, want := range []int64{5, 7, 9} {
		w := k.records[i].Where
		if w.Line != want || !strings.HasPrefix(text[w.Offset:], []string{`"2012`, "2012-08-01,B", "2012-08-01,C"}[i]) {
			t.Errorf("record %d is at line %d offset %d, want line %d", i, w.Line, w.Offset, want)
		}
	}
	if k.skips["empty line"] != 3 || k.skips["comment"] != 1 || k.skips["header"] != 1 {
		t.Errorf("skips %v", k.skips)
	}
}

func TestUTF16IsRefusedWithItsMend(t *testing.T) {
	for _, mark := range []string{"\xff\xfe", "\xfe\xff"} {
		k := read(t, fillMapping, mark+"t\x00i\x00m\x00e\x00\n\x00")
		if len(k.records) != 0 || len(k.refusals) != 1 || k.refusals[0].Reason != isUTF16 || k.refusals[0].Where.Line != 1 {
			t.Errorf("got %v", k.refusals)
		}
	}
}

func TestCellsThatDoNotParseAreRefused(t *testing.T) {
	for _, c := range []struct{ row, field, reason string }{
		{"2012-13-01,A,X,B,1,1,0", "time (time)", badTime},
		{",A,X,B,1,1,0", "time (time)", isEmpty},
		{"3012-01-01,A,X,B,1,1,0", "time (time)", farTime},
		{"2012-03-11 02:30:00,A,X,B,1,1,0", "time (time)", neverShown},
		{"2012-08-01,,X,B,1,1,0", "id (order_id)", isEmpty},
		{"2012-08-01,A,X,Q,1,1,0", "side (side)", noSide},
		{"2012-08-01,A,\xff,B,1,1,0", "sym (symbol)", notUTF8},
		{"2012-08-01,A,X,B,1.5,1,0", "qty (last_qty)", noWholeShare},
		{"2012-08-01,A,X,B,0,1,0", "qty (last_qty)", notAboveZero},
		{"2012-08-01,A,X,B,-5,1,0", "qty (last_qty)", notAboveZero},
		{"2012-08-01,A,X,B,12x,1,0", "qty (last_qty)", noNumberText},
		{"2012-08-01,A,X,B,1,1.00001,0", "px (last_px)", finerPrice},
		{"2012-08-01,A,X,B,1,0,0", "px (last_px)", notAboveZero},
		{"2012-08-01,A,X,B,1," + strings.Repeat("9", 1<<19) + ",0", "px (last_px)", outOfRange},
		{"2012-08-01,A,X,B,1,1e999,0", "px (last_px)", outOfRange},
		{"2012-08-01,A,X,B,1,NaN,0", "px (last_px)", noNumberText},
		{"2012-08-01,A,X,B,1,1,0.0000001", "fee (fee)", finerMoney},
		{"2012-08-01," + strings.Repeat("A", idMax+1) + ",X,B,1,1,0", "id (order_id)", tooLong},
	} {
		k := read(t, fillMapping, "time,id,sym,side,qty,px,fee\n"+c.row+"\n")
		if len(k.records) != 0 || len(k.refusals) != 1 {
			t.Errorf("%.40s: kept %d, refused %v", c.row, len(k.records), k.refusals)
			continue
		}
		if r := k.refusals[0]; r.Field != c.field || r.Reason != c.reason || r.Where.Line != 2 || len(r.Value) > 60 {
			t.Errorf("%.40s: got %+v, want %s: %s", c.row, r, c.field, c.reason)
		}
	}
}

func TestATimeThatTheClockShowedTwiceIsNoted(t *testing.T) {
	k := read(t, fillMapping, "time,id,sym,side,qty,px,fee\n2012-11-04 01:30:00,A,X,B,1,1,0\n")
	if len(k.records) != 1 || k.warnings[shownTwice] != 1 || k.records[0].At.String() != "2012-11-04T05:30:00Z" {
		t.Errorf("%v %v %v", k.records, k.refusals, k.warnings)
	}
}

func TestOrderAndItsFillInOneRow(t *testing.T) {
	k := read(t, `
kind: orders_and_executions
columns: {time: made, exec_time: done, symbol: sym, side: side, qty: size, px: limit, last_px: price}
`, "made,done,sym,side,size,limit,price\n2012-08-01,2012-08-02,IVV,SELL,100,267.0,267.5\n")
	if len(k.records) != 2 {
		t.Fatalf("%v %v", k.records, k.refusals)
	}
	order, fill := k.records[0], k.records[1]
	if order.Kind != intake.NewOrder || fill.Kind != intake.Trade || string(order.Order) != "row0.2" || string(fill.Order) != "row0.2" ||
		order.Qty != 100 || fill.LastQty != 100 || order.Px != 2670000 || fill.LastPx != 2675000 || order.LastPx != 0 || fill.Qty != 0 ||
		fill.At-order.At != model.Time(dayNS) || string(fill.Exec) != "row0.2" || len(order.Exec) != 0 || fill.Side != model.Sell {
		t.Errorf("order %+v\nfill %+v", order, fill)
	}
}

// TestLongFilesAreCutAsByTheStandardLibrary reads a file far longer than the splitter's memory.
func TestLongFilesAreCutAsByTheStandardLibrary(t *testing.T) {
	data := benchFile(true)[:3_000_000]
	data = data[:bytes.LastIndexByte(data, '\n')+1]
	want, s := csv.NewReader(bytes.NewReader(data)), newSplitter(iotest(data), ',', "")
	for row := 1; ; row++ {
		cells, err := want.Read()
		if got := s.next(); got != err {
			t.Fatalf("row %d: %v, want %v", row, got, err)
		}
		if err == io.EOF {
			return
		}
		line, _ := want.FieldPos(0)
		if s.fault != "" || s.at != int64(line) || string(bytes.Join(s.cells, []byte("|"))) != strings.Join(cells, "|") {
			t.Fatalf("row %d at line %d: %q %s, want line %d %q", row, s.at, s.cells, s.fault, line, cells)
		}
	}
}
