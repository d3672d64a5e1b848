package report

import (
	"encoding/json"
	"fmt"
	"slices"

	"lossreplay/model"
)

// The other files of a run that are read back.
const (
	tripsName    = "trips.parquet"
	timelineName = "timeline.parquet"
	curvesName   = "curves.parquet"
	whereName    = "where.csv"
	normalName   = "normal.csv"
	loopFlowName = "closed-loop.csv"
	drawsName    = "draws.parquet"
)

// Read returns what [Results.Write] wrote into dir, whole: written again it gives the same bytes. Nothing is replayed. Runs whose
// coalitions are a sample are read too.
//
// The error is an *Unusable with all that is wrong: files that are missing, were changed since they were written, or can't be
// read, a folder that no run wrote or one of an earlier version, tables that do not belong to the document.
func Read(dir string) (*Results, error) {
	b := &wholeReader{runReader: runReader{dir: dir, run: &Run{Results: &Results{}}}, texts: map[string][]byte{}}
	for _, step := range []func(){b.folder, b.tables, b.agree} {
		if step(); len(b.bad.Problems) > 0 {
			return nil, &b.bad
		}
	}
	r := b.run.Results
	var err error
	if r.Course, err = r.course(); err != nil {
		b.fault("%s and %s: %v", leavesName, curvesName, err)
		return nil, &b.bad
	}
	return r, nil
}

// wholeReader is a folder on its way to be Results.
type wholeReader struct {
	runReader
	manifest Manifest
	texts    map[string][]byte // by file
}

// folder reads the document, the manifest, and every file that they promise.
func (b *wholeReader) folder() {
	r := b.run.Results
	if text, ok := b.file(manifestName, true); ok {
		if err := json.Unmarshal(text, &b.manifest); err != nil {
			b.fault("%s: %v", manifestName, err)
		}
	}
	document, ok := b.file(resultsName, true)
	if len(b.bad.Problems) > 0 || !ok {
		return
	}
	if err := json.Unmarshal(document, r); err != nil {
		b.fault("%s: %v", resultsName, err)
		return
	}
	if r.Session.Open >= r.Session.Close || r.Method.Kind != methodExact && r.Method.Kind != methodSampled {
		b.fault("%s has no session or no method: no run of this version wrote it; run again", resultsName)
		return
	}
	for _, name := range r.tableNames() {
		if text, ok := b.file(name, b.manifest.has(name)); ok {
			b.texts[name] = text
		} else if !b.manifest.has(name) {
			b.bad.absent = true
			b.fault("there is no %s, and the run wrote none: it is of an earlier version (%s); run again", name, r.Version)
		}
	}
	b.sums()
	for _, in := range b.run.Inputs {
		if in.File != manifestName && !b.manifest.has(in.File) {
			b.fault("%s is not among the files of %s: the run did not write it", in.File, manifestName)
		}
	}
	r.provenance = b.manifest.provenance()
}

// tableNames returns the files that the rows of a run are read from.
func (r *Results) tableNames() []string {
	names := []string{leavesName, tripsName, timelineName, curvesName, whereName}
	if r.Normal != nil {
		names = append(names, normalName)
	}
	if r.ClosedLoop != nil {
		names = append(names, loopFlowName)
	}
	if r.Ranges != nil {
		names = append(names, drawsName, drawLeavesName)
	}
	return names
}

// has reports whether the manifest names an output.
func (m *Manifest) has(name string) bool {
	return slices.ContainsFunc(m.Outputs, func(f FileSum) bool { return f.File == name })
}

// provenance returns what the manifest says of the inputs.
func (m *Manifest) provenance() provenance {
	p := provenance{tables: m.Inputs, controls: m.ControlsFile, unknowns: m.UncertaintyFile}
	for _, s := range m.Scenario {
		p.scenario = append(p.scenario, model.Setting{Key: s.Key, Value: s.Value, Reason: s.Reason, Tag: model.Tag(s.Tag)})
	}
	return p
}

// tables parses the files.
func (b *wholeReader) tables() {
	r := b.run.Results
	readTable(b, leavesName, &r.LeafRows, leafTable)
	readTable(b, tripsName, &r.TripRows, tripTable)
	readTable(b, timelineName, &r.SecondRows, secondTable)
	readTable(b, curvesName, &r.CurveRows, curveTable)
	parsers := map[string]func([]byte) error{
		whereName: func(text []byte) (err error) { r.Where, err = readWhere(text); return err },
	}
	if r.Normal != nil {
		parsers[normalName] = r.readNormal
	}
	if r.ClosedLoop != nil {
		parsers[loopFlowName] = func(text []byte) (err error) { r.ClosedLoop.Flow, err = readFlow(text); return err }
	}
	if r.Ranges != nil {
		parsers[drawsName] = b.drawRows
	}
	for _, name := range r.tableNames() {
		if parse := parsers[name]; parse != nil {
			b.check(name, parse(b.texts[name]))
		}
	}
	if r.Ranges != nil && r.draws != nil {
		b.check(drawLeavesName, b.drawnLeaves(b.texts[drawLeavesName]))
	}
}

func (b *wholeReader) check(name string, err error) {
	if err != nil {
		b.fault("%s: %v", name, err)
	}
}

func readTable[T any](b *wholeReader, name string, into *[]T, columns []kept[T]) {
	rows, err := readKept(b.texts[name], columns)
	b.check(name, err)
	*into = rows
}

// agree holds the tables against the document.
func (b *wholeReader) agree() {
	r := b.run.Results
	b.check(leavesName, r.leavesAgree())
	if len(b.bad.Problems) > 0 {
		return
	}
	b.check(curvesName, r.curvesAgree())
	b.check(tripsName, r.tripsAgree())
	b.check(timelineName, r.secondsAgree())
	b.check(whereName, r.whereAgrees())
}

// leavesAgree is an error unless the leaves are numbered within their price assumption and are as many as the document says.
func (r *Results) leavesAgree() error {
	n := map[string]int{}
	for i := range r.LeafRows {
		l := &r.LeafRows[i]
		if l.Prices != pricesImpact && l.Prices != pricesHeld || l.Leaf != n[l.Prices] {
			return fmt.Errorf("row %d: leaf %d with prices %q is out of order", i+1, l.Leaf, l.Prices)
		}
		n[l.Prices]++
		if all := uint64(1)<<len(r.lattice()) - 1; (l.InSet|l.OutSet)&^all != 0 {
			return fmt.Errorf("row %d: the leaf speaks of controls that %s does not have", i+1, resultsName)
		}
	}
	if n[pricesImpact] != r.Leaves {
		return fmt.Errorf("it holds %d leaves; %s says %d", n[pricesImpact], resultsName, r.Leaves)
	}
	return nil
}

// curvesAgree is an error unless every leaf has a curve, in order, that ends at its loss.
func (r *Results) curvesAgree() error {
	at := 0
	for i := range r.LeafRows {
		l := &r.LeafRows[i]
		if l.Prices != pricesImpact {
			continue
		}
		first := at
		for at < len(r.CurveRows) && r.CurveRows[at].Leaf == l.Leaf && (at == first || r.CurveRows[at].At > r.CurveRows[at-1].At) {
			at++
		}
		if at == first || r.CurveRows[at-1].Loss != l.Total {
			return fmt.Errorf("the curve of leaf %d does not lead to its loss of %v", l.Leaf, l.Total)
		}
	}
	if at < len(r.CurveRows) {
		return fmt.Errorf("row %d: leaf %d is out of order", at+1, r.CurveRows[at].Leaf)
	}
	return nil
}

// tripsAgree is an error if a trip is of a leaf or a control that there is not.
func (r *Results) tripsAgree() error {
	leaves := map[string]int{}
	for i := range r.LeafRows {
		leaves[r.LeafRows[i].Prices]++
	}
	for i := range r.TripRows {
		t := &r.TripRows[i]
		if t.Leaf < 0 || t.Leaf >= leaves[t.Prices] || !r.inLattice(t.Control) {
			return fmt.Errorf("row %d: there is no leaf %d with prices %q, or no control %q", i+1, t.Leaf, t.Prices, t.Control)
		}
	}
	return nil
}

func (r *Results) inLattice(label string) bool {
	return slices.ContainsFunc(r.lattice(), func(c Control) bool { return c.Label == label })
}

// secondsAgree is an error if a second is of a world that is not shown.
func (r *Results) secondsAgree() error {
	for i := range r.SecondRows {
		if s := &r.SecondRows[i]; !s.Baseline() && (i == 0 || r.SecondRows[i-1].World != s.World) && !r.inLattice(s.World) {
			return fmt.Errorf("row %d: there is no world %q", i+1, s.World)
		}
	}
	return nil
}

// whereAgrees is an error unless the rows of each kind add up to the baseline's loss.
func (r *Results) whereAgrees() error {
	sums := map[string]Decimal{bySymbol: 0, byServer: 0, byMinute: 0}
	for i := range r.Where {
		sums[r.Where[i].By] += r.Where[i].Loss
	}
	for _, by := range []string{bySymbol, byServer, byMinute} {
		if sums[by] != r.Baseline.Loss {
			return fmt.Errorf("by %s it adds up to %v; the loss is %v", by, sums[by], r.Baseline.Loss)
		}
	}
	return nil
}
