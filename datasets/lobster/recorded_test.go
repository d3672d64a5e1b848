package lobster

import (
	"bytes"
	"strconv"
	"strings"
	"testing"

	"lossreplay/datasets/exchange"
	"lossreplay/datasets/exchange/exchangetest"
	"lossreplay/datasets/intake"
	"lossreplay/model"
)

const (
	aaplDay  = "AAPL_2012-06-21_34200000_57600000_message_1.csv"
	amznDay  = "AMZN_2012-06-21_34200000_57600000_message_1.csv"
	amzn5Day = "AMZN_2012-06-21_34200000_57600000_message_5.csv"
	aaplHour = "AAPL_2012-06-21_34200000_37800000_message_50.csv"
)

// recorded returns a recorded message file and its order-book file.
func recorded(t testing.TB, folder, name string) (messages, book []byte) {
	messages = exchangetest.Recorded(t, "lobster/"+folder+"/"+name+"*")
	if folder != "samdelaney42*" {
		book = exchangetest.Recorded(t, "lobster/"+folder+"/"+strings.Replace(name, "message", "orderbook", 1)+"*")
	}
	return messages, book
}

func settings(t testing.TB, o Options, date string, scale model.Scale) *Settings {
	t.Helper()
	s, err := o.Settings(date, scale)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func read(t testing.TB, messages, book []byte, name string, s *Settings) *exchangetest.Collected {
	t.Helper()
	c := &exchangetest.Collected{}
	sink := c.Sink()
	var err error
	if book == nil {
		err = Read(bytes.NewReader(messages), nil, name, 0, s, sink)
	} else {
		err = Read(bytes.NewReader(messages), bytes.NewReader(book), name, 0, s, sink)
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestRecordedDays holds what is read of recorded days against a second, naive reading of the same files.
func TestRecordedDays(t *testing.T) {
	for _, day := range []struct {
		folder, name            string
		quotes, prints, shares  int64
		conflicts, rows         int64
		firstConflict, noQuotes int64
	}{
		{folder: "rob*", name: aaplDay, rows: 118497, quotes: 64351, prints: 34990},
		{folder: "marc*", name: amznDay, rows: 57515, quotes: 27558, prints: 11419, conflicts: 12, firstConflict: 19303},
		{folder: "rob*", name: amzn5Day, rows: 155935, quotes: 27558, prints: 11419},
		{folder: "samdelaney42*", name: aaplHour, rows: 91997, prints: 6268, noQuotes: 1},
	} {
		t.Run(day.name, func(t *testing.T) {
			messages, book := recorded(t, day.folder, day.name)
			c := read(t, messages, book, day.name, settings(t, Options{}, "", 4))
			prints, quotes := naive(t, messages, book)
			var gotPrints, gotQuotes []string
			for _, r := range c.Records {
				switch r.Kind {
				case intake.Print:
					gotPrints = append(gotPrints, strconv.FormatInt(int64(r.LastQty), 10)+"@"+strconv.FormatInt(int64(r.LastPx), 10))
				case intake.Quote:
					gotQuotes = append(gotQuotes, strconv.FormatInt(r.Where.Line, 10)+" "+strconv.FormatInt(int64(r.Ask), 10)+" "+strconv.FormatInt(int64(r.Bid), 10))
				default:
					t.Fatalf("record of kind %d without a flow", r.Kind)
				}
			}
			equal(t, "prints", gotPrints, prints)
			equal(t, "quotes", gotQuotes, quotes)
			if len(c.Refusals) > 0 {
				t.Errorf("%d rows refused, the first: %+v", len(c.Refusals), c.Refusals[0])
			}
			got := [...]int64{int64(len(gotQuotes)), int64(len(gotPrints)), c.Warned[WarnConflict], c.Warned[WarnNoBook]}
			if want := [...]int64{day.quotes, day.prints, day.conflicts, day.noQuotes}; got != want {
				t.Errorf("quotes, prints, contradicting rows, files without quotes: %v, want %v", got, want)
			}
			if day.conflicts > 0 && c.Lines[WarnConflict][0] != day.firstConflict {
				t.Errorf("the first contradicting row is %d, want %d", c.Lines[WarnConflict][0], day.firstConflict)
			}
			if n := int64(bytes.Count(messages, []byte{'\n'})); n != day.rows {
				t.Errorf("the file has %d rows, want %d", n, day.rows)
			}
		})
	}
}

// naive reads both files in the plainest way: executions as size@price, changes of the best levels as "row ask bid".
func naive(t *testing.T, messages, book []byte) (prints, quotes []string) {
	for line := range strings.Lines(string(messages)) {
		f := strings.Split(strings.TrimSpace(line), ",")
		if f[1] == "4" || f[1] == "5" {
			prints = append(prints, f[3]+"@"+f[4])
		}
	}
	last, row := "", 0
	for line := range strings.Lines(string(book)) {
		row++
		f := strings.FieldsFunc(line, func(c rune) bool { return c == ',' || c == ';' })
		if now := f[0] + " " + f[2]; now != last {
			quotes, last = append(quotes, strconv.Itoa(row)+" "+now), now
		}
	}
	return prints, quotes
}

func equal(t *testing.T, what string, got, want []string) {
	t.Helper()
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			t.Fatalf("%s differ from number %d on; %d read, want %d", what, i+1, len(got), len(want))
		}
	}
}

// TestLevelsAgreeOnExecutions: a file of more levels has more messages, and the same executions at the same times.
func TestLevelsAgreeOnExecutions(t *testing.T) {
	one, _ := recorded(t, "marc*", amznDay)
	five, _ := recorded(t, "rob*", amzn5Day)
	s := settings(t, Options{}, "", 4)
	a, b := read(t, one, nil, amznDay, s), read(t, five, nil, amzn5Day, s)
	if len(a.Records) != len(b.Records) {
		t.Fatalf("%d executions at level 1, %d at level 5", len(a.Records), len(b.Records))
	}
	for i, r := range a.Records {
		if q := b.Records[i]; r.At != q.At || r.LastQty != q.LastQty || r.LastPx != q.LastPx {
			t.Fatalf("execution %d: %+v at level 1, %+v at level 5", i+1, r, q)
		}
	}
}

// TestRecordedFlow: a sampled flow of a recorded day adds up, and half of what it trades is beyond its parents.
func TestRecordedFlow(t *testing.T) {
	messages, book := recorded(t, "rob*", aaplDay)
	flow := exchange.FlowOptions{Share: 0.2, Servers: 4, Parents: exchange.ParentOptions{Of: 500, Fill: 0.5}}
	c := read(t, messages, book, aaplDay, settings(t, Options{Flow: flow}, "", 4))
	left, traded, servers := map[string]model.Qty{}, map[string]model.Qty{}, map[string]int{}
	asked, parent := map[string]model.Qty{}, map[string]string{}
	for _, r := range c.Records {
		id := string(r.Order)
		switch r.Kind {
		case intake.ParentOrder:
			asked[string(r.Parent)] = r.Qty
		case intake.NewOrder:
			if asked[string(r.Parent)] == 0 || !r.Inferred {
				t.Fatalf("order %s has no parent before it that is called inferred", id)
			}
			left[id], parent[id] = r.Qty, string(r.Parent)
			servers[string(r.Server)]++
		case intake.Trade:
			if left[id] -= r.LastQty; left[id] < 0 {
				t.Fatalf("order %s trades more than it has", id)
			}
			traded[parent[id]] += r.LastQty
		case intake.Canceled, intake.Expired:
			if left[id] == 0 {
				t.Fatalf("order %s ends twice", id)
			}
			left[id] = 0
		}
	}
	all, beyond := model.Qty(0), model.Qty(0)
	for p, qty := range traded {
		all, beyond = all+qty, beyond+max(0, qty-asked[p])
	}
	orders := c.Count(intake.NewOrder)
	if orders < 54818*19/100 || orders > 54818*21/100 {
		t.Errorf("%d of 54,818 orders taken, want about a fifth", orders)
	}
	if beyond*100 < all*40 || beyond*100 > all*60 {
		t.Errorf("%d of %d traded shares are beyond their parents, want about half", beyond, all)
	}
	if len(servers) != 4 || c.Skipped[exchange.SkipMissed] == 0 || len(c.Refusals) > 0 {
		t.Errorf("servers %v, missed %d, refused %d", servers, c.Skipped[exchange.SkipMissed], len(c.Refusals))
	}
	t.Logf("%d orders under %d parents, %d fills of %d shares, %d beyond; skipped %v, warned %v", orders, len(asked),
		c.Count(intake.Trade), all, beyond, c.Skipped, c.Warned)
}
