package report

import (
	"fmt"
	"io"
	"strings"

	"lossreplay/model"
)

// writeTeX writes attribution.tex: a table of every control, to be included with \input in a LaTeX document.
func (r *Results) writeTeX(w io.Writer) error {
	clock, err := newClock(r.Zone, r.Date)
	if err != nil {
		return err
	}
	p := &printer{r: r, clock: clock, unit: unitFor(r.Baseline.Loss, r.Currency)}
	p.print(`% `+texText(fmt.Sprintf("Made by lossreplay %s from incident %s, %s, seed %d: attribution.csv as a table.", r.Version, r.Incident, r.Date, r.Seed)),
		`% Include it with \input{attribution}. It needs \usepackage{booktabs} and nothing else.`,
		`\begin{table}[htbp]`, `  \centering`, `  \scriptsize`, `  \setlength{\tabcolsep}{2.5pt}`,
		`  \caption{`+p.texCaption()+`}`, `  \label{tab:`+texLabel(r.Incident)+`-attribution}`,
		`  \begin{tabular}{@{}lrrrrrrrrl@{}}`, `    \toprule`)
	unit, zone := texText(p.unit.name()), texText(p.clock.name(model.Time(r.Baseline.FlowEnd)))
	p.print(`    & \multicolumn{3}{c}{prevented alone} & last & & first & orders & normal & \\`,
		`    \cmidrule(lr){2-4}`,
		`    & adjusted & & held & line & Shapley & trip & blocked & day & in \\`,
		fmt.Sprintf(`    control & %s & \%% & \%% & %s & %s & %s & & /M & %s \\`, unit, unit, unit, zone, existedIn), `    \midrule`)
	for i := range r.Controls {
		p.print("    " + p.texRow(&r.Controls[i]) + ` \\`)
	}
	p.print(`    \bottomrule`, `  \end{tabular}`, `\end{table}`)
	_, err = io.WriteString(w, strings.Join(p.lines, "\n")+"\n")
	return err
}

// texCaption says what the figures are.
func (p *printer) texCaption() string {
	caption := texText(fmt.Sprintf("%s: what each control would have prevented of a loss of %s. Adjusted: prices freed of the impact of the flow that is "+
		"gone; held: recorded prices kept. Last line: what it still prevents when all others are on. Shapley: its share of what all prevent together. "+
		"Blocked: legitimate orders of that day; normal day: of a million on ordinary days. In %s: whether a firm could have had it. A model's claim.",
		p.r.Title, p.full(p.r.Baseline.Loss), existedIn))
	for i := range p.r.Controls {
		if !p.r.Controls[i].Evaluable {
			return caption + texText(" A row of dashes: the day cannot judge it.")
		}
	}
	return caption
}

// texRow returns a control's row without its end.
func (p *printer) texRow(c *Control) string {
	cells := []string{c.Label + " " + c.Name, "-", "-", "-", "-", "-", "-", "-", "-", existed(&c.Subject)}
	if c.Evaluable {
		cells = p.row(&c.Subject, p.unit.show(c.LastLine.Prevented), p.unit.show(*c.Shapley))
	}
	for i, text := range cells {
		cells[i] = texText(text)
		if number, negative := strings.CutPrefix(text, "-"); negative && number != "" {
			cells[i] = `\(-\)` + texText(number)
		}
	}
	return strings.Join(cells, " & ")
}

// texLabel returns a name as it may stand in a label.
func texLabel(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, name)
}
