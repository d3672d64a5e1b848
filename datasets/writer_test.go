package datasets

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// namesIn returns what is in a folder.
func namesIn(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestWriteRefusesToReplaceUnlessForced(t *testing.T) {
	root := t.TempDir()
	dir := filepath.Join(root, "day")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "precious"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := Write(dir, tinyDay(), WriteOptions{}); !errors.Is(err, ErrExists) {
		t.Errorf("Write gave %v; want ErrExists", err)
	}
	if names := namesIn(t, dir); len(names) != 1 {
		t.Errorf("a refused Write changed the folder: %v", names)
	}
	if err := Write(dir, tinyDay(), WriteOptions{Force: true}); !errors.Is(err, ErrForeign) {
		t.Errorf("a forced Write over a folder of others gave %v; want ErrForeign", err)
	}
	if names := namesIn(t, dir); len(names) != 1 {
		t.Errorf("a refused Write changed the folder: %v", names)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := Write(dir, tinyDay(), WriteOptions{Force: true}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Open(dir); err != nil {
		t.Error(err)
	}
	if names := namesIn(t, root); len(names) != 1 {
		t.Errorf("Write left %v", names)
	}
}

func TestCanceledWriteLeavesNothing(t *testing.T) {
	stop := errors.New("stop")
	for asked := range 3 {
		root := t.TempDir()
		n := 0
		err := Write(filepath.Join(root, "day"), tinyDay(), WriteOptions{Canceled: func() error {
			if n++; n > asked {
				return stop
			}
			return nil
		}})
		if !errors.Is(err, stop) {
			t.Errorf("canceled at question %d: error %v, want %v", asked, err, stop)
		}
		if names := namesIn(t, root); len(names) != 0 {
			t.Errorf("canceled at question %d: left %v", asked, names)
		}
	}
}

func TestFailedWriteLeavesNothing(t *testing.T) {
	root := t.TempDir()
	day := tinyDay()
	day.About.Session.Zone = "Nowhere/Land" // found out when incident.yaml is written, after the tables
	if err := writeFolder(filepath.Join(root, "day"), day, WriteOptions{}); err == nil {
		t.Error("want an error")
	}
	if names := namesIn(t, root); len(names) != 0 {
		t.Errorf("a failed Write left %v", names)
	}
	if err := os.WriteFile(filepath.Join(root, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Write(filepath.Join(root, "file", "no", "place"), tinyDay(), WriteOptions{}); err == nil {
		t.Error("want an error")
	}
}

func TestWriteMakesTheFoldersAroundAndTakesThemBack(t *testing.T) {
	root := t.TempDir()
	day := tinyDay()
	if err := Write(filepath.Join(root, "years", "2012", "day"), day, WriteOptions{}); err != nil {
		t.Error(err)
	}
	day.About.Session.Zone = "Nowhere/Land"
	if err := writeFolder(filepath.Join(root, "years", "2013", "day"), day, WriteOptions{}); err == nil {
		t.Error("want an error")
	}
	if names := namesIn(t, filepath.Join(root, "years")); len(names) != 1 || names[0] != "2012" {
		t.Errorf("beside the year that was written there are %v", names)
	}
}

func TestEmptyOptionalTablesAreNotWritten(t *testing.T) {
	day, err := Open(written(t, tinyDay(), WriteOptions{}))
	if err != nil {
		t.Fatal(err)
	}
	d := Describe(day)
	if len(d.Tables) != 5 || len(d.Missing) != 3 || d.Symbols != 2 || d.Servers != 8 {
		t.Errorf("described as %+v", d)
	}
	if c := d.Tables[3]; c.Name != "children" || c.Rows != 2 || !c.Timed || c.First >= c.Last {
		t.Errorf("children are described as %+v", c)
	}
}
