package datasets

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
	schema, err := makeSchema()
	if err != nil {
		t.Fatal(err)
	}
	router, err := RouterSchema()
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string][]byte{
		filepath.Join("..", "docs", "format.md"):          []byte(formatPage()),
		"incident.schema.json":                            schema,
		filepath.Join("..", "docs", "router.schema.json"): router,
	} {
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
			t.Errorf("%s is stale; run go test ./datasets -run Generated -update (-want +got)\n%s", path, cmp.Diff(string(want), string(got)))
		}
	}
}
