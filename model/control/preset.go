package control

import (
	"fmt"
	"slices"
	"strings"

	"lossreplay/model"
)

// PresetInfo is a named choice of controls: its name and, in one sentence, what is in it.
type PresetInfo struct{ Name, About string }

// presets holds, between 2012 and today, the rule books that a Spec's Rules may name.
var presets = []PresetInfo{
	{"core", "fourteen that differ in kind, what run takes if nothing is named: every combination of them is known exactly"},
	{"2012", "what a firm could have had on 2012-08-01, and what was in force for everybody"},
	{"15c3-5", "what SEC Rule 15c3-5 (market access) asks for by name"},
	{"rts6", "what RTS 6, Delegated Regulation (EU) 2017/589, asks for by name"},
	{"fia-2024", "what FIA's best practices for automated trading (July 2024) ask for by name"},
	{"today", "all of the catalogue"},
}

// core are the controls of the preset of that name: one or two for each way in which the order on Knight says that the day
// could have been stopped (SEC 34-70694 paras 13-27), before the open, at the router, after the fill, by people.
var core = []string{"A01", "A05", "A07", "A12", "A14", "A16", "A17", "A18", "A19", "A21", "A26", "A34", "A41", "A42"}

// Presets returns every preset, in the order in which they are shown. The caller does not write to it.
func Presets() []PresetInfo { return slices.Clip(presets) }

// Preset returns the controls of the preset with that name, in order of their numbers. Their parameters are at the
// catalogue's defaults: a rule book says which controls there must be and gives no figures. A control that can only be
// evaluated in the closed loop at its defaults is left out. The error of an unknown name says what may have been meant.
func Preset(name string) ([]Instance, error) {
	if !slices.ContainsFunc(presets, func(p PresetInfo) bool { return p.Name == name }) {
		return nil, unknownPreset(name)
	}
	var chosen []Instance
	for _, s := range catalogue {
		c := s.Default()
		if s.isOf(name) && !c.LoopOnly() {
			chosen = append(chosen, c)
		}
	}
	return chosen, nil
}

// isOf reports whether the control belongs to a preset. What was in force existed, so 2012 needs no word about it.
func (s *Spec) isOf(preset string) bool {
	switch preset {
	case "core":
		return slices.Contains(core, s.ID)
	case "2012":
		return s.Existed
	case "today":
		return true
	}
	return slices.Contains(s.Rules, preset)
}

func unknownPreset(name string) error {
	var names []string
	for _, p := range presets {
		names = append(names, p.Name)
	}
	if near := model.Nearest(name, names); near != "" {
		return fmt.Errorf("unknown preset %q; did you mean %q?", name, near)
	}
	return fmt.Errorf("unknown preset %q; there are %s", name, strings.Join(names, ", "))
}
