package embedded_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"lossreplay/datasets"
	"lossreplay/datasets/daytest"
	"lossreplay/datasets/embedded"
	"lossreplay/datasets/knight"
)

// makeSmall returns how the small day is put into dir, and counts how often.
func makeSmall(dir string, made *int) func() error {
	return func() error {
		*made++
		return datasets.Write(dir, daytest.Small(), datasets.WriteOptions{})
	}
}

func silent(string, ...any) {}

func TestADayIsMadeOnceAndAgainWhenItIsNotWhole(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "day")
	var notes []string
	note := func(format string, args ...any) { notes = append(notes, fmt.Sprintf(format, args...)) }
	made := 0
	for range 2 {
		if _, err := embedded.Open(dir, note, makeSmall(dir, &made)); err != nil {
			t.Fatal(err)
		}
	}
	if made != 1 {
		t.Errorf("made %d times, want once", made)
	}
	path := filepath.Join(dir, "executions.parquet")
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	content[len(content)/2] ^= 1
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := embedded.Open(dir, note, makeSmall(dir, &made)); err != nil {
		t.Fatal(err)
	}
	if made != 2 {
		t.Errorf("made %d times, want twice", made)
	}
	want := dir + " is not whole, it is made again: " + path + ": sha256 "
	if last := notes[len(notes)-1]; !strings.HasPrefix(last, want) {
		t.Errorf("the last note is %q, want it to begin with %q", last, want)
	}
}

func TestADayIsMadeByManyAtOnce(t *testing.T) {
	root := t.TempDir()
	dir := filepath.Join(root, "day")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			made := 0
			if day, err := embedded.Open(dir, silent, makeSmall(dir, &made)); err != nil || day == nil {
				t.Errorf("day %v, error %v", day, err)
			}
		})
	}
	all.Wait()
	entries, err := os.ReadDir(root)
	if err != nil || len(entries) != 1 {
		t.Errorf("%d entries, error %v; want the day alone", len(entries), err)
	}
}

func TestItIsSaidWhyADayCouldNotBeMade(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "day")
	full := errors.New("disk full")
	if _, err := embedded.Open(dir, silent, func() error { return full }); !errors.Is(err, full) {
		t.Errorf("error %v, want %v", err, full)
	}
}

func TestAnImpossibleDayLeavesNothing(t *testing.T) {
	root := t.TempDir()
	params := knight.Defaults()
	params.Rollback = 10*time.Hour + 14*time.Minute // a minute before the flow stops
	err := embedded.Make(params, embedded.Seed, filepath.Join(root, "cache", "day"), datasets.WriteOptions{})
	if err == nil {
		t.Fatal("no error")
	}
	if entries, _ := os.ReadDir(root); len(entries) != 0 {
		t.Errorf("%d entries are left", len(entries))
	}
}

func TestAnotherDayHasAnotherFolder(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	other := knight.Defaults()
	other.Stop = "958"
	params := knight.Defaults()
	seen := map[string]bool{}
	for _, day := range []struct {
		seed   uint64
		params *knight.Params
	}{{1, &params}, {2, &params}, {1, &other}} {
		dir, err := embedded.Folder(day.seed, day.params)
		if err != nil {
			t.Fatal(err)
		}
		seen[dir] = true
	}
	if len(seen) != 3 {
		t.Errorf("%d folders for three days: %v", len(seen), seen)
	}
}
