package importing

import (
	"bytes"
	"flag"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "write the generated schema instead of comparing it")

func TestGeneratedSchemaIsFresh(t *testing.T) {
	const path = "../../docs/import.schema.json"
	want, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(path, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s is stale (%v); run go test ./datasets/importing -run Generated -update", path, err)
	}
}
