package report

import "lossreplay/model"

// Manifest says what a folder of outputs was made from and what is in it. It holds no time of making: the same inputs give
// the same manifest.
type Manifest struct {
	Program  string            `json:"program"`
	Version  string            `json:"version"`
	Incident string            `json:"incident"`
	Seed     uint64            `json:"seed"`
	Scenario []ScenarioSetting `json:"scenario"`
	Controls []Configured      `json:"controls"`
	Variants []Configured      `json:"variants"`
	// ControlsFile is the text of the controls file, empty for the catalogue's defaults.
	ControlsFile string `json:"controls_file"`
	// UncertaintyFile is the text of the file of unknowns, empty without draws.
	UncertaintyFile string `json:"uncertainty_file"`
	// CostsFile is the text of the costs file of a report that was made anew, else empty.
	CostsFile string     `json:"costs_file"`
	Inputs    []TableSum `json:"inputs"`
	Outputs   []FileSum  `json:"outputs"`
}

// ScenarioSetting is one choice that made the reconstruction.
type ScenarioSetting struct {
	Key    string `json:"key"`
	Value  string `json:"value"`
	Reason string `json:"reason"`
	Tag    string `json:"tag"`
}

// Configured is a control with the values it ran with, by name of the parameter.
type Configured struct {
	Label     string            `json:"label"`
	ID        string            `json:"id"`
	Evaluable bool              `json:"evaluable"`
	Values    map[string]string `json:"values"`
}

// FileSum identifies an output file. SHA256 is in hex.
type FileSum struct {
	File   string `json:"file"`
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
}

// provenance is what the manifest says of the inputs beyond the document itself.
type provenance struct {
	tables   []TableSum
	controls string
	unknowns string
	scenario []model.Setting
}

func (r *Results) manifest(outputs []FileSum) any {
	m := Manifest{
		Program: "lossreplay", Version: r.Version, Incident: r.Incident, Seed: r.Seed, Scenario: settings(r.provenance.scenario),
		Controls: []Configured{}, Variants: []Configured{}, ControlsFile: r.provenance.controls, UncertaintyFile: r.provenance.unknowns,
		Inputs: notNil(r.provenance.tables), Outputs: outputs,
	}
	for i := range r.Controls {
		m.Controls = append(m.Controls, configured(&r.Controls[i].Subject))
	}
	for i := range r.Variants {
		m.Variants = append(m.Variants, configured(&r.Variants[i]))
	}
	return m
}

// settings returns the choices that made a reconstruction.
func settings(scenario []model.Setting) []ScenarioSetting {
	list := []ScenarioSetting{}
	for _, s := range scenario {
		list = append(list, ScenarioSetting{s.Key, s.Value, s.Reason, string(s.Tag)})
	}
	return list
}

func configured(s *Subject) Configured {
	values := make(map[string]string, len(s.Parameters))
	for _, p := range s.Parameters {
		values[p.Name] = p.Value
	}
	return Configured{s.Label, s.ID, s.Evaluable, values}
}

// Scenario returns every choice that made the reconstruction; empty for a recorded day.
func (r *Results) Scenario() []ScenarioSetting { return settings(r.provenance.scenario) }

// Read returns the files that the day was read from; empty for a day that was made in memory.
func (r *Results) Read() []TableSum { return r.provenance.tables }

// Pages is what people read of results: files, in a folder of their own.
type Pages struct {
	Of    *Results
	Files []File
	Costs string // the text of the costs file
}

// Write makes the folder dir with the files and a manifest, as [Results.Write] does.
func (p Pages) Write(dir string, opts WriteOptions) error {
	return writeFolder(dir, opts, p.Files, func(outputs []FileSum) any {
		m := p.Of.manifest(outputs).(Manifest)
		m.CostsFile = p.Costs
		return m
	})
}
