// Package docs_test keeps the house tidy: what the rules say of files, imports and floats is checked here, not remembered.
package docs_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// linesMax is the longest a Go file may be. It may be lowered, not raised.
const linesMax = 300

// mayImport lists, for each part of the house, which other parts it may import. Way of the imports: cmd -> replay -> model,
// cmd -> datasets -> model; replay/report reads results and writes tables, so it may use datasets.
var mayImport = map[string][]string{
	"cmd": {"datasets", "model", "replay", "replay/controlfile", "replay/costfile", "replay/fit", "replay/journal", "replay/loop",
		"replay/portfolio", "replay/report", "replay/testimony", "replay/uncertainty", "replay/uncertaintyfile"},
	"datasets":           {"datasets", "model"},
	"replay/attribution": {"model"},
	"replay/controlfile": {"model", "replay/internal/remark"},
	"replay/costfile":    {"datasets", "model", "replay/internal/remark"},
	"replay/fit":         {"model", "replay"},
	"replay/portfolio":   {"model", "replay/attribution"},
	"replay/report": {"datasets", "model", "replay", "replay/attribution", "replay/costfile", "replay/loop", "replay/portfolio",
		"replay/testimony", "replay/uncertainty"},
	"replay/loop":            {"model", "replay"},
	"replay/testimony":       {"model", "replay"},
	"replay/journal":         {},
	"replay/internal/remark": {},
	"replay/uncertainty":     {"model", "replay", "replay/attribution"},
	// It reads YAML as incident.yaml is read.
	"replay/uncertaintyfile": {"datasets", "model", "replay/internal/remark", "replay/uncertainty"},
	"replay":                 {"model"},
	"model":                  {"model"},
}

type source struct {
	path string // slash-separated, from the module's root
	text string
	file *ast.File
}

// sources returns every Go file of the module with its syntax.
func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	err := filepath.WalkDir("..", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel := path.Clean(strings.TrimPrefix(filepath.ToSlash(name), "../"))
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && name != ".." || d.Name() == "testdata" || d.Name() == "node_modules") {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(rel, ".go") {
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), rel, text, parser.ParseComments)
		if err != nil {
			return err
		}
		all = append(all, source{rel, string(text), file})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 20 {
		t.Fatalf("only %d Go files found: the walk is broken", len(all))
	}
	return all
}

func (s source) test() bool { return strings.HasSuffix(s.path, "_test.go") }

func TestFilesAreShort(t *testing.T) {
	for _, s := range sources(t) {
		if n := strings.Count(s.text, "\n"); n > linesMax {
			t.Errorf("%s has %d lines; split it (at most %d)", s.path, n, linesMax)
		}
	}
}

func TestNamesSayWhatIsInside(t *testing.T) {
	vague := regexp.MustCompile(`(^|[/_])(util|utils|common|misc|helper|helpers)([/_.]|$)`)
	for _, s := range sources(t) {
		if vague.MatchString(s.path) {
			t.Errorf("%s: name it after what it holds", s.path)
		}
	}
}

func TestImportsPointOneWay(t *testing.T) {
	for _, s := range sources(t) {
		if s.test() || strings.Contains(s.path, "/internal/") {
			continue
		}
		from := part(path.Dir(s.path))
		for _, spec := range s.file.Imports {
			target, _ := strconv.Unquote(spec.Path.Value)
			ours, ok := strings.CutPrefix(target, "lossreplay/")
			if !ok {
				continue
			}
			if to := part(ours); to != from && !slices.Contains(mayImport[from], to) {
				t.Errorf("%s imports %s: %s may import only %v", s.path, ours, from, mayImport[from])
			}
		}
	}
}

// part returns the part of the house a folder belongs to: the longest key of mayImport that it lies under.
func part(folder string) string {
	best := ""
	for key := range mayImport {
		if (folder == key || strings.HasPrefix(folder, key+"/")) && len(key) > len(best) {
			best = key
		}
	}
	return best
}

func TestModelIsPure(t *testing.T) {
	banned := []string{"os", "io/fs", "net", "sync", "time.Now", "math/rand"}
	for _, s := range sources(t) {
		if s.test() || !strings.HasPrefix(s.path, "model/") {
			continue
		}
		for _, spec := range s.file.Imports {
			if target, _ := strconv.Unquote(spec.Path.Value); slices.Contains(banned, target) {
				t.Errorf("%s imports %s: the model has no files, goroutines or chance", s.path, target)
			}
		}
	}
}

func TestLedgerHasNoFloats(t *testing.T) {
	for _, s := range sources(t) {
		if s.test() || !strings.HasPrefix(s.path, "model/ledger/") {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Ident:
				if n.Name == "float64" || n.Name == "float32" {
					t.Errorf("%s uses %s: money is counted in integers", s.path, n.Name)
				}
			case *ast.BasicLit:
				if n.Kind == token.FLOAT {
					t.Errorf("%s has the literal %s: money is counted in integers", s.path, n.Value)
				}
			}
			return true
		})
	}
}

func TestOnlyTheCommandKnowsTheTime(t *testing.T) {
	for _, s := range sources(t) {
		if s.test() || strings.HasPrefix(s.path, "cmd/") {
			continue
		}
		if strings.Contains(s.text, "time.Now(") || strings.Contains(s.text, "time.Local") {
			t.Errorf("%s reads the clock or the local zone: results may not depend on either", s.path)
		}
	}
}

func TestOnlyMainExits(t *testing.T) {
	for _, s := range sources(t) {
		if s.test() {
			continue
		}
		if n := strings.Count(s.text, "os.Exit("); n > 0 && s.path != "cmd/lossreplay/main.go" || strings.Contains(s.text, "log.Fatal") {
			t.Errorf("%s ends the process: temporaries would stay behind; return an error", s.path)
		}
	}
}

func TestPackagesSayWhatTheyOwn(t *testing.T) {
	doc := map[string]string{}
	for _, s := range sources(t) {
		if !s.test() {
			doc[path.Dir(s.path)] += s.file.Doc.Text()
		}
	}
	for dir, text := range doc {
		for _, heading := range []string{"Owns", "Refuses", "Invariants"} {
			if !strings.Contains(text, heading) && !strings.Contains(dir, "/internal/") {
				t.Errorf("the comment of package %s has no heading %s", dir, heading)
			}
		}
	}
}
