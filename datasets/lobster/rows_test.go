package lobster

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"lossreplay/datasets"
	"lossreplay/datasets/exchange"
	"lossreplay/datasets/exchange/exchangetest"
	"lossreplay/datasets/intake"
	"lossreplay/model"
)

const small = "AAA_2012-06-21_34200000_57600000_message_1.csv"

const smallMessages = `34200.5,1,10,100,1000000,1
34201.000000001,1,11,50,1000200,-1
34201.000000002,4,11,20,1000200,-1
34202,5,0,7,1000150,1
34203,2,10,40,1000000,1
34204,4,10,60,1000000,1
34205,3,11,30,1000200,-1
34206,6,-1,500,1000100,0
34207,7,0,0,-1,-1
34208,1,12,10,1000300,-1
`

const smallBook = `9999999999,0,1000000,100
1000200,50,1000000,100
1000200,30,1000000,100
1000200,30,1000000,100
1000200,30,1000000,60
1000200,30,-9999999999,0
9999999999,0,-9999999999,0
9999999999,0,-9999999999,0
9999999999,0,-9999999999,0
1000300,10,-9999999999,0
`

const smallTold = `1 parent +9h30m0.5s AAA buy qty=10 parent=P-AAA-buy-1
1 new +9h30m0.5s AAA order=10 buy qty=100 px=1000000 parent=P-AAA-buy-1 server=server-1
2 quote +9h30m1.000000001s AAA 1000000/1000200
2 parent +9h30m1.000000001s AAA sell qty=10 parent=P-AAA-sell-1
2 new +9h30m1.000000001s AAA order=11 sell qty=50 px=1000200 parent=P-AAA-sell-1 server=server-1
3 print +9h30m1.000000002s AAA last=20@1000200
3 trade +9h30m1.000000002s AAA order=11 sell last=20@1000200 exec=AAA-3
4 print +9h30m2s AAA last=7@1000150
6 print +9h30m4s AAA last=60@1000000
6 trade +9h30m4s AAA order=10 buy last=60@1000000 exec=AAA-6
6 canceled +9h30m4s AAA order=10 buy
7 canceled +9h30m5s AAA order=11 sell
8 print +9h30m6s AAA last=500@1000100
10 parent +9h30m8s AAA sell qty=10 parent=P-AAA-sell-2
10 new +9h30m8s AAA order=12 sell qty=10 px=1000300 parent=P-AAA-sell-2 server=server-1
10 expired +9h30m8s AAA order=12 sell
`

// TestStoryOfAFile: ten messages of every kind, all orders taken, parents that ask for 10 shares and get about 20.
func TestStoryOfAFile(t *testing.T) {
	flow := exchange.FlowOptions{Share: 1, Parents: exchange.ParentOptions{Of: 10, Fill: 0.5}}
	midnight, _ := exchange.Midnight("2012-06-21")
	for name, files := range map[string][2]string{
		"as_provided":             {smallMessages, smallBook},
		"semicolons_and_CRLF":     {smallMessages, strings.ReplaceAll(strings.ReplaceAll(smallBook, ",", ";"), "\n", "\r\n")},
		"without_last_line_ends":  {strings.TrimSuffix(smallMessages, "\n"), strings.TrimSuffix(smallBook, "\n")},
		"two_levels":              {smallMessages, strings.ReplaceAll(smallBook, "\n", ",9999999999,0,-9999999999,0\n")},
		"semicolons_in_the_first": {strings.ReplaceAll(smallMessages, ",", ";"), smallBook},
	} {
		t.Run(name, func(t *testing.T) {
			c := read(t, []byte(files[0]), []byte(files[1]), small, settings(t, Options{Flow: flow}, "2012-06-21", 4))
			if diff := cmp.Diff(smallTold, c.Text(midnight)); diff != "" {
				t.Errorf("records differ (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(map[string]int64{SkipHalt: 1, SkipOneSided: 4, exchange.SkipCut: 1}, c.Skipped); diff != "" {
				t.Errorf("skipped (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(map[string]int64{exchange.WarnAtEnd: 1}, c.Warned); diff != "" || len(c.Refusals) > 0 {
				t.Errorf("refused %v, warned (-want +got):\n%s", c.Refusals, diff)
			}
		})
	}
}

// TestRefusals: what is wrong with one row is said of it, with its line, and the row after it is read.
func TestRefusals(t *testing.T) {
	before := strings.Replace(smallMessages, "1000150", "1000100", 1) // whole cents
	for _, c := range []struct{ name, row, field, reason string }{
		{"no_columns", "", "time", reasonNumber},
		{"a_header", "Time,Type,OrderID,Size,Price,Direction", "time", reasonNumber},
		{"five_columns", "1,4,1,1,1", "direction", reasonNumber},
		{"seven_columns", "1,4,1,1,1,1,1", "row", reasonColumns},
		{"a_cut_direction", "1,4,1,1,1,-", "direction", reasonNumber},
		{"thirteen_decimals", "1.0000000000001,4,1,1,1,1", "time", reasonNumber},
		{"a_negative_time", "-1,4,1,1,1,1", "time", reasonNumber},
		{"an_exponent", "3.4e4,4,1,1,1,1", "time", reasonNumber},
		{"24_hours", "86400,4,1,1,1,1", "time", reasonRange},
		{"a_billion_digits", "1,4,1,1," + strings.Repeat("9", 1000) + ",1", "price", reasonNumber},
		{"an_event_of_0", "1,0,1,1,1,1", "event type", reasonKind},
		{"an_event_of_8", "1,8,1,1,1,1", "event type", reasonKind},
		{"a_visible_execution_of_order_0", "1,4,0,1,1,1", "order id", reasonRange},
		{"no_shares", "1,4,1,0,1,1", "size", reasonRange},
		{"2^31_shares", "1,4,1,2147483648,1,1", "size", reasonRange},
		{"a_price_of_0", "1,4,1,1,0,1", "price", reasonRange},
		{"a_negative_price", "1,4,1,1,-1,1", "price", reasonRange},
		{"a_direction_of_0", "1,4,1,1,1,0", "direction", reasonRange},
		{"a_NUL", "1,4,1\x00,1,1,1", "order id", reasonNumber},
		{"UTF-16", "1\x00,\x004\x00", "time", reasonNumber},
		{"a_tenth_of_a_cent_at_two_decimals", "1,4,1,1,1010,1", "price", reasonScale},
		{"a_line_of_two_mebibytes", strings.Repeat("1", 2<<20), "row", reasonLong},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := read(t, []byte(before+c.row+"\n34300,4,77,1,1000000,1\n"), nil, small, settings(t, Options{}, "", 2))
			if len(got.Refusals) != 1 {
				t.Fatalf("refused %v, want one", got.Refusals)
			}
			r := got.Refusals[0]
			if r.Where.Line != 11 || r.Where.Offset != int64(len(before)) || r.Field != c.field || r.Reason != c.reason || len(r.Value) > 60 {
				t.Errorf("refused %+v, want %s %s", r, c.field, c.reason)
			}
			if last := got.Records[len(got.Records)-1]; last.Where.Line != 12 {
				t.Errorf("the row after it was not read: %+v", last)
			}
		})
	}
}

// TestBookAgainstMessages: an order-book file that does not fit its messages is found out, row by row.
func TestBookAgainstMessages(t *testing.T) {
	rows := strings.SplitAfter(smallBook, "\n")
	with := func(i int, row string) string {
		changed := append([]string(nil), rows...)
		changed[i] = row
		return strings.Join(changed, "")
	}
	for _, c := range []struct {
		name, book string
		warned     map[string]int64
		refused    int
	}{
		{"a_row_less", strings.Join(rows[:9], ""), map[string]int64{WarnBookShort: 1}, 0},
		{"a_row_more", smallBook + "1000300,10,1000000,1\n", map[string]int64{WarnBookLong: 1}, 0},
		{"a_size_altered_contradicts_two_messages", with(4, "1000200,30,1000000,61\n"), map[string]int64{WarnConflict: 2}, 0},
		{"the_other_side_altered", with(9, "1000300,10,1000000,5\n"), map[string]int64{WarnConflict: 1}, 0},
		{"a_hidden_execution_that_moves_the_book", with(3, "1000200,23,1000000,100\n"), map[string]int64{WarnConflict: 2}, 0},
		{"a_crossed_row", with(3, "1000200,30,1000300,100\n"), map[string]int64{WarnConflict: 2, WarnCrossed: 1}, 0},
		{"a_row_of_letters", with(3, "a,b,c,d\n"), map[string]int64{}, 1},
		{"a_row_of_three_columns", with(3, "1000200,30,1000300\n"), map[string]int64{}, 1},
		{"a_price_out_of_range", with(3, "1000200,30,99999999999,1\n"), map[string]int64{}, 1},
		{"a_line_of_two_mebibytes", with(3, strings.Repeat("1", 2<<20)+"\n"), map[string]int64{}, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := read(t, []byte(smallMessages), []byte(c.book), small, settings(t, Options{}, "", 4))
			if diff := cmp.Diff(c.warned, got.Warned); diff != "" || len(got.Refusals) != c.refused {
				t.Errorf("refused %v, warned (-want +got):\n%s", got.Refusals, diff)
			}
			if n := got.Count(intake.Print); n != 4 {
				t.Errorf("%d prints, want 4 whatever the book says", n)
			}
		})
	}
}

// TestFlowOfBadRows: an order that comes twice, or trades more than it has, is refused; time that goes back is warned of.
func TestFlowOfBadRows(t *testing.T) {
	text := "2,1,10,100,1000000,1\n1,1,10,100,1000000,1\n3,4,10,101,1000000,1\n4,3,99,1,1000000,1\n5,2,10,100,1000000,1\n"
	c := read(t, []byte(text), nil, small, settings(t, Options{Flow: exchange.FlowOptions{Share: 1}}, "", 4))
	if len(c.Refusals) != 2 || c.Refusals[0].Reason != exchange.ReasonTwice || c.Refusals[1].Reason != exchange.ReasonOverfill {
		t.Errorf("refused %v", c.Refusals)
	}
	if c.Warned[WarnBack] != 1 || c.Skipped[exchange.SkipMissed] != 1 || c.Count(intake.Canceled) != 1 || c.Count(intake.Expired) != 0 {
		t.Errorf("warned %v, skipped %v, records %v", c.Warned, c.Skipped, c.Records)
	}
}

// TestNamesSayTheDay: which file is whose, and what is refused as a whole.
func TestNamesSayTheDay(t *testing.T) {
	for _, c := range []struct {
		name, file, date, symbol, reason string
	}{
		{"its_own_day", "x/" + small + ".gz", "", "", ""},
		{"another_day", small, "2012-06-22", "", reasonDay},
		{"an_order_book", strings.Replace(small, "message", "orderbook", 1), "", "", reasonBook},
		{"any_name_with_day_and_symbol", "a.csv", "2012-06-21", "AAA", ""},
		{"any_name_without_symbol", "a.csv", "2012-06-21", "", reasonName},
		{"any_name_without_day", "a.csv", "", "AAA", reasonName},
		{"a_31st_of_June", strings.Replace(small, "06-21", "06-31", 1), "", "", reasonName},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := read(t, []byte(smallMessages), nil, c.file, settings(t, Options{Symbol: c.symbol}, c.date, 4))
			switch {
			case c.reason == "" && (len(got.Refusals) > 0 || got.Count(intake.Print) != 4):
				t.Errorf("refused %v, %d prints", got.Refusals, got.Count(intake.Print))
			case c.reason != "" && (len(got.Refusals) != 1 || got.Refusals[0].Reason != c.reason || len(got.Records) > 0):
				t.Errorf("refused %v, want %s and no record", got.Refusals, c.reason)
			}
		})
	}
}

func TestPair(t *testing.T) {
	m, b := small, strings.Replace(small, "message", "orderbook", 1)
	m5 := strings.Replace(m, "_1.csv", "_5.csv", 1)
	for _, c := range []struct {
		name         string
		names, alone []string
		pairs        []Files
	}{
		{"packings_and_folders_do_not_count", []string{"x/" + b + ".gz", "y/" + m}, nil, []Files{{"y/" + m, "x/" + b + ".gz"}}},
		{"levels_do", []string{m5, b}, []string{b}, []Files{{m5, ""}}},
		{"the_same_folder_first", []string{"x/" + b, "y/" + b, "y/" + m}, []string{"x/" + b}, []Files{{"y/" + m, "y/" + b}}},
		{"one_book_one_pair", []string{"x/" + m, "y/" + m, "x/" + b}, nil, []Files{{"x/" + m, "x/" + b}, {"y/" + m, ""}}},
		{"other_names_stand_alone", []string{"README.txt", m}, []string{"README.txt"}, []Files{{m, ""}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			pairs, alone := Pair(c.names)
			if diff := cmp.Diff(c.pairs, pairs); diff != "" {
				t.Errorf("pairs (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.alone, alone); diff != "" {
				t.Errorf("alone (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSettingsSayAllThatIsWrong(t *testing.T) {
	_, err := Options{Flow: exchange.FlowOptions{Participant: "GSCO", Servers: -1}}.Settings("21.6.2012", 4)
	for _, key := range []string{"flow.participant:", "flow.servers:", "21.6.2012"} {
		if err == nil || !strings.Contains(err.Error(), key) {
			t.Errorf("the error does not name %s: %v", key, err)
		}
	}
}

// TestSecondsRoundToNanoseconds: the tenth decimal and those after it are what is left of a floating-point number.
func TestSecondsRoundToNanoseconds(t *testing.T) {
	for text, want := range map[string]int64{"43002.632812672004": 43002_632812672, "43002.632812671996": 43002_632812672,
		"1": 1_000_000_000, "0.5": 500_000_000, "1.": 1_000_000_000, "86399.9999999999": 86400_000_000_000} {
		if got, _, ok := seconds([]byte(text)); got != want || !ok {
			t.Errorf("seconds(%s) = %d, %v; want %d", text, got, ok, want)
		}
	}
}

// TestErrorsEndTheImport: what the disk or the sink says comes back as it is.
func TestErrorsEndTheImport(t *testing.T) {
	bad := errors.New("disk is gone")
	s := settings(t, Options{Flow: exchange.FlowOptions{Share: 1, Parents: exchange.ParentOptions{Of: 10, Fill: 0.5}}}, "", model.Scale(4))
	sink := (&exchangetest.Collected{}).Sink()
	broken := iotest.ErrReader(bad)
	if err := Read(broken, nil, small, 0, s, sink); !errors.Is(err, bad) {
		t.Errorf("error %v of the message file, want its own", err)
	}
	if err := Read(strings.NewReader(smallMessages), broken, small, 0, s, sink); !errors.Is(err, bad) {
		t.Errorf("error %v of the order-book file, want its own", err)
	}
	for stop := range strings.Count(smallTold, "\n") {
		left := stop
		sink.Record = func(*intake.Record) error {
			if left--; left < 0 {
				return bad
			}
			return nil
		}
		if err := Read(strings.NewReader(smallMessages), bytes.NewReader([]byte(smallBook)), small, 0, s, sink); !errors.Is(err, bad) {
			t.Errorf("error %v of the sink at record %d, want its own", err, stop+1)
		}
	}
}

func TestOptionsAreYAML(t *testing.T) {
	var o Options
	text := "symbol: AAA\nflow:\n  share: 0.05\n  symbols: [AAA]\n  parents: {of: 500, fill: 0.5}\n"
	if err := datasets.ReadYAML("map.yaml", []byte(text), &o); err != nil {
		t.Fatal(err)
	}
	if want := (exchange.ParentOptions{Of: 500, Fill: 0.5}); o.Symbol != "AAA" || o.Flow.Share != 0.05 || o.Flow.Parents != want {
		t.Errorf("read %+v", o)
	}
	if err := datasets.ReadYAML("map.yaml", []byte("flow: {share: 0.1, parents: {of: 5}}\n"), &o); err == nil {
		t.Error("parents without fill were taken")
	}
}
