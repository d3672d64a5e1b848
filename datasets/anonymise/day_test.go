package anonymise_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lossreplay/datasets"
	"lossreplay/datasets/anonymise"
	"lossreplay/datasets/daytest"
	"lossreplay/model"
)

// TestNothingOldIsLeft looks for every old name and text in all that the day says.
func TestNothingOldIsLeft(t *testing.T) {
	d := small()
	text := fmt.Sprintf("%+v", whole(t, anonymised(t, d, 1)))
	if at := strings.Index(text, "secret"); at >= 0 {
		t.Errorf("...%s...", text[max(at-60, 0):min(at+60, len(text))])
	}
	if n := strings.Count(fmt.Sprintf("%+v", whole(t, d)), "secret"); n < 30 {
		t.Errorf("the original says it %d times: the test looks at too little", n)
	}
	if strings.Contains(text, d.About.Date) {
		t.Errorf("the date %s is still there", d.About.Date)
	}
}

// TestOnlyNamesAndDateChange puts the old names, texts and times back, and then wants the original.
func TestOnlyNamesAndDateChange(t *testing.T) {
	d := small()
	day := anonymised(t, d, 1)
	got := whole(t, day)
	by := got.About.Session.Open.Sub(d.About.Session.Open)
	if by == 0 || by%(7*24*time.Hour) != 0 {
		t.Fatalf("moved by %v", by)
	}
	back := func(times []model.Time) {
		for i := range times {
			times[i] = times[i].Add(-by)
		}
	}
	for _, column := range [][]model.Time{got.ParentRows.Received, got.ChildRows.Sent, got.ExecutionRows.At, got.QuoteRows.At} {
		back(column)
	}
	for i := range got.OperationRows {
		got.OperationRows[i].At, got.OperationRows[i].Text = got.OperationRows[i].At.Add(-by), d.OperationRows[i].Text
	}
	for i := range got.BarRows {
		got.BarRows[i].Start = got.BarRows[i].Start.Add(-by)
	}
	old := map[string]string{"": ""}
	for _, n := range day.Names() {
		old[n.New] = n.Old
	}
	for i := range got.SecurityRows {
		got.SecurityRows[i].Symbol, got.SecurityRows[i].Listing = old[got.SecurityRows[i].Symbol], old[got.SecurityRows[i].Listing]
	}
	a := &got.About
	a.Session.Open, a.Session.Close = a.Session.Open.Add(-by), a.Session.Close.Add(-by)
	a.Name, a.Date, a.Error.Name = old[a.Name], old[a.Date], old[a.Error.Name]
	for _, list := range [][]string{a.Venues, a.Router.Servers, a.Router.Flags} {
		for i := range list {
			list[i] = old[list[i]]
		}
	}
	for i := range a.Router.Paths {
		a.Router.Paths[i].Name = old[a.Router.Paths[i].Name]
	}
	for i := range a.Router.Builds {
		a.Router.Builds[i].Name = old[a.Router.Builds[i].Name]
	}
	o, s := &a.OutsideLoss[0], &a.Scenario[0]
	if o.Name != "cost 1" || o.Source != "" || s.Key != "setting-1" || s.Value != "left out" || s.Reason != "" || a.Title != "An anonymised day" || a.Facts != nil || a.Sources != nil {
		t.Errorf("%+v", a)
	}
	a.Title, a.Facts, a.Sources = d.About.Title, d.About.Facts, d.About.Sources
	o.Name, o.Source = d.About.OutsideLoss[0].Name, d.About.OutsideLoss[0].Source
	s.Key, s.Value, s.Reason = d.About.Scenario[0].Key, d.About.Scenario[0].Value, d.About.Scenario[0].Reason
	if diff := cmp.Diff(d, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-original +put back):\n%s", diff)
	}
	if diff := cmp.Diff(small(), d); diff != "" {
		t.Errorf("the original was changed:\n%s", diff)
	}
	want := anonymise.LeftOut{OperationTexts: 6, Facts: 1, Sources: 1, Settings: 1, LossNames: 1}
	if day.LeftOut() != want {
		t.Errorf("left out %+v; want %+v", day.LeftOut(), want)
	}
}

func TestWrittenFolderIsTheDay(t *testing.T) {
	dir := t.TempDir()
	original, out, plain := filepath.Join(dir, "original"), filepath.Join(dir, "out"), filepath.Join(dir, "plain")
	if err := datasets.Write(original, small(), datasets.WriteOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(original, "refused.parquet"), []byte("secret"), 0o666); err != nil {
		t.Fatal(err)
	}
	opened, err := datasets.Open(original)
	if err != nil {
		t.Fatal(err)
	}
	if err := anonymised(t, opened, 1).Write(out, datasets.WriteOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := datasets.Write(plain, whole(t, anonymised(t, small(), 1)), datasets.WriteOptions{}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(files(t, plain), files(t, out)); diff != "" {
		t.Errorf("(-of memory +of the folder):\n%s", diff)
	}
	if err := anonymised(t, opened, 1).Write(out, datasets.WriteOptions{}); !errors.Is(err, datasets.ErrExists) {
		t.Errorf("written over: %v", err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := anonymised(t, opened, 1).Write(filepath.Join(dir, "stopped"), datasets.WriteOptions{Canceled: ctx.Err}); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
	left, err := filepath.Glob(filepath.Join(dir, ".*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, error %v", left, err)
	}
	if _, err := os.Lstat(filepath.Join(dir, "stopped")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a stopped write left its folder: %v", err)
	}
}

func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all[e.Name()] = string(data)
	}
	return all
}

// TestLongTablesAreWrittenInPieces writes more rows of every long table than are held at once.
func TestLongTablesAreWrittenInPieces(t *testing.T) {
	const n = 1<<17 + 1<<15 + 5
	d := small()
	d.ClosingRows = nil
	d.ChildRows, d.ExecutionRows, d.QuoteRows = model.ChildColumns{}, model.ExecutionColumns{}, model.QuoteColumns{}
	d.ParentRows.OrderQty[0] = 1 << 30
	for i := range n {
		at := daytest.Open + model.Time(i)*1000
		d.QuoteRows.Append(model.Quote{At: at, Bid: 99_000, Ask: 99_100})
		d.ChildRows.Append(model.ChildOrder{Sent: at, Parent: 1, OrderQty: 1, LimitPx: 100_000})
		d.ExecutionRows.Append(model.Execution{At: at, Child: model.ChildID(i + 1), Type: model.ExecTrade, LastQty: 1, LastPx: 99_000})
	}
	dir := filepath.Join(t.TempDir(), "out")
	day := anonymised(t, d, 1)
	bars := slices.Clone(day.Bars())
	if err := day.Write(dir, datasets.WriteOptions{}); err != nil {
		t.Fatal(err)
	}
	opened, err := datasets.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	got, want := whole(t, opened), whole(t, day)
	if got.ChildRows.Len() != n || !slices.Equal(got.ChildRows.Sent, want.ChildRows.Sent) || !slices.Equal(got.ExecutionRows.At, want.ExecutionRows.At) ||
		!slices.Equal(got.QuoteRows.At, want.QuoteRows.At) || !slices.Equal(got.BarRows, bars) {
		t.Error("the rows read are not those written")
	}
}

func TestNamesFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "names.csv")
	day := anonymised(t, small(), 1)
	if err := day.WriteNames(name); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(name)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, error %v", info.Mode(), err)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{`^kind,old,new\n`, `\nday,secretday,D-\w{8}\n`, `\nsymbol,secretstock2,S-\w{8}\n`, `\nlisting,secretmarket,L-\w{8}\n`,
		`\nserver,secrethost2,H-\w{8}\n`, `\nvenue,secretvenue1,V-\w{8}\n`, `\nflag,secretflag,F-\w{8}\n`, `\ncode path,secretpath0,P-\w{8}\n`,
		`\nbuild,secretbuild1,B-\w{8}\n`, `\naccount,secretaccount,A-\w{8}\n`, `\ndate,2012-08-01,\d{4}-\d\d-\d\d\n`} {
		if !regexp.MustCompile(line).Match(text) {
			t.Errorf("no line %s in\n%s", line, text)
		}
	}
	if n := strings.Count(string(text), "\n"); n != len(day.Names())+1 {
		t.Errorf("%d lines of %d names", n, len(day.Names()))
	}
	if err := day.WriteNames(name); !errors.Is(err, os.ErrExist) {
		t.Errorf("written over: %v", err)
	}
}
