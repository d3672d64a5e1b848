// Package page makes report.html of a run: one file that opens from disk, asks the network for nothing, and answers every
// combination of the controls by itself.
//
// # Owns
//
// The page's text, tables, charts, switches and looks; what of a run is handed to the browser; the content security policy.
//
// # Refuses
//
// Working out a figure: amounts, shares, sets come from packages report, attribution and portfolio. A name or note of the data as
// markup: all text goes through html/template or into a JSON block that holds no angle bracket. Reading files or the clock.
//
// # Invariants
//
// The same results give the same bytes. Nothing is fetched, no style or script runs but the ones in the page, by their
// hashes. Behind each chart stands a table of what it shows, also without scripts.
package page

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"strings"

	"lossreplay/replay/report"
)

// Inputs is what the page is made of.
type Inputs struct {
	Results *report.Results
	// Run has the lattice of the results; nil where they are a sample of the combinations.
	Run *report.Run
	// Offer says which controls to buy, with the costs that the page shows; nil where the run cannot say.
	Offer *report.Offer
	// Capital is what the firm could lose; nil if nobody says.
	Capital *report.Capital
}

// Name is the page's file in a folder of results.
const Name = "report.html"

// File returns the page as a file of the folder of results.
func File(in Inputs) report.File {
	return report.File{Name: Name, Write: func(w io.Writer) error { return write(w, in) }}
}

//go:embed assets
var assets embed.FS

//go:embed echarts/echarts.min.js
var charts string

//go:embed echarts/LICENSE echarts/NOTICE echarts/LICENSE-d3
var licences embed.FS

// ChartsVersion is the release of the npm package echarts whose dist/echarts.min.js is embedded.
const ChartsVersion = "6.1.0"

// scripts are the page's own, in the order in which they run. One scope holds them all.
var scripts = []string{"words", "help", "theme", "chart", "lattice", "switches", "try", "timeline", "which", "buy", "where", "sure", "start"}

// write writes the page.
func write(w io.Writer, in Inputs) error {
	v, err := newView(in)
	if err != nil {
		return fmt.Errorf("page: %w", err)
	}
	if err := v.embed(); err != nil {
		return fmt.Errorf("page: %w", err)
	}
	sheet, err := template.New("").Funcs(functions).ParseFS(assets, "assets/*.html")
	if err != nil {
		return fmt.Errorf("page: %w", err)
	}
	var b bytes.Buffer
	if err := sheet.ExecuteTemplate(&b, "page.html", v); err != nil {
		return fmt.Errorf("page: %w", err)
	}
	_, err = w.Write(b.Bytes())
	return err
}

// embedded are the parts of the page that go into it as they are: all of them our own, the library's, or JSON in which every angle bracket
// is escaped.
type embedded struct {
	Style    template.CSS
	Charts   template.JS
	Script   template.JS
	Data     template.JS
	Licences string
	Policy   string
}

// embed fills what goes into the page as it is, and the policy that lets nothing else run.
func (v *view) embed() error {
	style, err := assets.ReadFile("assets/style.css")
	if err != nil {
		return err
	}
	var own strings.Builder
	own.WriteString("(function(){\"use strict\";\n")
	for _, name := range scripts {
		text, err := assets.ReadFile("assets/" + name + ".js")
		if err != nil {
			return err
		}
		own.Write(text)
	}
	own.WriteString("})();")
	data, err := json.Marshal(v.data) // escapes <, > and &
	if err != nil {
		return err
	}
	for _, name := range []string{"NOTICE", "LICENSE", "LICENSE-d3"} {
		text, err := licences.ReadFile("echarts/" + name)
		if err != nil {
			return err
		}
		v.Licences += string(text) + "\n"
	}
	v.Style, v.Charts, v.Script, v.Data = template.CSS(style), template.JS(charts), template.JS(own.String()), template.JS(data)
	v.Policy = fmt.Sprintf("default-src 'none'; script-src %s %s; style-src %s; img-src data:; base-uri 'none'; form-action 'none'",
		hash(charts), hash(own.String()), hash(string(style)))
	return nil
}

// hash returns a source expression that allows one inline script or style.
func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
