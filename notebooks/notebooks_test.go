// Package notebooks_test executes the notebooks from scratch and holds what comes out against what is committed.
//
// Owns: what of a notebook is kept, and in which form.
//
// Refuses: any knowledge of what notebooks are about; those that fail say so themselves, in their last cells.
//
// Invariants: two executions of the same notebook by the same version are equal, byte for byte, in the form that is kept.
package notebooks_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write what the notebooks give now over what is committed")

// sizeMax is what a committed notebook may weigh: it is read on the web and downloaded with every clone.
const sizeMax = 400 << 10

func TestNotebooks(t *testing.T) {
	names, err := filepath.Glob("*.ipynb")
	if err != nil || len(names) == 0 {
		t.Fatalf("no notebooks here: %v", err)
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			got := kept(t, execute(t, name))
			if len(got) > sizeMax {
				t.Errorf("%d bytes; at most %d", len(got), sizeMax)
			}
			if *update {
				if err := os.WriteFile(name, got, 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Errorf("its outputs are no longer those that are committed (- committed, + now); go test . -update writes them:\n%s", diff)
			}
		})
	}
}

// execute runs every cell of a notebook in a new kernel and returns the notebook with its new outputs. The first cell that fails
// fails the test, with what it said.
func execute(t *testing.T, name string) []byte {
	t.Helper()
	dir := t.TempDir()
	said, err := exec.Command("jupyter", "nbconvert", "--to", "notebook", "--execute", "--ExecutePreprocessor.timeout=600",
		"--output-dir", dir, name).CombinedOutput()
	if err != nil {
		t.Fatalf("jupyter nbconvert: %v (./install --headless installs what is needed)\n%s", err, said)
	}
	executed, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return executed
}

// kept returns a notebook as it is committed, in nbformat 4.4: without what differs from one execution to the next or from one
// editor to another, which is times, ids, the version of the language and what an editor folded.
func kept(t *testing.T, executed []byte) []byte {
	t.Helper()
	in := json.NewDecoder(bytes.NewReader(executed))
	in.UseNumber()
	var n struct {
		Cells    []map[string]any `json:"cells"`
		Metadata map[string]any   `json:"metadata"`
		Format   int              `json:"nbformat"`
		Minor    int              `json:"nbformat_minor"`
	}
	if err := in.Decode(&n); err != nil {
		t.Fatal(err)
	}
	n.Minor = 4
	n.Metadata = map[string]any{
		"kernelspec":    map[string]string{"display_name": "Go (gonb)", "language": "go", "name": "gonb"},
		"language_info": map[string]string{"file_extension": ".go", "mimetype": "text/x-go", "name": "go"},
	}
	for i, cell := range n.Cells {
		failed(t, i, cell)
		delete(cell, "id")
		cell["metadata"] = map[string]any{}
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(n); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// failed fails the test if a cell wrote to standard error, as a program that panics does. The kernel takes such a cell for a
// good one, and so does nbconvert.
func failed(t *testing.T, i int, cell map[string]any) {
	t.Helper()
	outputs, _ := cell["outputs"].([]any)
	for _, o := range outputs {
		out := o.(map[string]any)
		if out["name"] == "stderr" || out["output_type"] == "error" {
			t.Fatalf("cell %d failed: %v", i+1, out["text"])
		}
	}
}

// An execution that leaves cells out, or a notebook without a promise at its end, would pass everything above.
func TestNotebooksEndInPromises(t *testing.T) {
	names, err := filepath.Glob("*.ipynb")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var n struct {
			Cells []struct {
				Type    string            `json:"cell_type"`
				Source  []string          `json:"source"`
				Outputs []json.RawMessage `json:"outputs"`
			}
		}
		if err := json.Unmarshal(text, &n); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		last := n.Cells[len(n.Cells)-1]
		promise := func(line string) bool { return bytes.Contains([]byte(line), []byte("sheet.Holds(")) }
		if last.Type != "code" || !slices.ContainsFunc(last.Source, promise) || len(last.Outputs) == 0 {
			t.Errorf("%s: the last cell asserts nothing, or did not run", name)
		}
	}
}
