package itch

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"lossreplay/datasets/exchange"
	"lossreplay/datasets/exchange/exchangetest"
	"lossreplay/datasets/intake"
)

// story is a small day in two stocks with every message that moves a book, and a participant's orders.
func story() []byte {
	f := &feed{at: 9 * time.Hour}
	f.event('O')
	f.directory(1, "AAA")
	f.directory(2, "BBB")
	f.add(1, 10, 'B', 300, "AAA", 100_0000, "")     // 4: one side
	f.add(1, 11, 'S', 200, "AAA", 100_0200, "GSCO") // 5: quote 100.00/100.02; ours
	f.add(2, 12, 'S', 50, "BBB", 5_0000, "GSCO")    // 6: ours
	f.at += time.Second                             //
	f.execute(1, 11, 50, 900)                       // 7: print, our fill
	f.cancel(1, 11, 30)                             // 8: counted
	f.executeAt(1, 11, 20, 901, 'Y', 100_0100)      // 9: print at another price, our fill
	f.executeAt(1, 11, 10, 902, 'N', 100_0100)      // 10: our fill, no print
	f.replace(1, 10, 13, 100, 99_9900)              // 11: quote 99.99/100.02
	f.replace(1, 11, 14, 80, 100_0300)              // 12: quote 99.99/100.03; ours sent anew
	f.trade(1, "AAA", 7, 100_0150, 903)             // 13: print
	f.cross(1, "AAA", 1000, 100_0000, 904)          // 14: print
	f.cross(2, "BBB", 0, 0, 905)                    // 15: nothing traded
	f.broken(1, 900)                                // 16: our fill is taken back
	f.broken(1, 903)                                // 17
	f.remove(2, 12)                                 // 18: ours ends
	f.at += time.Second                             //
	f.add(1, 15, 'B', 5, "AAA", 100_0300, "")       // 19: quote 100.03/100.03
	f.execute(1, 14, 80, 906)                       // 20: our last fill; one side
	f.message('I', 1, make([]byte, 39))             // 21
	f.message('z', 1, nil)                          // 22
	f.add(1, 16, 'S', 9, "AAA", 101_0000, "GSCO")   // 23: quote 100.03/101.00; ours, open at the end
	f.event('C')                                    // 24
	return f.data
}

const storyTold = `5 new +9h0m0s AAA order=11 sell qty=200 px=1000200 account=GSCO server=server-1
5 quote +9h0m0s AAA 1000000/1000200
6 new +9h0m0s BBB order=12 sell qty=50 px=50000 account=GSCO server=server-1
7 print +9h0m1s AAA last=50@1000200
7 trade +9h0m1s AAA order=11 sell last=50@1000200 exec=900
9 print +9h0m1s AAA last=20@1000100
9 trade +9h0m1s AAA order=11 sell last=20@1000100 exec=901
10 trade +9h0m1s AAA order=11 sell last=10@1000100 exec=902
11 quote +9h0m1s AAA 999900/1000200
12 canceled +9h0m1s AAA order=11 sell
12 new +9h0m1s AAA order=14 sell qty=80 px=1000300 account=GSCO server=server-1
12 quote +9h0m1s AAA 999900/1000300
13 print +9h0m1s AAA last=7@1000150
14 print +9h0m1s AAA last=1000@1000000
16 bust +9h0m1s AAA order=11 ref=900
18 canceled +9h0m1s BBB order=12 sell
19 quote +9h0m2s AAA 1000300/1000300
20 print +9h0m2s AAA last=80@1000300
20 trade +9h0m2s AAA order=14 sell last=80@1000300 exec=906
23 new +9h0m2s AAA order=16 sell qty=9 px=1010000 account=GSCO server=server-1
23 quote +9h0m2s AAA 1000300/1010000
24 expired +9h0m2s AAA order=16 sell
`

func TestStoryOfAParticipant(t *testing.T) {
	s := settings(t, Options{Flow: exchange.FlowOptions{Participant: "GSCO"}}, 4)
	c := read(t, story(), s)
	if diff := cmp.Diff(storyTold, c.Text(s.midnight)); diff != "" {
		t.Errorf("records differ (-want +got):\n%s", diff)
	}
	if len(c.Refusals) > 0 {
		t.Errorf("refused %v", c.Refusals)
	}
	wantSkipped := map[string]int64{"system events (S)": 2, "order imbalances (I)": 1, SkipUnknownType: 1, SkipNoCross: 1,
		SkipNoPrint: 1, SkipOneSided: 4, exchange.SkipCut: 1}
	if diff := cmp.Diff(wantSkipped, c.Skipped); diff != "" {
		t.Errorf("skipped (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]int64{WarnBroken: 2, exchange.WarnAtEnd: 1}, c.Warned); diff != "" {
		t.Errorf("warned (-want +got):\n%s", diff)
	}
}

// TestRefusals: what is wrong with one message is said of it, with number and offset, and the rest is read.
func TestRefusals(t *testing.T) {
	before := func(f *feed) { f.add(1, 10, 'B', 300, "AAA", 100_0000, "") }
	for _, c := range []struct {
		name          string
		make          func(*feed)
		field, reason string
	}{
		{"an_add_of_35_bytes", func(f *feed) { f.message('A', 1, make([]byte, 24)) }, "length", reasonLength},
		{"a_frame_of_no_bytes", func(f *feed) { f.data = append(f.data, 0, 0) }, "length", reasonLength},
		{"a_time_of_24_hours", func(f *feed) { f.at = 24 * time.Hour; f.event('Q') }, "timestamp", reasonTime},
		{"a_stock_with_a_NUL", func(f *feed) { f.directory(3, "A\x00A") }, "stock", reasonStock},
		{"a_stock_of_spaces", func(f *feed) { f.directory(3, "") }, "stock", reasonStock},
		{"another_stock_for_the_locate", func(f *feed) { f.add(1, 11, 'B', 1, "BBB", 1, "") }, "stock", reasonLocate},
		{"another_locate_for_the_stock", func(f *feed) { f.add(2, 11, 'B', 1, "AAA", 1, "") }, "stock", reasonTwin},
		{"a_side_of_X", func(f *feed) { f.add(1, 11, 'X', 1, "AAA", 1, "") }, "side", reasonSide},
		{"an_order_of_0_shares", func(f *feed) { f.add(1, 11, 'B', 0, "AAA", 1, "") }, "shares", reasonQty},
		{"an_order_of_2^31_shares", func(f *feed) { f.add(1, 11, 'B', 1<<31, "AAA", 1, "") }, "shares", reasonQty},
		{"an_order_at_0", func(f *feed) { f.add(1, 11, 'B', 1, "AAA", 0, "") }, "price", reasonPrice},
		{"a_reference_in_use", func(f *feed) { f.add(1, 10, 'B', 1, "AAA", 1, "") }, "order reference", exchange.ReasonTwice},
		{"an_execution_of_301_of_300", func(f *feed) { f.execute(1, 10, 301, 1) }, "shares", reasonOverfill},
		{"an_execution_of_0", func(f *feed) { f.execute(1, 10, 0, 1) }, "shares", reasonQty},
		{"a_cancel_of_301_of_300", func(f *feed) { f.cancel(1, 10, 301) }, "shares", reasonOverfill},
		{"an_execution_at_0", func(f *feed) { f.executeAt(1, 10, 1, 1, 'Y', 0) }, "price", reasonPrice},
		{"a_trade_at_0", func(f *feed) { f.trade(1, "AAA", 1, 0, 1) }, "price", reasonPrice},
		{"a_trade_of_0", func(f *feed) { f.trade(1, "AAA", 0, 1, 1) }, "shares", reasonQty},
		{"a_cross_of_2^40", func(f *feed) { f.cross(1, "AAA", 1<<40, 1, 1) }, "shares", reasonQty},
		{"an_order_of_another_stock", func(f *feed) {
			f.directory(2, "BBB")
			f.remove(2, 10)
		}, "order reference", reasonForeign},
		{"a_replacement_of_0_shares", func(f *feed) { f.replace(1, 10, 11, 0, 1) }, "shares", reasonQty},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := &feed{at: time.Hour}
			before(f)
			start := len(f.data)
			c.make(f)
			f.at = time.Hour
			f.event('C')
			got := read(t, f.data, settings(t, Options{}, 4))
			if len(got.Refusals) != 1 {
				t.Fatalf("refused %+v, want one", got.Refusals)
			}
			if r := got.Refusals[0]; r.Field != c.field || r.Reason != c.reason || r.Where.Line < 2 || r.Where.Offset < int64(start) {
				t.Errorf("refused %+v, want %s %s", r, c.field, c.reason)
			}
			if got.Skipped["system events (S)"] != 1 {
				t.Errorf("the message after it was not read: %v", got.Skipped)
			}
		})
	}
}

// TestScaleRefusesWhatItCannotHold: at two decimals, 100.0050 is refused and not rounded.
func TestScaleRefusesWhatItCannotHold(t *testing.T) {
	f := &feed{at: time.Hour}
	f.add(1, 10, 'B', 300, "AAA", 100_0000, "")
	f.add(1, 11, 'S', 300, "AAA", 100_0050, "")
	f.execute(1, 10, 1, 1)
	f.execute(1, 11, 1, 2)
	f.executeAt(1, 11, 1, 3, 'N', 100_0050)
	c := read(t, f.data, settings(t, Options{Flow: exchange.FlowOptions{Share: 1}}, 2))
	want := "1 new +1h0m0s AAA order=10 buy qty=300 px=10000 server=server-1\n3 print +1h0m0s AAA last=1@10000\n" +
		"3 trade +1h0m0s AAA order=10 buy last=1@10000 exec=1\n5 expired +1h0m0s AAA order=10 buy\n"
	if diff := cmp.Diff(want, c.Text(settings(t, Options{}, 2).midnight)); diff != "" {
		t.Errorf("records differ (-want +got):\n%s", diff)
	}
	if len(c.Refusals) != 4 { // the quote, the order, both executions
		t.Errorf("refused %v, want 4", c.Refusals)
	}
}

// TestLevelsAreBounded: the order that would be one level too many is refused, and the book goes on.
func TestLevelsAreBounded(t *testing.T) {
	f := &feed{at: time.Hour}
	for i := range uint32(levelsMax + 1) {
		f.add(1, uint64(i+1), 'B', 1, "AAA", i+1, "")
	}
	c := read(t, f.data, settings(t, Options{}, 4))
	if len(c.Refusals) != 1 || c.Refusals[0].Reason != reasonLevels || c.Refusals[0].Where.Line != levelsMax+1 {
		t.Errorf("refused %v", c.Refusals)
	}
}

// TestErrorsEndTheImport: what the disk or the sink says comes back as it is.
func TestErrorsEndTheImport(t *testing.T) {
	bad := errors.New("disk is gone")
	s := settings(t, Options{Flow: exchange.FlowOptions{Share: 1}}, 4)
	c := &exchangetest.Collected{}
	if err := Read(iotest.TimeoutReader(iotest.OneByteReader(bytes.NewReader(story()))), 0, s, c.Sink()); !errors.Is(err, iotest.ErrTimeout) {
		t.Errorf("error %v of the reader, want a timeout", err)
	}
	for stop := range 25 {
		sink := (&exchangetest.Collected{}).Sink()
		left := stop
		sink.Record = func(*intake.Record) error {
			if left--; left < 0 {
				return bad
			}
			return nil
		}
		if err := Read(bytes.NewReader(story()), 0, s, sink); !errors.Is(err, bad) {
			t.Errorf("error %v of the sink at record %d, want its own", err, stop+1)
		}
	}
	sink := (&exchangetest.Collected{}).Sink()
	sink.Refuse = func(intake.Refusal) error { return bad }
	if err := Read(strings.NewReader("\x00\x01"), 0, s, sink); !errors.Is(err, bad) {
		t.Errorf("error %v of the sink, want its own", err)
	}
}
