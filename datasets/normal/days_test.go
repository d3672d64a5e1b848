package normal_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"lossreplay/datasets"
	"lossreplay/datasets/normal"
	"lossreplay/model"
)

func generate(t testing.TB, day int, seed uint64) *datasets.Tables {
	t.Helper()
	tables, err := normal.Generate(day, seed)
	if err != nil {
		t.Fatal(err)
	}
	return tables
}

// TestDays generates every day once and holds it against the format, the log's rules, its story and the page.
func TestDays(t *testing.T) {
	var all []*measures
	for i, kind := range normal.Days() {
		if testing.Short() && i != 0 && i != 9 && i != 15 {
			continue
		}
		t.Run(kind.Name, func(t *testing.T) {
			day := generate(t, i, 1)
			m := measure(kind, day)
			all = append(all, m)
			if err := datasets.Validate(day); err != nil {
				t.Errorf("not valid: %v", err)
			}
			describes(t, kind, day)
			audit(t, kind, day)
			sizes(t, m)
			tellsItsStory(t, m)
			m.day = nil
		})
	}
	if len(all) == len(normal.Days()) && !t.Failed() { // not of some days only
		comparePage(t, all)
	}
}

// describes checks what a day says of itself.
func describes(t *testing.T, kind normal.Day, day *datasets.Tables) {
	about := &day.About
	if about.Name != kind.Name || about.Date != kind.Date || !strings.Contains(about.Title, kind.Story) {
		t.Errorf("calls itself %q, %q, %q", about.Name, about.Title, about.Date)
	}
	zone, err := time.LoadLocation(about.Session.Zone)
	if err != nil {
		t.Fatal(err)
	}
	open, end := about.Session.Open.UTC().In(zone).Format(time.DateTime), about.Session.Close.UTC().In(zone).Format(time.DateTime)
	if open != kind.Date+" 09:30:00" || end != kind.Date+" 16:00:00" {
		t.Errorf("session from %s to %s", open, end)
	}
	for _, s := range about.Scenario {
		if s.Key == "" || s.Value == "" || s.Reason == "" || s.Tag != model.Assumed {
			t.Errorf("setting %+v is incomplete or not called assumed", s)
		}
	}
	for _, s := range day.SecurityRows {
		if s.Evidence != model.Synthetic || !strings.HasPrefix(s.Symbol, "SYN") || s.HaltMove == 0 {
			t.Errorf("%+v is not plainly made up, or has no circuit breaker", s)
		}
	}
	for _, op := range day.OperationRows {
		if op.Tag != model.Assumed || op.Text == "" || op.Reaction {
			t.Errorf("operation %+v: not assumed, without text or a reaction to an incident", op)
		}
	}
	if len(day.ClosingRows) != 0 {
		t.Error("something is liquidated")
	}
}

// sizes checks that a day is as large as promised and no larger than a replay wants it.
func sizes(t *testing.T, m *measures) {
	for _, c := range []struct {
		what        string
		got, lo, hi float64
	}{
		{"executions", float64(m.trades), 1e6, 2.5e6},
		{"quotes", float64(m.quotes), 1e5, 3e6},
		{"names", float64(m.names), 150, 201},
		{"our share of the market's volume", float64(m.shares) / float64(m.others), 0.05, 0.25},
		{"share of children that end with something unfilled", float64(m.ends) / float64(m.children), 0.03, 0.09},
		{"executions of a child that trades", float64(m.trades) / float64(m.children), 1, 1.2},
	} {
		if !(c.got >= c.lo && c.got <= c.hi) {
			t.Errorf("%s: %v, want %v to %v", c.what, c.got, c.lo, c.hi)
		}
	}
}

func TestDatesAreTradingDaysBeforeTheIncident(t *testing.T) {
	seen := map[string]string{}
	for _, d := range normal.Days() {
		date, err := time.Parse(time.DateOnly, d.Date)
		if err != nil {
			t.Fatal(err)
		}
		holiday := d.Date == "2012-07-03" || d.Date == "2012-07-04" // half a session; none
		if date.Weekday() == time.Saturday || date.Weekday() == time.Sunday || holiday || d.Date < "2012-06-01" || d.Date > "2012-07-31" {
			t.Errorf("%s: %s is no full trading day of June or July 2012", d.Name, d.Date)
		}
		if seen[d.Date] != "" {
			t.Errorf("%s and %s are on one date", seen[d.Date], d.Name)
		}
		seen[d.Date] = d.Name
	}
	if len(seen) < 20 {
		t.Errorf("only %d days", len(seen))
	}
}

func TestNoSuchDay(t *testing.T) {
	for _, day := range []int{-1, len(normal.Days())} {
		if _, err := normal.Generate(day, 1); err == nil || !strings.Contains(err.Error(), "does not exist") {
			t.Errorf("day %d: %v", day, err)
		}
	}
}

// The same day and seed give the same rows on one core and on four; another seed or day gives others.
func TestSameBytesOnAnyNumberOfCores(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	seen := map[uint64]string{}
	for _, c := range []struct {
		day  int
		seed uint64
	}{{9, 7}, {17, 7}, {18, 7}, {18, 8}} {
		runtime.GOMAXPROCS(1)
		one := checksum(generate(t, c.day, c.seed))
		runtime.GOMAXPROCS(4)
		if again := checksum(generate(t, c.day, c.seed)); again != one {
			t.Errorf("day %d, seed %d: checksum %x on one core, %x on four", c.day, c.seed, one, again)
		}
		if seen[one] != "" {
			t.Errorf("day %d, seed %d is the same as %s", c.day, c.seed, seen[one])
		}
		seen[one] = fmt.Sprintf("day %d, seed %d", c.day, c.seed)
	}
}

// Names are the same on all days of a seed, but for the day's own prices.
func TestDaysShareTheirNames(t *testing.T) {
	a, b := generate(t, 0, 3), generate(t, 1, 3)
	for s := range a.SecurityRows {
		x, y := a.SecurityRows[s], b.SecurityRows[s]
		if x.OpenPx, y.OpenPx = 0, 0; x != y {
			t.Fatalf("%+v on one day, %+v on another", x, y)
		}
	}
}

func BenchmarkGenerate(b *testing.B) {
	b.ReportAllocs()
	rows := 0
	for b.Loop() {
		day := generate(b, 0, 1)
		rows += day.ChildRows.Len() + day.ExecutionRows.Len()
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
}
