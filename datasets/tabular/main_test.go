package tabular

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"lossreplay/datasets"
	"lossreplay/datasets/intake"
	"lossreplay/model"
)

// taken is what a reader sent to its sink, in copies.
type taken struct {
	records  []intake.Record
	refusals []intake.Refusal
	skips    map[string]int64
	warnings map[string]int64
}

func (k *taken) sink() *intake.Sink {
	k.skips, k.warnings = map[string]int64{}, map[string]int64{}
	return &intake.Sink{
		Record: func(r *intake.Record) error {
			c := *r
			for _, text := range []*[]byte{&c.Order, &c.OrigOrder, &c.VenueOrder, &c.Parent, &c.Exec, &c.RefExec, &c.Symbol, &c.Account,
				&c.Server, &c.Venue, &c.Flag, &c.Build, &c.Text} {
				*text = append([]byte(nil), *text...)
			}
			k.records = append(k.records, c)
			return nil
		},
		Refuse: func(r intake.Refusal) error { k.refusals = append(k.refusals, r); return nil },
		Skip:   func(reason string, n int64) { k.skips[reason] += n },
		Warn:   func(_ intake.Where, reason string) { k.warnings[reason]++ },
	}
}

func (k *taken) skipped() int64 {
	n := int64(0)
	for _, count := range k.skips {
		n += count
	}
	return n
}

// reasons counts the refusals by reason.
func (k *taken) reasons() map[string]int {
	counts := map[string]int{}
	for _, r := range k.refusals {
		counts[r.Reason]++
	}
	return counts
}

// mappingFile is as much of the mapping file as these tests need.
type mappingFile struct {
	Format string    `yaml:"format" opt:"true"`
	Day    dayEntry  `yaml:"day" opt:"true"`
	Tables []Options `yaml:"tables"`
}

type dayEntry struct {
	PriceScale int64 `yaml:"price_scale" opt:"true"`
}

// mapped returns the settings of a mapping: the entries of `tables:` are indented under it, a single one may stand alone.
func mapped(t testing.TB, scale model.Scale, mapping string) *Settings {
	t.Helper()
	s, err := parseMapping(mapping, scale)
	if err != nil {
		t.Fatalf("mapping: %v", err)
	}
	return s
}

func parseMapping(mapping string, scale model.Scale) (*Settings, error) {
	var o Options
	if err := datasets.ReadYAML("map.yaml", []byte(mapping), &o); err != nil {
		return nil, err
	}
	return NewSettings(&o, scale, "2012-08-01", newYork)
}

var newYork = func() *time.Location {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		panic(err)
	}
	return zone
}()

// reading returns what Read takes of a text.
func reading(t testing.TB, s *Settings, r io.Reader) *taken {
	t.Helper()
	k := &taken{}
	if err := Read(r, 0, s, k.sink()); err != nil {
		t.Fatalf("Read: %v", err)
	}
	return k
}

func read(t testing.TB, mapping, text string) *taken {
	t.Helper()
	return reading(t, mapped(t, 4, mapping), strings.NewReader(text))
}

// shared returns the path of a recorded file, and skips the test where the folder of recorded files is not there.
func shared(t testing.TB, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		path := filepath.Join(dir, "shared", "data", name)
		if _, err := os.Stat(path); err == nil {
			return path
		}
		up := filepath.Dir(dir)
		if up == dir {
			t.Skipf("no folder shared/data above this package holds %s", name)
		}
		dir = up
	}
}

func mappingProblems(err error) []MappingProblem {
	var e *MappingError
	if errors.As(err, &e) {
		return e.Problems
	}
	return nil
}
