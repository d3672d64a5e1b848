package datasets

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lossreplay/model"
)

// readAll returns a day whole in memory.
func readAll(t testing.TB, d *Day) *Tables {
	t.Helper()
	all := &Tables{About: *d.Incident(), SecurityRows: d.Securities(), OperationRows: d.Operations(), ClosingRows: d.Closings(),
		BarRows: d.Bars(), ParentRows: *d.Parents()}
	each(t, d.Children, func(b *model.ChildColumns) {
		c := &all.ChildRows
		c.Sent, c.Parent, c.Server = append(c.Sent, b.Sent...), append(c.Parent, b.Parent...), append(c.Server, b.Server...)
		c.Venue, c.OrderQty = append(c.Venue, b.Venue...), append(c.OrderQty, b.OrderQty...)
		c.LimitPx, c.Rogue = append(c.LimitPx, b.LimitPx...), append(c.Rogue, b.Rogue...)
	})
	each(t, d.Executions, func(b *model.ExecutionColumns) {
		e := &all.ExecutionRows
		e.At, e.Child, e.Type = append(e.At, b.At...), append(e.Child, b.Child...), append(e.Type, b.Type...)
		e.LastQty, e.LastPx, e.Fee = append(e.LastQty, b.LastQty...), append(e.LastPx, b.LastPx...), append(e.Fee, b.Fee...)
	})
	each(t, d.Quotes, func(b *model.QuoteColumns) {
		q := &all.QuoteRows
		q.At, q.Symbol, q.Bid, q.Ask = append(q.At, b.At...), append(q.Symbol, b.Symbol...), append(q.Bid, b.Bid...), append(q.Ask, b.Ask...)
	})
	return all
}

func each[C any](t testing.TB, open func() (Reader[C], error), take func(*C)) {
	t.Helper()
	r, err := open()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for {
		var b C
		err := r.Next(&b)
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		take(&b)
	}
}

// sameTables compares days; an empty list is as good as none.
func sameTables(want, got *Tables) string { return cmp.Diff(want, got, cmpopts.EquateEmpty()) }

// written returns a folder with t, which need not be valid.
func written(t testing.TB, day *Tables, opts WriteOptions) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "day")
	if err := writeFolder(dir, day, opts); err != nil {
		t.Fatal(err)
	}
	return dir
}

// problemsOf opens dir, which must have problems, and returns them.
func problemsOf(t testing.TB, dir string) *Problems {
	t.Helper()
	day, err := Open(dir)
	var ps *Problems
	if !errors.As(err, &ps) {
		t.Fatalf("Open gave %v and error %v; want problems", day, err)
	}
	return ps
}

// wantLine fails unless the problems show the line, after the folder's name.
func wantLine(t testing.TB, ps *Problems, line string) {
	t.Helper()
	shown := *ps
	shown.Dir = ""
	if !slices.Contains(shown.Lines(), line) {
		t.Errorf("no problem reads %q; got:\n%s", line, shown.Error())
	}
}

// resum puts the true checksum of a table's file into the folder's incident.yaml, as a user would after mending a row.
func resum(t testing.TB, dir, file string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, manifestName))
	if err != nil {
		t.Fatal(err)
	}
	m, _ := readManifest(data, &Problems{})
	for i := range m.Tables {
		if m.Tables[i].File == file {
			if m.Tables[i].SHA256, _, err = fileSHA256(filepath.Join(dir, file)); err != nil {
				t.Fatal(err)
			}
		}
	}
	text, err := m.text()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, manifestName), text, 0o644); err != nil {
		t.Fatal(err)
	}
}
