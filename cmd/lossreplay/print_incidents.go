package main

import (
	"runtime/debug"
	"strconv"

	"lossreplay/datasets/knight"
)

// incidents writes the embedded incidents, each with its sources and the choices that a scenario may make.
func (a *app) incidents() {
	about := knight.About()
	a.table([]column{{name: "incident"}, {name: "date"}, {name: "seed", right: true}, {name: "title"}},
		[][]string{{about.Name, about.Date, strconv.Itoa(defaultSeed), about.Title}})
	a.say("\nSources of %s\n", about.Name)
	for _, s := range about.Sources {
		a.field("  "+s.Key, s.Title+"; "+s.Where)
	}
	a.say("\nScenario keys of %s, for --scenario KEY=VALUE\n", about.Name)
	for _, k := range knight.Keys() {
		a.say("  %s=%s\n", k.Name, k.Default)
		a.field("    allowed", k.Allowed)
		a.field("    meaning", k.Doc)
	}
}

// version writes the version, with the commit where the build knows it.
func (a *app) version(info *debug.BuildInfo) {
	a.say("lossreplay %s", version)
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			a.say(", commit %s", s.Value)
		case s.Key == "vcs.modified" && s.Value == "true":
			a.say(" with changes")
		}
	}
	a.say(", %s\n", info.GoVersion)
}
