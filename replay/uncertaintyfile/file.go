// Package uncertaintyfile reads and writes the YAML file that declares what is uncertain, for lossreplay run --draws:
//
//	format: lossreplay-uncertainty/1
//	seed: 1
//	randomisations: 8
//	unknowns:
//	  - unknown: rollback
//	    distribution: triangular
//	    low: 09:36:00
//	    mode: 09:50:00
//	    high: 09:58:00
//	    tag: assumed
//	    reason: after the first calls, before the peak
//	factors:
//	  - factor: the same people
//	    correlation: 0.5
//	    members: [A41.detect, A41.decide]
//
// An unknown that the file leaves out is not varied.
//
// Owns: the file's grammar, the places and the words of what is wrong with one, its JSON schema, the factors of the defaults.
//
// Refuses: opening files, unknowns that nobody knows, distributions that cannot be, a guess at what was meant.
//
// Invariants: what [Write] writes [Parse] reads back as it was; every problem is reported, with its place, in order.
package uncertaintyfile

import (
	"reflect"
	"strings"

	"lossreplay/datasets"
	"lossreplay/model"
)

// format is the first line of a file.
const format = "lossreplay-uncertainty/1"

// The bounds of what may be asked for.
const (
	randomisationsMin = 2
	randomisationsMax = 64
)

// File is the document.
type File struct {
	Format         string    `yaml:"format" doc:"lossreplay-uncertainty/1"`
	Seed           uint64    `yaml:"seed" doc:"of the design: another seed is another sample of the same distributions"`
	Randomisations int64     `yaml:"randomisations" doc:"2 to 64 independent scramblings of the design, which draws take in turn; their spread is the standard error"`
	Unknowns       []Unknown `yaml:"unknowns" doc:"what varies, and how; what is not here does not vary"`
	Factors        []Factor  `yaml:"factors" opt:"true" doc:"what several unknowns have in common"`
}

// Unknown is an item of the list. Values are texts, to be read in the unknown's own form.
type Unknown struct {
	Unknown      string    `yaml:"unknown" doc:"a key of the reconstruction (lossreplay incidents lists them), seed, or a control's name and parameter: A41.decide"`
	Distribution string    `yaml:"distribution" doc:"fixed, uniform, triangular, lognormal, choice or bernoulli"`
	Value        string    `yaml:"value" opt:"true" doc:"of fixed: the value"`
	Low          string    `yaml:"low" opt:"true" doc:"of uniform and triangular: the smallest value"`
	Mode         string    `yaml:"mode" opt:"true" doc:"of triangular: the likeliest value"`
	High         string    `yaml:"high" opt:"true" doc:"of uniform and triangular: the largest value"`
	P5           string    `yaml:"p5" opt:"true" doc:"of lognormal: 5 % of draws lie below"`
	P95          string    `yaml:"p95" opt:"true" doc:"of lognormal: 5 % of draws lie above; cut where the parameter's range ends"`
	Values       []string  `yaml:"values" opt:"true" doc:"of choice: the values"`
	Weights      []float64 `yaml:"weights" opt:"true" doc:"of choice: how often each comes, beside the others"`
	P            float64   `yaml:"p" opt:"true" doc:"of bernoulli: the probability of the largest value the parameter can have; else it has the smallest"`
	Tag          model.Tag `yaml:"tag" doc:"published, derived or assumed: what stands behind the distribution"`
	Reason       string    `yaml:"reason" doc:"why this distribution"`
}

// Factor is an item of the list of what unknowns have in common.
type Factor struct {
	Factor      string   `yaml:"factor" doc:"its name, in tables and pictures"`
	Correlation float64  `yaml:"correlation" doc:"0 to 1: of any two members, as normal variables of the same ranks (a Gaussian copula with one factor)"`
	Members     []string `yaml:"members" doc:"two unknowns or more; each has one factor at most"`
	Tag         string   `yaml:"tag" opt:"true" doc:"published, derived or assumed"`
	Reason      string   `yaml:"reason" opt:"true" doc:"why they move together"`
}

// Schema returns the JSON schema (2020-12) of a file, for editors.
func Schema() []byte {
	text, err := datasets.YAMLSchema(reflect.TypeFor[File](), "What is uncertain, for lossreplay run --draws")
	if err != nil {
		panic("uncertaintyfile: " + err.Error())
	}
	return text
}

// Problems is everything that is wrong with a file, in order of place. It is the error of [Parse].
type Problems []datasets.Problem

// Error returns the problems, one a line.
func (ps Problems) Error() string {
	lines := make([]string, len(ps))
	for i, p := range ps {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}
