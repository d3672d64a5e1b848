package report

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"lossreplay/replay/attribution"
)

// The files of a run that later questions read.
const (
	resultsName    = "results.json"
	leavesName     = "leaves.parquet"
	drawLeavesName = "draw_leaves.parquet"
)

// Run is a folder of results that was read back: the document, and the lattice of its controls.
type Run struct {
	*Results
	Lattice *attribution.Lattice
	// Draws are the lattices of the reconstructions that were drawn, nil where none was.
	Draws []*attribution.Lattice
	// Inputs identify the files that were read.
	Inputs []TableSum
}

// Unusable is everything that is wrong with a folder of results, one sentence each. errors.Is(err, fs.ErrNotExist) holds if a
// file is missing.
type Unusable struct {
	Problems []string
	absent   bool
}

// Error returns the problems, one a line.
func (u *Unusable) Error() string { return strings.Join(u.Problems, "\n") }

// Is reports whether target is fs.ErrNotExist and a file is missing.
func (u *Unusable) Is(target error) bool { return target == fs.ErrNotExist && u.absent }

// Controls returns the names and the numbers of the controls of the lattice, in its order.
func (r *Run) Controls() (labels, ids []string) {
	for i := range r.Results.Controls {
		if c := &r.Results.Controls[i]; c.Evaluable {
			labels, ids = append(labels, c.Label), append(ids, c.ID)
		}
	}
	return labels, ids
}

// ReadRun returns what [Results.Write] wrote into dir: its document and its leaves, and those of its draws if it has any.
//
// The error is an *Unusable: files that are missing, were changed since they were written, or can't be read; a run whose
// coalitions are a sample; leaves that do not partition the coalitions.
func ReadRun(dir string) (*Run, error) {
	r := &runReader{dir: dir, run: &Run{Results: &Results{}}}
	if text, ok := r.file(resultsName, true); ok {
		if err := json.Unmarshal(text, r.run.Results); err != nil {
			r.fault("%s: %v", resultsName, err)
		}
	}
	leaves, haveLeaves := r.file(leavesName, true)
	draws, haveDraws := r.file(drawLeavesName, false)
	r.sums()
	if len(r.bad.Problems) > 0 {
		return nil, &r.bad
	}
	if r.run.Method.Kind != methodExact {
		r.fault("the run is a sample of its coalitions (method %s): its leaves hold only some of them, so no set can be proved best; "+
			"run again with the preset core, or with fewer controls", r.run.Method.Kind)
		return nil, &r.bad
	}
	labels, _ := r.run.Controls()
	for i, label := range labels {
		if r.run.Results.Controls[i].Label != label {
			r.fault("%s: controls that the day cannot judge stand before %s", resultsName, label)
			break
		}
	}
	if n := len(labels); n > attribution.ControlsMax || r.run.Coalitions != 1<<n {
		r.fault("%s: %d controls do not make %d coalitions", resultsName, n, r.run.Coalitions)
	}
	if haveLeaves {
		r.lattice(leaves, len(labels))
	}
	if haveDraws {
		r.draws(draws, len(labels))
	}
	if len(r.bad.Problems) > 0 {
		return nil, &r.bad
	}
	return r.run, nil
}

// runReader is a folder on its way to be a Run.
type runReader struct {
	dir string
	run *Run
	bad Unusable
}

func (r *runReader) fault(format string, args ...any) {
	r.bad.Problems = append(r.bad.Problems, r.dir+": "+fmt.Sprintf(format, args...))
}

// file returns a file's content, false if it is not there: a problem where it is needed.
func (r *runReader) file(name string, needed bool) ([]byte, bool) {
	text, err := os.ReadFile(filepath.Join(r.dir, name))
	switch {
	case err == nil:
		sum := sha256.Sum256(text)
		table, _, _ := strings.Cut(name, ".")
		r.run.Inputs = append(r.run.Inputs, TableSum{Name: table, File: name, SHA256: hex.EncodeToString(sum[:])})
		return text, true
	case errors.Is(err, fs.ErrNotExist) && !needed:
	case errors.Is(err, fs.ErrNotExist):
		r.bad.absent = true
		r.fault("there is no %s", name)
	default:
		r.fault("%v", err)
	}
	return nil, false
}

// sums holds what was read against the folder's manifest, if it has one.
func (r *runReader) sums() {
	text, err := os.ReadFile(filepath.Join(r.dir, manifestName))
	if err != nil {
		return // a folder that was put together by hand has none
	}
	var m Manifest
	if err := json.Unmarshal(text, &m); err != nil {
		r.fault("%s: %v", manifestName, err)
		return
	}
	for _, in := range r.run.Inputs {
		for _, out := range m.Outputs {
			if out.File == in.File && out.SHA256 != in.SHA256 {
				r.fault("%s is not what the run wrote: its checksum differs from that in %s", in.File, manifestName)
			}
		}
	}
}

// lattice reads the leaves of the run itself, with prices freed of the impact of missing flow.
func (r *runReader) lattice(text []byte, n int) {
	rows, err := readLeafRows(text, false)
	if err != nil {
		r.fault("%s: %v", leavesName, err)
		return
	}
	r.rows(leavesName, len(rows))
	var leaves []attribution.Leaf
	for _, row := range rows {
		leaves = append(leaves, row.leaf)
	}
	if r.run.Lattice, err = attribution.New(n, leaves); err != nil {
		r.fault("%s: %v", leavesName, err)
	}
}

// draws reads the leaves of each draw. Draws come in the order in which they first appear.
func (r *runReader) draws(text []byte, n int) {
	rows, err := readLeafRows(text, true)
	if err != nil {
		r.fault("%s: %v", drawLeavesName, err)
		return
	}
	r.rows(drawLeavesName, len(rows))
	var order []int64
	leaves := map[int64][]attribution.Leaf{}
	for _, row := range rows {
		if _, seen := leaves[row.draw]; !seen {
			order = append(order, row.draw)
		}
		leaves[row.draw] = append(leaves[row.draw], row.leaf)
	}
	for _, draw := range order {
		lattice, err := attribution.New(n, leaves[draw])
		if err != nil {
			r.fault("%s: draw %d: %v", drawLeavesName, draw, err)
			continue
		}
		r.run.Draws = append(r.run.Draws, lattice)
	}
	if len(order) == 0 {
		r.fault("%s holds no draw", drawLeavesName)
	}
}

// rows notes how many rows of a file were taken.
func (r *runReader) rows(name string, n int) {
	for i := range r.run.Inputs {
		if r.run.Inputs[i].File == name {
			r.run.Inputs[i].Rows = int64(n)
		}
	}
}
