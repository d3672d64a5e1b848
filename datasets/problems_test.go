package datasets_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lossreplay/datasets"
	"lossreplay/datasets/daytest"
	"lossreplay/model"
)

// TestEachFaultOfRowsIsNamed breaks one thing of a valid day in memory, and expects the problem that names it.
func TestEachFaultOfRowsIsNamed(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(d *datasets.Tables)
		fault datasets.Fault
		line  string
	}{
		{"fill_larger_than_what_is_left", func(d *datasets.Tables) { d.ExecutionRows.LastQty[3] = 300 }, datasets.FaultOverfill,
			"executions row 4: last_qty 300 exceeds the 100 left on child 3"},
		{"fill_of_a_filled_child", func(d *datasets.Tables) { d.ExecutionRows.Child[9] = 1 }, datasets.FaultOverfill,
			"executions row 10: last_qty 25 exceeds the 0 left on child 1"},
		{"report_after_the_end", func(d *datasets.Tables) { d.ExecutionRows.Child[49] = 10 }, datasets.FaultAfterEnd,
			"executions row 50: child_id 10 was ended before this report"},
		{"execution_before_its_child_was_sent", func(d *datasets.Tables) { d.ExecutionRows.At[0] = d.ChildRows.Sent[0] - 1 }, datasets.FaultTooEarly,
			"executions row 1: at 2012-08-01T13:30:00.999999999Z is before child 1 was sent, 2012-08-01T13:30:01Z"},
		{"child_before_its_parent_was_received", func(d *datasets.Tables) { d.ParentRows.Received[5] = daytest.Open + 40e9 }, datasets.FaultTooEarly,
			"children row 37: sent 2012-08-01T13:30:32Z is before parent 6 was received, 2012-08-01T13:30:40Z"},
		{"unknown_parent", func(d *datasets.Tables) { d.ChildRows.Parent[2] = 7 }, datasets.FaultUnknownID,
			"children row 3: parent_id 7 is not one of the 6 parents"},
		{"unknown_child", func(d *datasets.Tables) { d.ExecutionRows.Child[2] = 99 }, datasets.FaultUnknownID,
			"executions row 3: child_id 99 is not one of the 37 children"},
		{"unsorted_children", func(d *datasets.Tables) { d.ChildRows.Sent[4] = daytest.Open }, datasets.FaultUnsorted,
			"children row 5: sent 2012-08-01T13:30:00Z is before the row above, 2012-08-01T13:30:04Z"},
		{"unsorted_operations", func(d *datasets.Tables) { d.OperationRows[1].At -= 5 * 24 * 3600e9 }, datasets.FaultUnsorted,
			"operations row 2: at 2012-07-23T13:30:00Z is before the row above, 2012-07-27T13:30:00Z"},
		{"unsorted_bars", func(d *datasets.Tables) { d.BarRows[1].Symbol = 0 }, datasets.FaultUnsorted,
			`bars row 2: symbol "AAA" does not come after "AAA" of the row above`},
		{"unknown_server", func(d *datasets.Tables) { d.ChildRows.Server[0] = 2 }, datasets.FaultUnknown,
			"children row 1: server #2 is not in router.servers of incident.yaml"},
		{"unknown_venue", func(d *datasets.Tables) { d.ChildRows.Venue[0] = 9 }, datasets.FaultUnknown,
			"children row 1: venue #9 is not in venues of incident.yaml"},
		{"unknown_symbol", func(d *datasets.Tables) { d.QuoteRows.Symbol[0] = 3 }, datasets.FaultUnknown,
			"quotes row 1: symbol #3 is not in the securities"},
		{"unknown_flag", func(d *datasets.Tables) { d.ParentRows.Flag[0] = 2 }, datasets.FaultUnknown,
			"parents row 1: flag #2 is not in router.flags of incident.yaml"},
		{"unknown_side", func(d *datasets.Tables) { d.ParentRows.Side[0] = 3 }, datasets.FaultUnknown,
			"parents row 1: side #255 is not in the sides"},
		{"unknown_execution_type", func(d *datasets.Tables) { d.ExecutionRows.Type[0] = 'X' }, datasets.FaultUnknown,
			"executions row 1: exec_type #255 is not in the execution types"},
		{"unknown_tag", func(d *datasets.Tables) { d.SecurityRows[0].Evidence = "rumour" }, datasets.FaultUnknown,
			`securities row 1: evidence "rumour" is not in the tags`},
		{"price_of_zero", func(d *datasets.Tables) { d.ChildRows.LimitPx[0] = 0 }, datasets.FaultRange, "children row 1: limit_px 0 is below 1"},
		{"negative_quantity", func(d *datasets.Tables) { d.ChildRows.OrderQty[0] = -100 }, datasets.FaultRange, "children row 1: order_qty -100 is below 1"},
		{"quantity_beyond_32_bits", func(d *datasets.Tables) { d.ParentRows.OrderQty[0] = 1 << 31 }, datasets.FaultRange,
			"parents row 1: order_qty 2147483648 is above 2147483647"},
		{"quantity_of_an_end", func(d *datasets.Tables) { d.ExecutionRows.LastQty[49] = 60 }, datasets.FaultRange, "executions row 50: last_qty 60 is above 0"},
		{"notional_beyond_64_bits", func(d *datasets.Tables) { d.ChildRows.LimitPx[0] = 1 << 60 }, datasets.FaultRange,
			"children row 1: limit_px 1152921504606846976 times 100 shares leaves 64 bits of money"},
		{"bid_above_ask", func(d *datasets.Tables) { d.QuoteRows.Bid[0] = 100_200 }, datasets.FaultCrossed,
			"quotes row 1: bid_px 100200 is above ask_px 100100"},
		{"time_in_microseconds", func(d *datasets.Tables) { d.QuoteRows.At[0] /= 1000 }, datasets.FaultDate,
			"quotes row 1: at 1970-01-16T13:17:07.8Z is far from the session of 2012-08-01"},
		{"bar_between_minutes", func(d *datasets.Tables) { d.BarRows[29].Start++ }, datasets.FaultRange,
			"bars row 30: start 2012-08-01T13:39:00.000000001Z is no whole minute from the open"},
		{"deploy_without_server", func(d *datasets.Tables) { d.OperationRows[0].HasServer = false }, datasets.FaultNull,
			"operations row 1: server has no value, but the row's kind is deploy"},
		{"alert_with_build", func(d *datasets.Tables) { d.OperationRows[2].Build = 1 }, datasets.FaultRange,
			"operations row 3: build has a value, but the row's kind is alert"},
		{"symbol_twice", func(d *datasets.Tables) { d.SecurityRows[1].Symbol = "AAA" }, datasets.FaultDuplicate,
			`securities row 2: symbol "AAA" is here a second time`},
		{"closing_twice", func(d *datasets.Tables) { d.ClosingRows[1].Symbol = d.ClosingRows[0].Symbol }, datasets.FaultDuplicate,
			`liquidation row 2: symbol "BBB" is here a second time`},
		{"closing_too_small", func(d *datasets.Tables) { d.ClosingRows[0].BlockQty -= 10 }, datasets.FaultClosing,
			`liquidation row 1: block_qty 560 closes "BBB" with 1130 shares in all; its position is 1140`},
		{"closing_missing", func(d *datasets.Tables) { d.ClosingRows = d.ClosingRows[:1] }, datasets.FaultClosing,
			`liquidation: symbol lacks "CCC", whose position is -1200`},
		{"columns_of_two_lengths", func(d *datasets.Tables) { d.ChildRows.Rogue = d.ChildRows.Rogue[:1] }, datasets.FaultRange,
			"children: has columns of different lengths: [37 37 37 37 37 37 1]"},
		{"no_securities", func(d *datasets.Tables) { d.SecurityRows = nil }, datasets.FaultRange, "securities: has 0 rows; 1 to 65535 are possible"},
		{"date_that_cannot_be", func(d *datasets.Tables) { d.About.Date = "2012-02-30" }, datasets.FaultDate, `incident.yaml: date "2012-02-30" is no date`},
		{"session_on_another_day", func(d *datasets.Tables) { d.About.Date = "2012-08-02" }, datasets.FaultDate,
			"incident.yaml: session.open 2012-08-01T13:30:00Z is not on 2012-08-02 in America/New_York"},
		{"session_that_closes_before_it_opens", func(d *datasets.Tables) { d.About.Session.Close = daytest.Open }, datasets.FaultDate,
			"incident.yaml: session.close 2012-08-01T13:30:00Z is not after open 2012-08-01T13:30:00Z"},
		{"scale_of_seven", func(d *datasets.Tables) { d.About.Scale = 7 }, datasets.FaultRange, "incident.yaml: price_scale 7 is outside 0..6"},
		{"impact_weights", func(d *datasets.Tables) { d.About.Market.Permanent = 0.5 }, datasets.FaultRange,
			"incident.yaml: market impact weights add up to 1.25; permanent part and terms must add up to 1"},
		{"fact_interval", func(d *datasets.Tables) { d.About.Facts[0].Min = 99 }, datasets.FaultRange, "incident.yaml: facts[0].max 37 is below min 99"},
		{"server_twice", func(d *datasets.Tables) { d.About.Router.Servers[1] = "s1" }, datasets.FaultDuplicate,
			`incident.yaml: router.servers[1] "s1" occurs twice`},
	} {
		t.Run(c.name, func(t *testing.T) {
			day := daytest.Small()
			c.spoil(day)
			err := datasets.Validate(day)
			var ps *datasets.Problems
			if !errors.As(err, &ps) {
				t.Fatalf("Validate gave %v; want problems", err)
			}
			if !strings.Contains("\n"+ps.Error()+"\n", "\n"+c.line+"\n") {
				t.Errorf("no problem reads %q; got:\n%v", c.line, err)
			}
			if ps.CountOf(c.fault) == 0 {
				t.Errorf("no problem is counted as %q", c.fault)
			}
			dir := filepath.Join(t.TempDir(), "day")
			if err := datasets.Write(dir, day, datasets.WriteOptions{}); !errors.As(err, &ps) {
				t.Errorf("Write gave %v; want problems", err)
			}
			if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("Write left %s", dir)
			}
		})
	}
}

func TestSmallDayIsValid(t *testing.T) {
	if err := datasets.Validate(daytest.Small()); err != nil {
		t.Error(err)
	}
}

func TestManyProblemsAreCountedAndFiveShown(t *testing.T) {
	day := daytest.Small()
	for i := range day.QuoteRows.Bid {
		day.QuoteRows.Bid[i] = -1
	}
	day.ParentRows.OrderQty[0] = -1
	var ps *datasets.Problems
	if !errors.As(datasets.Validate(day), &ps) {
		t.Fatal("want problems")
	}
	if got := ps.Count(); got != 181 {
		t.Errorf("Count is %d; want 181", got)
	}
	lines := ps.Lines()
	if want := "quotes row 5: bid_px -1 is below 1 (and 175 more rows like it)"; len(lines) != 6 || lines[5] != want {
		t.Errorf("got %q; want 6 lines of which the last is %q", lines, want)
	}
	var out bytes.Buffer
	if err := ps.WriteCSV(&out); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"parents", "1", "", "", "order_qty", "-1", "out of range", "is below 0"}; len(rows) != 182 || strings.Join(rows[1][:8], "|") != strings.Join(want, "|") {
		t.Errorf("%d lines of CSV of which the second is %q; want 182 and %q", len(rows), rows[1], want)
	}
}

func TestProblemsAreNotErrNotExistUnlessSomethingIsMissing(t *testing.T) {
	day := daytest.Small()
	day.ParentRows.Side[0] = model.Side(9)
	if errors.Is(datasets.Validate(day), fs.ErrNotExist) {
		t.Error("a wrong side is no missing file")
	}
}
