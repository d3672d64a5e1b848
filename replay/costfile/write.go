package costfile

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"

	"lossreplay/model"
	"lossreplay/model/control"
	"lossreplay/replay/internal/remark"
)

// Write writes the defaults for every control of the catalogue as a commented file to edit. [Parse] reads it back.
func Write(w io.Writer) error {
	var b bytes.Buffer
	remark.Write(&b, "", "What controls cost and how often they work, for lossreplay portfolio DIR --costs FILE.")
	remark.Write(&b, "", "EVERY FIGURE BELOW IS ASSUMED. No firm has published what its controls cost or how often they fail: these are orders of "+
		"magnitude to begin with. Put your own in their place, and write under tag: what stands behind them (assumed, derived, published).")
	remark.Write(&b, "", "Amounts are in the currency of the incident. A control may also stand here under the name that it has in your run.")
	fmt.Fprintf(&b, "format: %s\n\n", format)
	remark.Write(&b, "", "Years over which costs are added up, and trading days of a year (both assumed).")
	fmt.Fprintf(&b, "years: %d\ndays_a_year: %d\n\n", years, daysAYear)
	remark.Write(&b, "", "What a legitimate child order that a control blocks costs the firm (assumed: 167 shares, the mean of the ordinary days, at 0.15 "+
		"cents of earnings each). It counts on the day of the incident and, if the run replayed ordinary days, on these: orders blocked on "+
		"an ordinary day x days_a_year x years.")
	fmt.Fprintf(&b, "blocked_order: %s\n", blockedOrder)
	fmt.Fprintf(&b, "tag: %s\n\ncontrols:\n", model.Assumed)
	for _, s := range control.Catalogue() {
		writeControl(&b, s)
	}
	writeGroups(&b)
	_, err := w.Write(b.Bytes())
	return err
}

func writeControl(b *bytes.Buffer, s *control.Spec) {
	c := costs[s.ID]
	remark.Write(b, "  ", s.ID+" "+s.Name+" ("+s.Family.String()+"): "+s.Action)
	fmt.Fprintf(b, "  - control: %s\n", s.ID)
	fmt.Fprintf(b, "    one_off: %d.00\n    yearly: %d.00\n", c.oneOff, c.yearly)
	fmt.Fprintf(b, "    works: %s # when it is needed\n", strconv.FormatFloat(c.works, 'f', -1, 64))
	fmt.Fprintf(b, "    tag: %s\n    source: %q\n", model.Assumed, c.why)
}

func writeGroups(b *bytes.Buffer) {
	b.WriteString("\n")
	remark.Write(b, "", "Controls that fail together. beta is the part of each member's failures that a common cause brings: with works 0.97 and beta "+
		"0.1 a member is down in 0.3 % of cases because of what the members have in common, and they go down together. A control may be in more than one group.")
	b.WriteString("groups:\n")
	for _, g := range groups {
		fmt.Fprintf(b, "  - group: %s\n    members: [%s]\n    beta: %s\n    tag: %s\n", g.Group, strings.Join(g.Members, ", "),
			strconv.FormatFloat(g.Beta, 'f', -1, 64), g.Tag)
	}
}
