package page

import (
	"html/template"
	"regexp"
	"strings"

	"lossreplay/replay/report"
)

// source is a public document that the run's texts name by its mark. Link is empty where there is no one address.
type source struct{ Mark, Title, Link string }

// address is a place on the web without its scheme, one and nothing else.
var address = regexp.MustCompile(`^[a-z0-9-]+(\.[a-z0-9-]+)+(/[A-Za-z0-9_.,/?=&%:~-]*)?$`)

// sources are the documents that the catalogue and the reconstructions lean on, by how they are called there.
var sources = []source{
	{"34-70694", "SEC, In the Matter of Knight Capital Americas LLC, Release 34-70694, 16 October 2013", "https://www.sec.gov/litigation/admin/2013/34-70694.pdf"},
	{"15c3-5", "SEC Rule 15c3-5, Risk management controls for brokers or dealers with market access, 17 CFR 240.15c3-5", "https://www.ecfr.gov/current/title-17/section-240.15c3-5"},
	{"RTS 6", "Commission Delegated Regulation (EU) 2017/589 (RTS 6)", "https://eur-lex.europa.eu/eli/reg_del/2017/589/oj"},
	{"FIA 2024", "FIA, Best Practices for Automated Trading Risk Controls and System Safeguards, July 2024", "https://www.fia.org/"},
	{"Clark", "Carol Clark, How to keep markets safe in the era of high-speed trading, Chicago Fed Letter 303, October 2012", "https://www.chicagofed.org/publications/chicago-fed-letter/2012/october-303"},
}

// sourcesOf returns the documents that the day's facts cite, then those that the run's other texts name.
func sourcesOf(r *report.Results) []source {
	var named []source
	for _, s := range r.Sources {
		d := source{Mark: s.Key, Title: s.Title}
		if address.MatchString(s.Where) {
			d.Link = "https://" + s.Where
		} else if s.Where != "" {
			d.Title += " (" + s.Where + ")"
		}
		named = append(named, d)
	}
	all := textsOf(r)
	for _, s := range sources {
		if strings.Contains(all, s.Mark) {
			named = append(named, s)
		}
	}
	return named
}

// textsOf returns the texts that cite documents by name.
func textsOf(r *report.Results) string {
	var texts []string
	for i := range r.Facts {
		texts = append(texts, r.Facts[i].Source)
	}
	for i := range r.Controls {
		for _, p := range r.Controls[i].Parameters {
			texts = append(texts, p.Source)
		}
		texts = append(texts, r.Controls[i].Availability)
	}
	for i := range r.OutsideLoss {
		texts = append(texts, r.OutsideLoss[i].Source)
	}
	return strings.Join(texts, "\n")
}

var key = regexp.MustCompile(`[A-Za-z]+[0-9]+[a-z]?`)

// cited returns a text in which the keys of sources explain themselves.
func cited(v *view, text string) template.HTML {
	var b strings.Builder
	from := 0
	for _, at := range key.FindAllStringIndex(text, -1) {
		for i := range v.R.Sources {
			if s := &v.R.Sources[i]; s.Key == text[at[0]:at[1]] {
				b.WriteString(template.HTMLEscapeString(text[from:at[0]]))
				b.WriteString(string(explained(s.Key, s.Title)))
				from = at[1]
				break
			}
		}
	}
	b.WriteString(template.HTMLEscapeString(text[from:]))
	return template.HTML(b.String())
}
