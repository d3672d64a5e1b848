package tabular

import (
	"bytes"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"lossreplay/datasets"
	"lossreplay/model"
)

// guessOf returns the mapping that MapInit writes and the settings it makes; err says what the user must fill in.
func guessOf(t testing.TB, name string, data []byte) (text string, s *Settings, err error) {
	t.Helper()
	var b bytes.Buffer
	if err := MapInit(&b, name, bytes.NewReader(data)); err != nil {
		t.Fatalf("MapInit: %v", err)
	}
	m := mappingFile{Day: dayEntry{PriceScale: 4}}
	if err := datasets.ReadYAML("map.yaml", b.Bytes(), &m); err != nil {
		t.Fatalf("the mapping cannot be read: %v\n%s", err, b.String())
	}
	if len(m.Tables) != 1 || Choose(m.Tables, name) != 0 {
		t.Fatalf("%d tables, none for %s\n%s", len(m.Tables), name, b.String())
	}
	s, err = NewSettings(&m.Tables[0], model.Scale(m.Day.PriceScale), "2012-08-01", newYork)
	return b.String(), s, err
}

// TestEveryBlotterHasAMappingToStartFrom holds that the guess for each recorded CSV file reads rows, or says what to fill in.
func TestEveryBlotterHasAMappingToStartFrom(t *testing.T) {
	root := shared(t, "blotter")
	files := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		rel, _ := filepath.Rel(filepath.Dir(root), path)
		data := unpacked(t, filepath.ToSlash(rel))
		text, s, err := guessOf(t, filepath.Base(path), data)
		if err != nil {
			if !strings.Contains(text, "FILL IN") {
				t.Errorf("%s: %v\nbut the mapping does not say so:\n%s", rel, err, text)
			}
			t.Logf("%s: to fill in: %v", rel, err)
			return nil
		}
		k := reading(t, s, bytes.NewReader(data))
		t.Logf("%s: kept %d, refused %d, skipped %d %v", rel, len(k.records), len(k.refusals), k.skipped(), k.reasons())
		fractions := k.reasons()[noWholeShare]
		if len(k.records) == 0 && !(fractions > 0 && strings.Contains(text, "fractions of a share")) {
			t.Errorf("%s: no row is taken\n%s", rel, text)
		}
		return nil
	})
	if err != nil || files < 15 {
		t.Fatalf("%d files, %v", files, err)
	}
}
