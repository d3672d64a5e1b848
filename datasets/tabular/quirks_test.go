package tabular

import (
	"fmt"
	"strings"
	"testing"

	"lossreplay/datasets/intake"
)

// quirks are small files that each show one oddity of tables in the field, and the mapping for it.
var quirks = []struct {
	name, mapping, text string
	want                []string // side, quantities, prices, fee of each record
	refused             []string
	skipped             int64
}{
	{name: "semicolons_and_decimal_commas", mapping: `
kind: prints
delimiter: ";"
columns: {time: t, symbol: s, last_qty: {column: q, decimal: ",", thousands: "."}, last_px: {column: p, decimal: ",", thousands: "."}}
`, text: "t;s;q;p\n2012-08-01;X;1.200;1.234,56\n2012-08-01;X;7;12.34\n", want: []string{"15 X 1200@12345600", "15 X 7@12340000"}, skipped: 1},
	{name: "currency_signs_and_tabs", mapping: `
kind: prints
columns: {time: t, symbol: {column: s, strip: "\t"}, last_qty: q, last_px: {column: p, strip: "$ "}}
`, text: "t,s,q,p\n2012-08-01,\t0700,5,$ 10.25\n", want: []string{"15 0700 5@102500"}, skipped: 1},
	{name: "fees_in_several_columns", mapping: `
kind: executions
columns: {time: t, order_id: o, last_qty: q, last_px: p, fee: {sum: [f1, f2, f3], negate: true}}
`, text: "t,o,q,p,f1,f2,f3\n2012-08-01,A,5,1,-0.06,,0.01\n2012-08-01,A,5,1,,,\n2012-08-01,A,5,1,x,,\n",
		want: []string{"11  5@10000 fee 50000", "11  5@10000"}, refused: []string{"4 f1, f2, f3 (fee) x " + noNumberText}, skipped: 1},
	{name: "sign_of_the_quantity", mapping: `
kind: orders
columns: {time: t, symbol: s, side: {column: q, sign: true}, qty: {column: q, absolute: true}}
`, text: "t,s,q\n2012-08-01,X,-40\n2012-08-01,X,2e1\n2012-08-01,X,0\n", want: []string{"2 X sell 40", "2 X buy 20"}, refused: []string{"4 q (side) 0 is 0 and so has no side"}, skipped: 1},
	{name: "side_codes", mapping: `
kind: orders
columns: {time: t, symbol: s, side: {column: d, codes: {B: buy, S: sell, SS: sell_short, BC: buy}}, qty: q}
`, text: "t,s,d,q\n2012-08-01,X,BC,1\n2012-08-01,X,SS,1\n2012-08-01,X,b,1\n", want: []string{"2 X buy 1", "2 X sell_short 1"}, refused: []string{"4 d (side) b " + noSide}, skipped: 1},
	{name: "kinds_by_a_column", mapping: `
kind_column: k
kinds: {placement: order, trade: execution, note: skip}
columns: {time: t, order_id: o, symbol: {default: X}, side: {default: sell}, qty: q, last_qty: q, last_px: {column: p}}
`, text: "t,k,o,q,p\n2012-08-01,placement,A,10,\n2012-08-01,trade,A,4,2\n2012-08-01,note,,,\n2012-08-01,trede,A,4,2\n",
		want: []string{"2 X sell 10", "11 X sell 4@20000"}, refused: []string{"5 k trede is no word of kinds"}, skipped: 2},
	{name: "rows_by_their_status", mapping: `
kind: prints
when: [{column: st, in: [FILLED, PARTIAL]}, {column: s, not_in: [""]}]
columns: {time: t, symbol: s, last_qty: q, last_px: p}
`, text: "t,st,s,q,p\n2012-08-01,FILLED,X,1,1\n2012-08-01,OPEN,X,1,1\n2012-08-01,PARTIAL,,1,1\n", want: []string{"15 X 1@10000"}, skipped: 3},
	{name: "no_header_and_a_date_in_three_columns", mapping: `
kind: orders
header: none
columns: {time: {column: [c1, c2, c3], format: 2006 1 2, zone: UTC}, symbol: c4, side: c5, qty: c6}
`, text: "2011,1,10,AAPL,Buy,1500,\r2011,6,3,IBM,Sell,3300,\r", want: []string{"2 AAPL buy 1500", "2 IBM sell 3300"}},
	{name: "integers_times_ten_thousand", mapping: `
kind: prints
header: [ms, price, size]
columns: {time: {column: ms, format: midnight_ms, date: 2013-10-07}, symbol: {default: IBM}, last_px: {column: price, unit: 0.0001}, last_qty: {column: size, unit: 1e-8}}
`, text: "14430270,1815200,28300000000\n14430270,1815200,28300000001\n", want: []string{"15 IBM 283@1815200"}, refused: []string{"2 size (last_qty) 28300000001 " + noWholeShare}},
	{name: "title_and_footnotes", mapping: `
kind: prints
skip_rows: 1
columns: {time: {column: Date, format: "%d/%m/%Y"}, symbol: Code, last_qty: Qty, last_px: "Price *"}
`, text: "Report \"for\" May,,,\n,,,\nDate,Code,Qty,Price *\n02/01/2020,X,1,2\n,,,\n* in dollars,,,\n", want: []string{"15 X 1@20000"},
		refused: []string{"6 Code (symbol)  " + isEmpty}, skipped: 4},
	{name: "float_artefacts_when_asked_to_round", mapping: `
kind: prints
columns: {time: t, symbol: s, last_qty: q, last_px: {column: p, round: true}}
`, text: "t,s,q,p\n2012-08-01,X,1,4.82375000001\n2012-08-01,X,1,1.00005\n", want: []string{"15 X 1@48238", "15 X 1@10000"}, skipped: 1},
	{name: "what_remains_of_orders", mapping: `
kind_column: a
kinds: {created: order, changed: remaining, deleted: removed}
columns: {time: t, order_id: o, symbol: {default: X}, side: {default: buy}, qty: v, leaves_qty: v, px: p}
`, text: "t,o,a,v,p\n2012-08-01,A,created,10,5\n2012-08-01,A,changed,7,5\n2012-08-01,A,deleted,0,5\n2012-08-01,B,created,9,5\n2012-08-01,B,deleted,9,5\n" +
		"2012-08-01,C,changed,1,5\n2012-08-01,D,created,9,5\n2012-08-01,D,changed,10,5\n2012-08-01,D,deleted,4,5\n",
		want:    []string{"2 X buy 10", "11 X buy 3@50000", "11 X buy 7@50000", "2 X buy 9", "7 X buy", "2 X buy 9", "11 X buy 5@50000", "7 X buy"},
		refused: []string{"7 o C " + noOrderBefore, "9 v 10 " + moreThanWas}, skipped: 1},
	{name: "quotes_and_operations", mapping: `
kind_column: k
kinds: {q: quote, op: operation}
columns: {time: t, symbol: s, bid: b, ask: a, op: w, server: s, build: b}
`, text: "t,k,s,b,a,w\n2012-08-01,q,X,1.5,1.6,\n2012-08-01,op,s1,b2,,deploy\n2012-08-01,op,s1,,,rollback\n2012-08-01,op,,,,stp\n2012-08-01,q,X,0,1.6,\n",
		want:    []string{"14 X 1.5/1.6", "17 s1 b2"},
		refused: []string{"4 build  " + isEmpty, "5 w (op) stp is no operation: did you mean stop?", "6 b (bid) 0 " + notAboveZero}, skipped: 1},
}

func (k *taken) summary() (records, refused []string) {
	for _, r := range k.records {
		text := fmt.Sprintf("%d %s", r.Kind, r.Symbol)
		if r.Side != 0 {
			text += " " + r.Side.String()
		}
		if r.Kind == intake.NewOrder {
			text += fmt.Sprintf(" %d", r.Qty)
		}
		if r.LastQty > 0 {
			text += fmt.Sprintf(" %d@%d", r.LastQty, r.LastPx)
		}
		if r.Fee != 0 {
			text += fmt.Sprintf(" fee %d", r.Fee)
		}
		if r.Kind == intake.Quote {
			text += fmt.Sprintf(" %g/%g", r.Bid.Float(4), r.Ask.Float(4))
		}
		if r.Kind == intake.Operation {
			text = fmt.Sprintf("%d %s %s", r.Kind, r.Server, r.Build)
		}
		records = append(records, text)
	}
	for _, r := range k.refusals {
		refused = append(refused, fmt.Sprintf("%d %s %s %s", r.Where.Line, r.Field, r.Value, r.Reason))
	}
	return records, refused
}

func TestQuirks(t *testing.T) {
	for _, c := range quirks {
		t.Run(c.name, func(t *testing.T) {
			k := read(t, c.mapping, c.text)
			records, refused := k.summary()
			if got, want := strings.Join(records, "\n"), strings.Join(c.want, "\n"); got != want {
				t.Errorf("records\n%s\nwant\n%s", got, want)
			}
			if got, want := strings.Join(refused, "\n"), strings.Join(c.refused, "\n"); got != want {
				t.Errorf("refused\n%s\nwant\n%s", got, want)
			}
			if k.skipped() != c.skipped {
				t.Errorf("skipped %v, want %d", k.skips, c.skipped)
			}
		})
	}
}
