package importing

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"lossreplay/datasets"
	"lossreplay/datasets/intake"
	"lossreplay/model"
)

// lines is a format for tests: a line is the id, quantity and price of an order that is filled at once.
var lines = format{name: "lines", doc: "for tests", open: func(_ *mapping, _ string, s *intake.Settings) (reader, error) {
	return func(sources []*Source, sink *intake.Sink) error {
		for _, src := range sources {
			if err := src.Unpacked(sink, func(r io.Reader) error { return readLines(r, src.Index, sink) }); err != nil {
				return err
			}
		}
		return nil
	}, nil
}}

func readLines(r io.Reader, source int, sink *intake.Sink) error {
	in := bufio.NewReader(r)
	for line := int64(1); ; line++ {
		text, err := in.ReadString('\n')
		where := intake.Where{Source: source, Line: line}
		if err == io.EOF {
			if text != "" {
				return sink.Refuse(intake.Refusal{Where: where, Reason: "a line is cut at the end of the file"})
			}
			return nil
		}
		if err != nil {
			return err
		}
		var id string
		var qty, px int64
		if _, err := fmt.Sscanf(text, "%s %d %d", &id, &qty, &px); err != nil {
			if err := sink.Refuse(intake.Refusal{Where: where, Value: text, Reason: "is no order"}); err != nil {
				return err
			}
			continue
		}
		at := model.Time(1343827800 * 1e9).Add(time.Duration(line) * time.Millisecond)
		order := intake.Record{Where: where, At: at, Kind: intake.NewOrder, Order: []byte(id), Symbol: []byte("AAA"), Side: model.Buy, Qty: model.Qty(qty), Px: model.Price(px)}
		if err := sink.Record(&order); err != nil {
			return err
		}
		order.Kind, order.LastQty, order.LastPx = intake.Trade, order.Qty, order.Px
		if err := sink.Record(&order); err != nil {
			return err
		}
	}
}

const log = "a 100 10000\nb 200 10100\nnonsense\nc 300 10200\n"

func gz(parts ...string) []byte {
	var b bytes.Buffer
	for _, p := range parts {
		w := gzip.NewWriter(&b)
		w.Write([]byte(p))
		w.Close()
	}
	return b.Bytes()
}

func zst(text string) []byte {
	var b bytes.Buffer
	w, _ := zstd.NewWriter(&b)
	w.Write([]byte(text))
	w.Close()
	return b.Bytes()
}

func zipped(names ...string) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, n := range names {
		f, _ := w.Create(n)
		f.Write([]byte(log))
	}
	w.Close()
	return b.Bytes()
}

// put writes files into a new folder and returns it.
func put(t *testing.T, files map[string][]byte) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func names(t *testing.T, dir string) (list []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return list
}

func TestPackedSourcesAreReadAsTheyAre(t *testing.T) {
	long := strings.Repeat("z 100 10000\n", 5000)
	for _, c := range []struct {
		name          string
		text          []byte
		kept, refused int64
		warn          string
	}{
		{"plain", []byte(log), 6, 1, ""},
		{"cut", []byte(log + "d 100"), 6, 2, ""},
		{"gzip", gz(log), 6, 1, ""},
		{"gzip_of_two_members", gz(log[:24], log[24:]), 6, 1, ""},
		{"zstd", zst(log), 6, 1, ""},
		{"zip", zipped("../../etc/passwd"), 6, 1, ""},
		{"gzip_that_is_cut", gz(log, long)[:len(gz(log))+60], 0, 0, "cut or damaged"},
		{"gzip_with_a_wrong_checksum", append(gz(log)[:len(gz(log))-8], 1, 2, 3, 4, 5, 6, 7, 8), 6, 2, "cut or damaged"},
		{"gzip_with_dirt_behind", append(gz(log), "dirt"...), 6, 2, "cut or damaged"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := put(t, map[string][]byte{"log": c.text})
			sum, day, err := importAs([]format{lines}, Request{Format: "lines", Sources: []string{filepath.Join(dir, "log")}, Out: filepath.Join(dir, "day")})
			if err != nil {
				t.Fatal(err)
			}
			if c.kept > 0 && (sum.Kept != c.kept || sum.RefusedRows != c.refused) || sum.Kept < 6 {
				t.Errorf("kept %d, refused %+v", sum.Kept, sum.Refused)
			}
			if c.warn == "" != (len(sum.Warned) == 0) || c.warn != "" && !strings.Contains(sum.Warned[0].Reason, c.warn) {
				t.Errorf("warned %+v", sum.Warned)
			}
			if day.Parents().Len() < 3 {
				t.Errorf("%d parents", day.Parents().Len())
			}
			if got := names(t, dir); len(got) != 2 {
				t.Errorf("in the folder: %q", got)
			}
		})
	}
}

func TestWhatCannotBeASource(t *testing.T) {
	bomb := zst(strings.Repeat("\x00", 100<<20))
	dir := put(t, map[string][]byte{"log": []byte(log), "bomb": bomb, "two.zip": zipped("a", "b"), "none.zip": zipped(), "bad.gz": []byte("\x1f\x8b\x08 no gzip"), "empty": nil})
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("log", filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	before := len(names(t, dir))
	for _, c := range []struct {
		sources []string
		want    string
	}{
		{[]string{"."}, "is a folder"},
		{[]string{"pipe"}, "is no regular file"},
		{[]string{"nowhere", "pipe"}, "nowhere: is not there"},
		{[]string{"log", "link"}, "link: is the same file as"},
		{[]string{"bomb"}, "which no log does"},
		{[]string{"two.zip"}, "holds several files"},
		{[]string{"bad.gz"}, "cannot be unpacked"},
	} {
		var sources []string
		for _, s := range c.sources {
			sources = append(sources, filepath.Join(dir, s))
		}
		_, _, err := importAs([]format{lines}, Request{Format: "lines", Sources: sources, Out: filepath.Join(dir, "day")})
		var problems *datasets.Problems
		if !errors.As(err, &problems) || !strings.Contains(err.Error(), c.want) || len(problems.Hints()) == 0 {
			t.Errorf("%q: got %v; want %q and what to do", c.sources, err, c.want)
		}
		if got := names(t, dir); len(got) != before {
			t.Errorf("%q: left behind: %q", c.sources, got)
		}
	}
	_, _, err := importAs([]format{lines}, Request{Format: "lines", Sources: []string{filepath.Join(dir, "empty")}, Out: filepath.Join(dir, "day")})
	if !errors.Is(err, intake.ErrNoOrders) {
		t.Errorf("an empty file: %v", err)
	}
	if _, _, err := importAs([]format{lines}, Request{Format: "lines", Sources: []string{filepath.Join(dir, "link")}, Out: filepath.Join(dir, "day")}); err != nil {
		t.Errorf("a link to a file: %v", err)
	}
}

func TestACanceledImportLeavesNothing(t *testing.T) {
	dir := put(t, map[string][]byte{"log": []byte(log)})
	stop := errors.New("stop")
	for at := range 20 {
		calls := 0
		_, _, err := importAs([]format{lines}, Request{Format: "lines", Sources: []string{filepath.Join(dir, "log")}, Out: filepath.Join(dir, "day"), Canceled: func() error {
			if calls++; calls > at {
				return stop
			}
			return nil
		}})
		if err == nil {
			return // it asked less often than that
		}
		if !errors.Is(err, stop) || len(names(t, dir)) != 1 {
			t.Fatalf("stopped at %d: %v; left: %q", at, err, names(t, dir))
		}
	}
}

func TestTheMappingFile(t *testing.T) {
	dir := put(t, map[string][]byte{"log": []byte(log), "marks.csv": []byte("symbol,price\nAAA,1.2500\n"),
		"good.yaml":  []byte("format: lossreplay-import/1\nday: {name: trial, zone: America/New_York, open: '09:30', close: '16:00'}\nunwanted: {symbols: [AAA], from: '09:30'}\nclosing: {marks_file: marks.csv}\n"),
		"bad.yaml":   []byte("format: lossreplay-import/1\nday: {zome: UTC}\n"),
		"wrong.yaml": []byte("format: lossreplay-import/1\nday: {zone: Mars, date: tomorrow, price_scale: 9}\nclosing: {policy: hope}\n"),
		"other.yaml": []byte("format: lossreplay-import/2\n")})
	run := func(file string) (*intake.Summary, *datasets.Day, error) {
		return importAs([]format{lines}, Request{Format: "lines", Sources: []string{filepath.Join(dir, "log")}, Map: filepath.Join(dir, file), Out: filepath.Join(dir, "day"), Force: true})
	}
	for file, wants := range map[string][]string{
		"bad.yaml":   {`unknown key "zome"; did you mean "zone"?`, "the keys here are name, title, date"},
		"wrong.yaml": {"day.zone", "day.date", "day.price_scale", "closing.policy"},
		"other.yaml": {"is not lossreplay-import/1"}, "none.yaml": {"is not there"},
	} {
		_, _, err := run(file)
		for _, want := range wants {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: got %v; want %q", file, err, want)
			}
		}
	}
	sum, day, err := run("good.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if got := day.Closings(); len(got) != 1 || got[0].BlockQty != 600 || got[0].BlockNotional != 750*model.MoneyUnit || sum.Closed != "1 by marks" {
		t.Errorf("closed %+v, %q", got, sum.Closed)
	}
	if a := day.Incident(); a.Name != "trial" || a.Session.Close.Sub(a.Session.Open) != 6*time.Hour+30*time.Minute || sum.Unwanted != 3 || sum.Rogue != 3 {
		t.Errorf("%+v; %+v", a, sum)
	}
}

func TestUnknownFormat(t *testing.T) {
	_, _, err := importAs([]format{lines}, Request{Format: "line"})
	var unknown *UnknownFormat
	if !errors.As(err, &unknown) || unknown.Near != "lines" {
		t.Errorf("got %v", err)
	}
}
