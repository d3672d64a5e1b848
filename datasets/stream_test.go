package datasets

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lossreplay/model"
)

// streamedDay returns a valid day with more rows than a row group holds.
func streamedDay() *Tables {
	const open = model.Time(1343827800 * 1e9)
	t := &Tables{About: model.Incident{
		Name: "long", Title: "long", Date: "2012-08-01", Currency: "USD", Scale: 4,
		Session: model.Session{Zone: "America/New_York", Open: open, Close: open + 600e9}, Venues: []string{"v"},
		Router: model.RouterSpec{Servers: []string{"s"}, Flags: []string{""}, Paths: []model.CodePathSpec{{Name: "p", ChildQty: 1}},
			Builds: []model.BuildSpec{{Name: "b", PathOf: []int{0}}}},
		Market: model.MarketSpec{Tick: 1e9, Permanent: 1},
	}}
	t.SecurityRows = []model.Security{{Symbol: "A", PriorClose: 1, OpenPx: 1, NormalVolume: 1, VolumeScale: 1, Evidence: model.Assumed}}
	t.ParentRows.Append(model.ParentOrder{Received: open, Side: model.Buy})
	n := writeRows + 1234
	for i := range n {
		at := open + model.Time(i)*1000
		t.ChildRows.Append(model.ChildOrder{Sent: at, Parent: 1, OrderQty: 2, LimitPx: model.Price(10_000 + i%7), Rogue: true})
		t.ExecutionRows.Append(model.Execution{At: at, Child: model.ChildID(i + 1), Type: model.ExecTrade, LastQty: 2, LastPx: 10_000})
		t.QuoteRows.Append(model.Quote{At: at, Bid: 9_999, Ask: 10_001})
	}
	t.BarRows = []model.Bar{{Start: open, Volume: 5, Last: 10_000}}
	unit := t.About.Scale.Unit()
	cash, _ := model.Notional(model.Qty(2*n), 10_000, unit)
	t.ClosingRows = []model.Closing{{BlockQty: model.Qty(2 * n), BlockNotional: cash}}
	return t
}

// TestAppendedInPiecesIsTheSameBytes writes a day whole, and row by row as a stream does.
func TestAppendedInPiecesIsTheSameBytes(t *testing.T) {
	root := t.TempDir()
	day := streamedDay()
	if err := Write(filepath.Join(root, "whole"), day, WriteOptions{}); err != nil {
		t.Fatal(err)
	}
	f, err := NewFolder(filepath.Join(root, "of", "2012", "pieces"), WriteOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	buffer := &Tables{About: day.About, SecurityRows: day.SecurityRows, ParentRows: day.ParentRows, ClosingRows: day.ClosingRows, BarRows: day.BarRows}
	const step = 50_000
	for i := 0; i < day.ChildRows.Len(); i += step {
		for k := i; k < min(i+step, day.ChildRows.Len()); k++ {
			c, e, q := &day.ChildRows, &day.ExecutionRows, &day.QuoteRows
			buffer.ChildRows.Append(model.ChildOrder{Sent: c.Sent[k], Parent: c.Parent[k], OrderQty: c.OrderQty[k], LimitPx: c.LimitPx[k], Rogue: c.Rogue[k]})
			buffer.ExecutionRows.Append(model.Execution{At: e.At[k], Child: e.Child[k], Type: e.Type[k], LastQty: e.LastQty[k], LastPx: e.LastPx[k]})
			buffer.QuoteRows.Append(model.Quote{At: q.At[k], Bid: q.Bid[k], Ask: q.Ask[k]})
		}
		if err := f.Append(buffer); err != nil {
			t.Fatal(err)
		}
		if n := buffer.ChildRows.Len(); n >= writeRows {
			t.Fatalf("%d children stay in memory", n)
		}
	}
	side, err := f.Create("refused.parquet")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := side.Write([]byte("beside the tables")); err != nil {
		t.Fatal(err)
	}
	opened, err := f.Seal(buffer)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Commit(); err != nil {
		t.Fatal(err)
	}
	if r, err := opened.Children(); err != nil {
		t.Errorf("the sealed day does not read from its new place: %v", err)
	} else {
		r.Close()
	}
	if err := os.Remove(filepath.Join(root, "of", "2012", "pieces", "refused.parquet")); err != nil {
		t.Fatal(err)
	}
	whole, pieces := filesOf(t, filepath.Join(root, "whole")), filesOf(t, filepath.Join(root, "of", "2012", "pieces"))
	if len(whole) != len(pieces) {
		t.Errorf("%d files in pieces, %d whole", len(pieces), len(whole))
	}
	for name, text := range whole {
		if pieces[name] != text {
			t.Errorf("%s differs", name)
		}
	}
}

func filesOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = string(text)
	}
	return files
}

func TestFolderLeavesNothingBehind(t *testing.T) {
	root := t.TempDir()
	day := streamedDay()
	day.ChildRows.Parent[7] = 1
	day.ExecutionRows.LastPx[7] = 0
	f, err := NewFolder(filepath.Join(root, "years", "2012", "bad"), WriteOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Append(day); err != nil {
		t.Fatal(err)
	}
	_, err = f.Seal(day)
	var problems *Problems
	if !errors.As(err, &problems) || !strings.Contains(err.Error(), filepath.Join(root, "years", "2012", "bad")+"/executions.parquet row 8") {
		t.Errorf("Seal returns %v; want the bad row under the folder's own name", err)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
	if left := filesOf(t, root); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestUnknownKeyOfAnotherFileListsItsKeys(t *testing.T) {
	var into struct {
		Format string `yaml:"format" doc:"of the file"`
		Zone   string `yaml:"zone" opt:"true" doc:"of the times"`
	}
	err := ReadYAML("map.yaml", []byte("format: x\nplace: y\n"), &into)
	if err == nil || !strings.Contains(err.Error(), "the keys here are format, zone") {
		t.Errorf("got %v", err)
	}
}
