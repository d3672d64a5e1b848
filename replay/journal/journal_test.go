package journal

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var inputs = []Input{{"the controls", "aa"}, {"the incident", "bb"}}

// journalOf writes a journal with those records and returns its name.
func journalOf(t *testing.T, records ...string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "sub", "j")
	j, err := Create(name, inputs)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range records {
		if err := j.Append(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	return name
}

// reopen returns the records of a journal after one more was added.
func reopen(name string, in []Input) (records []string, err error) {
	collect := func(body json.RawMessage) error {
		var text string
		if err := json.Unmarshal(body, &text); err != nil {
			return err
		}
		records = append(records, text)
		return nil
	}
	j, err := Open(name, in, collect)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(j.Append("more"), j.Close()); err != nil {
		return nil, err
	}
	records = nil
	j, err = Open(name, in, collect)
	if err != nil {
		return nil, err
	}
	return records, j.Close()
}

// TestNothingWholeIsLost cuts a journal at every byte: what comes back is every record that was whole, and it can be gone on with.
func TestNothingWholeIsLost(t *testing.T) {
	records := []string{"one", "two\nlines", "three"}
	name := journalOf(t, records...)
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	head := strings.IndexByte(string(whole), '\n') + 1
	for size := head; size <= len(whole); size++ {
		if err := os.WriteFile(name, whole[:size], 0o644); err != nil {
			t.Fatal(err)
		}
		n := strings.Count(string(whole[head:size]), "\n")
		got, err := reopen(name, inputs)
		if err != nil || !slices.Equal(got, append(slices.Clone(records[:n]), "more")) {
			t.Fatalf("cut to %d of %d bytes: %q, %v", size, len(whole), got, err)
		}
	}
}

func TestOtherInputsAreRefused(t *testing.T) {
	name := journalOf(t, "one")
	_, err := reopen(name, []Input{{"the controls", "changed"}, {"the incident", "bb"}})
	if !errors.Is(err, ErrChanged) || !strings.Contains(err.Error(), "the controls") || strings.Contains(err.Error(), "incident") {
		t.Errorf("error %v", err)
	}
	if _, err := reopen(name, inputs[:1]); !errors.Is(err, ErrChanged) {
		t.Errorf("error %v", err)
	}
}

func TestADamagedRecordIsRefused(t *testing.T) {
	name := journalOf(t, "one", "two", "three")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(strings.Replace(string(text), "two", "tow", 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := reopen(name, inputs); err == nil || !strings.Contains(err.Error(), "line 3 is damaged") {
		t.Errorf("error %v", err)
	}
	for _, text := range []string{"", "no journal\n", "00000000 {}\n"} {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := reopen(name, inputs); err == nil {
			t.Errorf("%q is taken for a journal", text)
		}
	}
}

func TestWhatIsThereStays(t *testing.T) {
	name := journalOf(t, "one")
	if _, err := Create(name, inputs); !errors.Is(err, fs.ErrExist) {
		t.Errorf("error %v", err)
	}
	if _, err := Open(name+"2", inputs, nil); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v", err)
	}
	j, err := Open(name, inputs, func(json.RawMessage) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	if err := j.Remove(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(name); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("it is still there: %v", err)
	}
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte("00000000 {}\n"))
	f.Add([]byte("6f8c4a2e {\"format\":\"lossreplay-journal/1\",\"inputs\":[]}\n0"))
	f.Fuzz(func(t *testing.T, content []byte) {
		name := filepath.Join(t.TempDir(), "j")
		if err := os.WriteFile(name, content, 0o644); err != nil {
			t.Fatal(err)
		}
		j, err := Open(name, inputs, func(json.RawMessage) error { return nil })
		if err == nil {
			j.Close()
		}
	})
}
