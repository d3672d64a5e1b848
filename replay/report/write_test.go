package report

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lossreplay/datasets/daytest"
	"lossreplay/model/control"
)

// contents returns every file below dir by name.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		all[rel] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func write(t *testing.T, r *Results, dir string) {
	t.Helper()
	if err := r.Write(dir, WriteOptions{}); err != nil {
		t.Fatal(err)
	}
}

func TestWriteGivesTheSameBytesAgain(t *testing.T) {
	root := t.TempDir()
	var files int
	for dir, procs := range map[string]int{"one": 1, "eight": 8} {
		was := runtime.GOMAXPROCS(procs)
		r := build(t, study(t, daytest.Small(), control.Defaults(), control.Variants()))
		write(t, r, filepath.Join(root, "out", dir))
		files = len(r.files())
		runtime.GOMAXPROCS(was)
	}
	one, eight := contents(t, filepath.Join(root, "out", "one")), contents(t, filepath.Join(root, "out", "eight"))
	for name := range one {
		if one[name] != eight[name] {
			t.Errorf("%s differs between two runs", name)
		}
	}
	if len(one) != len(eight) || len(one) != files+1 {
		t.Errorf("%d and %d files", len(one), len(eight))
	}
}

func TestManifestNamesEveryFile(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	write(t, build(t, tinyStudy(t)), dir)
	files := contents(t, dir)
	var m Manifest
	if err := json.Unmarshal([]byte(files[manifestName]), &m); err != nil {
		t.Fatal(err)
	}
	for _, f := range m.Outputs {
		sum := sha256.Sum256([]byte(files[f.File]))
		if f.SHA256 != hex.EncodeToString(sum[:]) || f.Bytes != int64(len(files[f.File])) || f.Bytes == 0 {
			t.Errorf("%s: %s, %d bytes do not describe the file", f.File, f.SHA256, f.Bytes)
		}
		delete(files, f.File)
	}
	delete(files, manifestName)
	if len(files) > 0 {
		t.Errorf("the manifest leaves out %v", files)
	}
	want := Manifest{Program: "lossreplay", Version: "1.2.3", Incident: "tiny", Seed: 7,
		Scenario: []ScenarioSetting{{"prices", "constant", "to be worked out on paper", "assumed"}, {"servers", "1", "made up", "synthetic"}},
		Inputs:   []TableSum{{"children", "children.parquet", "ab12", 5}},
		Controls: m.Controls, Variants: m.Variants, Outputs: m.Outputs}
	if diff := cmp.Diff(want, m); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := m.Controls[1]; got.Label != "A17" || got.Values["limit"] != "2" || !got.Evaluable || m.Controls[3].Evaluable {
		t.Errorf("configuration of the controls: %+v", m.Controls)
	}
}

func TestWriteRefusesWhatIsThere(t *testing.T) {
	r := build(t, tinyStudy(t))
	root := t.TempDir()
	dir := filepath.Join(root, "out")
	write(t, r, dir)
	before := contents(t, dir)
	if err := r.Write(dir, WriteOptions{}); !errors.Is(err, fs.ErrExist) {
		t.Errorf("error %v, want fs.ErrExist", err)
	}
	if diff := cmp.Diff(before, contents(t, root+"/out")); diff != "" {
		t.Errorf("the refused run changed the folder:\n%s", diff)
	}
	alone(t, root, "out")
}

// alone fails if root holds anything but name.
func alone(t *testing.T, root string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	got := []string{}
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if diff := cmp.Diff(append([]string{}, names...), got); diff != "" {
		t.Errorf("left behind (-want +got):\n%s", diff)
	}
}

func TestForceReplacesAnEarlierRun(t *testing.T) {
	r := build(t, tinyStudy(t))
	root := t.TempDir()
	dir := filepath.Join(root, "out")
	write(t, r, dir)
	if err := os.WriteFile(filepath.Join(dir, "old"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := r.Write(dir, WriteOptions{Force: true}); err != nil {
		t.Fatal(err)
	}
	if _, ok := contents(t, dir)["old"]; ok {
		t.Error("the earlier run's file is still there")
	}
	alone(t, root, "out")
}

func TestForceSparesFoldersOfOthers(t *testing.T) {
	r := build(t, tinyStudy(t))
	root := t.TempDir()
	dir := filepath.Join(root, "photos")
	if err := os.Mkdir(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "cat.png"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := r.Write(dir, WriteOptions{Force: true}); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a folder that lossreplay did not write: error %v, want fs.ErrExist", err)
	}
	alone(t, dir, "cat.png")
	if err := r.Write(filepath.Join(root, "new"), WriteOptions{Force: true}); err != nil {
		t.Errorf("force on a folder that is not there: %v", err)
	}
}

func TestNothingIsLeftAfterAFailure(t *testing.T) {
	root := t.TempDir()
	full := errors.New("disk full")
	files := []File{
		{"first", func(w io.Writer) error { _, err := w.Write([]byte("1")); return err }},
		{"second", func(io.Writer) error { return full }},
	}
	err := writeFolder(filepath.Join(root, "out"), WriteOptions{}, files, func([]FileSum) any { return nil })
	if !errors.Is(err, full) {
		t.Errorf("error %v, want %v", err, full)
	}
	alone(t, root)
}

func TestCanceledWriteLeavesNothing(t *testing.T) {
	stop := errors.New("stop")
	r := build(t, tinyStudy(t))
	for asked := range len(r.files()) + 1 {
		root := t.TempDir()
		n := 0
		err := r.Write(filepath.Join(root, "out"), WriteOptions{Canceled: func() error {
			if n++; n > asked {
				return stop
			}
			return nil
		}})
		if !errors.Is(err, stop) {
			t.Errorf("canceled at question %d: error %v, want %v", asked, err, stop)
		}
		alone(t, root)
	}
}

func TestNothingIsLeftInAReadOnlyFolder(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root writes everywhere")
	}
	root := t.TempDir()
	if err := os.Chmod(root, 0o555); err != nil {
		t.Fatal(err)
	}
	if err := build(t, tinyStudy(t)).Write(filepath.Join(root, "out"), WriteOptions{}); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("error %v, want fs.ErrPermission", err)
	}
	alone(t, root)
}

func TestCSVHoldsEveryControl(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	write(t, build(t, tinyStudy(t)), dir)
	in, err := os.Open(filepath.Join(dir, "attribution.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	rows, err := csv.NewReader(in).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		header(),
		{"A14", "A14", "Parent/child overfill check", "detect", "true", "true", "2012-08-01T13:30:20Z", "0.00", "1530000.00", "100.00", "1530000.00",
			"100.00", "510000.00", "850000.00", "", "765000.00", "1", "", "0", "0", "0", "0", "0", "0", "0.00", "0",
			"0", "0", "0", "0", "0.00", "0", "0", "", "0"},
		{"A17", "A17", "Repeated-execution limit", "detect", "true", "true", "2012-08-01T13:30:20.3Z", "510000.00", "1020000.00", "66.666666", "1020000.00",
			"66.666666", "0.00", "340000.00", "", "255000.00", "1", "", "1", "1000000", "0", "0", "0", "0", "0.00", "0",
			"1", "1", "2", "200", "2000.00", "1", "500", "quiet", "666"},
		{"A19", "A19", "Account gross limit, linked", "detect", "true", "true", "2012-08-01T13:30:20.8Z", "510000.00", "1020000.00", "66.666666", "1020000.00",
			"66.666666", "0.00", "340000.00", "", "255000.00", "1", "2012-08-01T13:30:30Z", "1", "1000000", "0", "0", "1", "500", "4995.00", "1",
			"1", "1", "400", "40000", "400000.00", "90", "100000", "busy", "400000"},
		append([]string{"A34", "A34", "Single-stock circuit breaker", "detect", "true", "false"}, make([]string, len(header())-6)...),
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// header returns the names of the columns of attribution.csv.
func header() (names []string) {
	for _, c := range attributionCells() {
		names = append(names, c.name)
	}
	return names
}
