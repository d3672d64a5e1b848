package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Told is a folder of results as far as its manifest and its document tell of it.
type Told struct {
	*Manifest
	Results *Results
}

// ReadManifest returns what [Results.Write] wrote into dir, without its leaves.
//
// The error is an *Unusable: files that are missing, were changed since they were written, or are of another command.
func ReadManifest(dir string) (*Told, error) {
	bad := &Unusable{}
	fault := func(format string, args ...any) (*Told, error) {
		bad.Problems = append(bad.Problems, dir+": "+fmt.Sprintf(format, args...))
		return nil, bad
	}
	text, err := os.ReadFile(filepath.Join(dir, manifestName))
	if errors.Is(err, fs.ErrNotExist) {
		bad.absent = true
		return fault("there is no %s", manifestName)
	}
	if err != nil {
		return fault("%v", err)
	}
	told := &Told{Manifest: &Manifest{}, Results: &Results{}}
	if err := json.Unmarshal(text, told.Manifest); err != nil {
		return fault("%s: %v", manifestName, err)
	}
	if told.Program != "lossreplay" {
		return fault("%s is of program %q, not of lossreplay", manifestName, told.Program)
	}
	for _, other := range []string{"sweep.json", "portfolio.json"} {
		if told.Manifest.has(other) {
			return fault("it holds %s: it is no folder that lossreplay run wrote", other)
		}
	}
	r := &runReader{dir: dir, run: &Run{Results: told.Results}}
	document, ok := r.file(resultsName, true)
	if ok {
		if err := json.Unmarshal(document, told.Results); err != nil {
			r.fault("%s: %v", resultsName, err)
		}
		r.sums()
	}
	if len(r.bad.Problems) > 0 {
		return nil, &r.bad
	}
	return told, nil
}

// Contradicts says what an explanation has that the document has otherwise; empty where they agree.
func (t *Told) Contradicts(e *Explanation) string {
	if e.BaselineLoss != t.Results.Baseline.Loss {
		return fmt.Sprintf("its loss with no control on is %s, and the replay's %s", t.Results.Baseline.Loss, e.BaselineLoss)
	}
	for _, s := range t.Results.subjects() {
		if s.Label == e.Control.Label && s.Standalone != nil && e.On && len(e.World) == 1 && s.Standalone.Loss != e.Loss {
			return fmt.Sprintf("its loss with %s alone is %s, and the replay's %s", s.Label, s.Standalone.Loss, e.Loss)
		}
	}
	return ""
}
