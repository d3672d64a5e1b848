package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"lossreplay/datasets"
	"lossreplay/datasets/daytest"
)

// makeSmall returns how the small day is put into dir, and counts how often.
func makeSmall(dir string, made *int) func() error {
	return func() error {
		*made++
		return datasets.Write(dir, daytest.Small(), datasets.WriteOptions{})
	}
}

func TestCacheMakesADayOnceAndAgainWhenItIsNotWhole(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "day")
	var stderr bytes.Buffer
	p := &progress{a: newApp(nil, io.Discard, &stderr)}
	made := 0
	for range 2 {
		if _, err := openCached(dir, p, makeSmall(dir, &made)); err != nil {
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
	if _, err := openCached(dir, p, makeSmall(dir, &made)); err != nil {
		t.Fatal(err)
	}
	if made != 2 {
		t.Errorf("made %d times, want twice", made)
	}
	if want := dir + " is not whole, it is made again: " + path + ": sha256 "; !strings.Contains(stderr.String(), want) {
		t.Errorf("standard error lacks %q:\n%s", want, stderr.String())
	}
}

func TestCacheIsMadeByManyAtOnce(t *testing.T) {
	root := t.TempDir()
	dir := filepath.Join(root, "day")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			made := 0
			p := &progress{a: newApp(nil, io.Discard, io.Discard), quiet: true}
			if day, err := openCached(dir, p, makeSmall(dir, &made)); err != nil || day == nil {
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

func TestCacheSaysWhyADayCouldNotBeMade(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "day")
	full := errors.New("disk full")
	p := &progress{a: newApp(nil, io.Discard, io.Discard)}
	if _, err := openCached(dir, p, func() error { return full }); !errors.Is(err, full) {
		t.Errorf("error %v, want %v", err, full)
	}
}
