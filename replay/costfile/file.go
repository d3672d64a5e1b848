package costfile

import (
	"reflect"

	"lossreplay/datasets"
	"lossreplay/model"
)

//go:generate go test -run Generated -update

// format is the version of the file that this package reads.
const format = "lossreplay-costs/1"

// The largest values: sums of what 63 controls cost over the years fit into 64 bits.
const (
	amountMax = 1_000_000_000 * model.MoneyUnit
	yearsMax  = 50
	daysMax   = 366
)

// File is what controls cost and how often they work.
type File struct {
	Format       string      `yaml:"format" doc:"lossreplay-costs/1"`
	Years        int64       `yaml:"years" doc:"years over which costs are added up, 1 to 50"`
	DaysAYear    int64       `yaml:"days_a_year" doc:"trading days of a year, 1 to 366"`
	BlockedOrder model.Money `yaml:"blocked_order" doc:"what a legitimate child order that a control blocks costs the firm, on the day and on ordinary days"`
	Tag          model.Tag   `yaml:"tag" doc:"what stands behind years, days_a_year and blocked_order: assumed, derived or published"`
	Controls     []Control   `yaml:"controls" doc:"what each control costs and how often it works; each control of the run must be here"`
	Groups       []Group     `yaml:"groups" opt:"true" doc:"controls that fail together"`
}

// Control is what one control costs and how often it works.
type Control struct {
	Control string      `yaml:"control" doc:"number in the catalogue, or name in the run"`
	OneOff  model.Money `yaml:"one_off" doc:"paid once"`
	Yearly  model.Money `yaml:"yearly" doc:"paid each year, without what blocked orders cost"`
	Works   float64     `yaml:"works" doc:"probability that it works when it is needed, 0 to 1"`
	Tag     model.Tag   `yaml:"tag" doc:"what stands behind its figures: assumed, derived or published"`
	Source  string      `yaml:"source" opt:"true" doc:"where they come from"`
}

// Group is controls that fail together.
type Group struct {
	Group   string    `yaml:"group" doc:"what they have in common"`
	Members []string  `yaml:"members" doc:"controls, by number or name; at least two"`
	Beta    float64   `yaml:"beta" doc:"part of each member's failures that the common cause brings, 0 to 1"`
	Tag     model.Tag `yaml:"tag" doc:"what stands behind beta: assumed, derived or published"`
}

// Of returns what the file says of a control of the run: by its name there, else by its number; nil if nothing.
func (f *File) Of(label, id string) *Control {
	for _, word := range []string{label, id} {
		for i := range f.Controls {
			if f.Controls[i].Control == word {
				return &f.Controls[i]
			}
		}
	}
	return nil
}

// Has reports whether a control of the run is in the group: by its name, or by its number.
func (g *Group) Has(label, id string) bool {
	for _, word := range g.Members {
		if word == label || word == id {
			return true
		}
	}
	return false
}

// Schema returns the JSON schema of the file, for editors.
func Schema() ([]byte, error) {
	return datasets.YAMLSchema(reflect.TypeFor[File](), "What controls cost and how often they work, for lossreplay portfolio")
}
