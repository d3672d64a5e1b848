package main

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"lossreplay/datasets"
	"lossreplay/datasets/daytest"
	"lossreplay/model"
)

// smallDay writes the small day of package daytest, and then does to the folder what the second word names: smallday DIR
// [MUTATION].
func smallDay(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 || len(args) > 2 {
		ts.Fatalf("usage: smallday DIR [MUTATION]")
	}
	dir, day := ts.MkAbs(args[0]), daytest.Small()
	mutation := "none"
	if len(args) == 2 {
		mutation = args[1]
	}
	if change, ok := ofDay[mutation]; ok {
		change(day)
		mutation = "none"
	}
	ts.Check(datasets.Write(dir, day, datasets.WriteOptions{}))
	change, ok := ofFolder[mutation]
	if !ok {
		ts.Fatalf("no mutation %q", mutation)
	}
	change(folder{ts, dir})
}

// ofDay lists mutations after which the day is still valid.
var ofDay = map[string]func(*datasets.Tables){
	"no_quotes":   func(day *datasets.Tables) { day.QuoteRows = model.QuoteColumns{} },
	"fact_missed": func(day *datasets.Tables) { day.About.Facts[0].Min, day.About.Facts[0].Max = 40, 50 },
	"soft_fact_missed": func(day *datasets.Tables) {
		day.About.Facts[0].Min, day.About.Facts[0].Max, day.About.Facts[0].Soft = 40, 50, true
	},
}

// ofFolder lists mutations of the written folder. But for flipped and checksum the checksums are right, as somebody would put
// them who changed a file on purpose.
var ofFolder = map[string]func(folder){
	"none":           func(folder) {},
	"missing_column": func(f folder) { f.drop("executions", "last_qty") },
	"wrong_type":     func(f folder) { f.asText("children", "order_qty") },
	"unknown_symbol": func(f folder) { f.set("parents", "symbol", 2, "BBX") },
	"unsorted":       func(f folder) { f.swap("executions", "at", 1, 4) },
	"overfill":       func(f folder) { f.set("executions", "last_qty", 1, "300") },
	"duplicate_id":   func(f folder) { f.set("children", "child_id", 2, "1") },
	"six_overfills": func(f folder) {
		for row := range 7 {
			f.set("executions", "last_qty", row, "900")
		}
	},
	"missing_table": func(f folder) { f.check(os.Remove(f.path("children"))) },
	"truncated": func(f folder) {
		f.change("executions", func(path string) {
			content := f.read(path)
			f.write(path, content[:len(content)/2])
		})
	},
	"flipped": func(f folder) {
		content := f.read(f.path("executions"))
		content[len(content)/2] ^= 1
		f.write(f.path("executions"), content)
	},
	"checksum": func(f folder) {
		f.edit(sum(f.read(f.path("quotes"))), strings.Repeat("0", 64))
	},
	"side_tables": func(f folder) {
		f.side("refused", []string{"line", "reason"}, [][]string{{"7", "9", "12"}, {"checksum is wrong", "late", "checksum is wrong"}})
		f.side("corrections", []string{"kind"}, [][]string{{"trade_cancel"}})
	},
	"broken_side_table": func(f folder) { f.write(f.path("refused"), []byte("PAR1")) },
	"unknown_key":       func(f folder) { f.edit("\ntitle:", "\ntitel:") },
}

// folder is the folder of a day in a script.
type folder struct {
	*testscript.TestScript
	dir string
}

func (f folder) check(err error) { f.Check(err) }

func (f folder) path(table string) string { return filepath.Join(f.dir, table+".parquet") }

func (f folder) read(path string) []byte {
	content, err := os.ReadFile(path)
	f.check(err)
	return content
}

func (f folder) write(path string, content []byte) { f.check(os.WriteFile(path, content, 0o644)) }

// edit replaces a text of incident.yaml, which must be there once.
func (f folder) edit(old, new string) {
	path := filepath.Join(f.dir, "incident.yaml")
	text := string(f.read(path))
	if strings.Count(text, old) != 1 {
		f.Fatalf("incident.yaml has %q %d times", old, strings.Count(text, old))
	}
	f.write(path, []byte(strings.Replace(text, old, new, 1)))
}

// change does something to a table's file and puts its new checksum into incident.yaml.
func (f folder) change(table string, do func(path string)) {
	before := sum(f.read(f.path(table)))
	do(f.path(table))
	f.edit(before, sum(f.read(f.path(table))))
}

func sum(content []byte) string {
	h := sha256.Sum256(content)
	return hex.EncodeToString(h[:])
}
