package controlfile

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the generated pages instead of comparing them")

func TestGeneratedPagesAreFresh(t *testing.T) {
	for name, want := range map[string][]byte{"controls.md": page(), "controls.schema.json": Schema()} {
		path := filepath.Join("..", "..", "docs", name)
		if *update {
			if err := os.WriteFile(path, want, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("docs/%s is stale; run go test ./replay/controlfile -run Generated -update (-want +got)\n%s", name, cmp.Diff(string(want), string(got)))
		}
	}
}
