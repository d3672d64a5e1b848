package page

import (
	"slices"

	"lossreplay/model/control"
	"lossreplay/replay/report"
)

// preset is a button that switches on what a rule book asks for.
type preset struct {
	Name, About string
	Bits        []int    // positions of the run's controls
	Absent      []string `json:"-"` // numbers of controls that it asks for and the run does not have
}

// presetsOf returns the presets of which the run has something.
func presetsOf(subjects []*report.Control) []preset {
	var list []preset
	for _, info := range control.Presets() {
		instances, err := control.Preset(info.Name)
		if err != nil {
			panic("page: " + err.Error())
		}
		p := preset{Name: info.Name, About: info.About}
		for _, c := range instances {
			i := slices.IndexFunc(subjects, func(s *report.Control) bool { return s.ID == c.Spec.ID })
			if i < 0 {
				p.Absent = append(p.Absent, c.Spec.ID)
				continue
			}
			p.Bits = append(p.Bits, i)
		}
		if len(p.Bits) > 0 {
			list = append(list, p)
		}
	}
	return list
}
