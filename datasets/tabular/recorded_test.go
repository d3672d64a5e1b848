package tabular

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"strings"
	"testing"
)

// unpacked returns the bytes of a recorded file, out of gzip or of the only member of a zip.
func unpacked(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(shared(t, name))
	if err != nil {
		t.Fatal(err)
	}
	switch {
	case strings.HasSuffix(name, ".gz"):
		r, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if data, err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	case strings.HasSuffix(name, ".zip"):
		z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		f, err := z.File[0].Open()
		if err != nil {
			t.Fatal(err)
		}
		if data, err = io.ReadAll(f); err != nil {
			t.Fatal(err)
		}
	}
	return data
}

// TestRecordedFiles reads files that others wrote, each with the mapping that its quirks ask for.
func TestRecordedFiles(t *testing.T) {
	for _, c := range recordedFiles {
		t.Run(c.file, func(t *testing.T) {
			s := mapped(t, 6, c.mapping)
			k := &taken{}
			data := unpacked(t, c.file)
			var err error
			if strings.HasSuffix(c.file, ".parquet") {
				err = ReadParquet(bytes.NewReader(data), int64(len(data)), 0, s, k.sink())
			} else {
				err = Read(bytes.NewReader(data), 0, s, k.sink())
			}
			if err != nil {
				t.Fatal(err)
			}
			if len(k.records) != c.kept || len(k.refusals) != c.refused || int(k.skipped()) != c.skipped {
				t.Errorf("kept %d, refused %d, skipped %d; want %d, %d, %d\n%v\n%v\n%v", len(k.records), len(k.refusals), k.skipped(),
					c.kept, c.refused, c.skipped, k.reasons(), k.skips, k.warnings)
			}
			for reason, n := range c.reasons {
				if k.reasons()[reason] != n {
					t.Errorf("refused for %q: %d, want %d of %v", reason, k.reasons()[reason], n, k.reasons())
				}
			}
			if len(k.records) > 0 && c.first != "" {
				if got := line(k.records[0]); got != c.first {
					t.Errorf("first record\n%s, want\n%s", got, c.first)
				}
			}
		})
	}
}

type recorded struct {
	file, mapping          string
	kept, refused, skipped int
	reasons                map[string]int
	first                  string
}
