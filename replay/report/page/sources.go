package page

import (
	"strings"

	"lossreplay/replay/report"
)

// source is a public document that the run's texts name.
type source struct{ Mark, Title, Link string }

// sources are the documents that the catalogue and the reconstructions lean on, by how they are called there.
var sources = []source{
	{"34-70694", "SEC, In the Matter of Knight Capital Americas LLC, Release 34-70694, 16 October 2013", "https://www.sec.gov/litigation/admin/2013/34-70694.pdf"},
	{"15c3-5", "SEC Rule 15c3-5, Risk management controls for brokers or dealers with market access, 17 CFR 240.15c3-5", "https://www.ecfr.gov/current/title-17/section-240.15c3-5"},
	{"RTS 6", "Commission Delegated Regulation (EU) 2017/589 (RTS 6)", "https://eur-lex.europa.eu/eli/reg_del/2017/589/oj"},
	{"FIA 2024", "FIA, Best Practices for Automated Trading Risk Controls and System Safeguards, July 2024", "https://www.fia.org/"},
	{"Clark", "Carol Clark, How to keep markets safe in the era of high-speed trading, Chicago Fed Letter 303, October 2012", "https://www.chicagofed.org/publications/chicago-fed-letter/2012/october-303"},
}

// sourcesOf returns the documents that the run's texts name.
func sourcesOf(r *report.Results) []source {
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
	all := strings.Join(texts, "\n")
	var named []source
	for _, s := range sources {
		if strings.Contains(all, s.Mark) {
			named = append(named, s)
		}
	}
	return named
}
