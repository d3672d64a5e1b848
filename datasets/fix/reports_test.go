package fix

import (
	"fmt"
	"strings"
	"testing"
)

// encode returns a whole message: version, body ("35=D|34=1|...") with |, and right body length and checksum, all with SOH.
func encode(version, body string) string {
	body = strings.ReplaceAll(body, "|", "\x01")
	if !strings.HasSuffix(body, "\x01") {
		body += "\x01"
	}
	text := fmt.Sprintf("8=%s\x019=%d\x01%s", version, len(body), body)
	return fmt.Sprintf("%s10=%03d\x01", text, sumOf([]byte(text))&255)
}

const (
	out = "49=FIRM|56=VENUE|52=20120801-13:30:00.500|" // an order's header
	in  = "49=VENUE|56=FIRM|52=20120801-13:30:00.750|" // a report's
)

// TestMessages: what becomes of one message. want is the record but for its line and the ids' session, or "refused: ...", or
// "skipped: ...".
func TestMessages(t *testing.T) {
	base := "11=a|55=IBM|54=1|60=20120801-13:30:00.25|"
	report := "37=v1|17=e1|" + base
	for _, c := range []struct{ name, version, body, want, warned string }{
		{"order", "FIX.4.2", "35=D|34=1|" + out + base + "1=acc|38=100|40=2|44=12.34", "new 20120801-13:30:00.25 order=a symbol=IBM account=acc server=FIRM venue=VENUE buy qty=100 px=123400", ""},
		{"market order with a price", "FIX.4.2", "35=D|34=1|" + out + base + "38=100|40=1|44=12.34", "new 20120801-13:30:00.25 order=a symbol=IBM server=FIRM venue=VENUE buy qty=100", ""},
		{"stop order", "FIX.4.2", "35=D|34=1|" + out + base + "38=100.00|40=3|99=12", "new 20120801-13:30:00.25 order=a symbol=IBM server=FIRM venue=VENUE buy qty=100", ""},
		{"venue of 100", "FIX.4.2", "35=D|34=1|" + out + base + "38=100|40=1|100=XNYS", "new 20120801-13:30:00.25 order=a symbol=IBM server=FIRM venue=XNYS buy qty=100", ""},
		{"sell short", "FIX.5.0SP2", "35=D|34=1|" + out + strings.Replace(base, "54=1", "54=6", 1) + "38=1|40=1", "new 20120801-13:30:00.25 order=a symbol=IBM server=FIRM venue=VENUE sell_short_exempt qty=1", ""},
		{"no transact time", "FIX.4.0", "35=D|34=1|" + out + "11=a|55=IBM|54=2|38=7|40=1", "new 20120801-13:30:00.5 order=a symbol=IBM server=FIRM venue=VENUE sell qty=7", ""},
		{"possible duplicate", "FIX.4.2", "35=D|34=1|43=Y|" + out + base + "38=1|40=1", "new 20120801-13:30:00.25 order=a symbol=IBM server=FIRM venue=VENUE buy qty=1 repeat", ""},
		{"possible resend", "FIX.4.2", "35=D|34=1|97=Y|" + out + base + "38=1|40=1", "new 20120801-13:30:00.25 order=a symbol=IBM server=FIRM venue=VENUE buy qty=1 repeat", ""},
		{"side of a cross", "FIX.4.2", "35=D|34=1|" + out + "11=a|55=IBM|54=8|38=1|40=1", "refused: Side (54): is no side of 1, 2, 5, 6", ""},
		{"no symbol", "FIX.4.2", "35=D|34=1|" + out + "11=a|54=1|38=1|40=1", "refused: Symbol (55): is missing", ""},
		{"no id", "FIX.4.2", "35=D|34=1|" + out + "55=IBM|54=1|38=1|40=1", "refused: ClOrdID (11): is missing", ""},
		{"no order type", "FIX.4.2", "35=D|34=1|" + out + base + "38=1|44=2", "refused: OrdType (40): is missing", ""},
		{"no quantity", "FIX.4.2", "35=D|34=1|" + out + base + "40=1", "refused: OrderQty (38): is missing", ""},
		{"quantity 0", "FIX.4.2", "35=D|34=1|" + out + base + "38=0|40=1", "refused: OrderQty (38): is no quantity above 0", ""},
		{"fraction", "FIX.4.2", "35=D|34=1|" + out + base + "38=1.5|40=1", "refused: OrderQty (38): is no whole number of shares", ""},
		{"fine price", "FIX.4.2", "35=D|34=1|" + out + base + "38=1|40=2|44=1.23456", "refused: Price (44): has more decimals than price_scale; raise price_scale", ""},
		{"limit without price", "FIX.4.2", "35=D|34=1|" + out + base + "38=1|40=2", "refused: Price (44): limit order without a price", ""},
		{"no time", "FIX.4.2", "35=D|34=1|49=FIRM|56=VENUE|11=a|55=IBM|54=1|38=1|40=1", "refused: SendingTime (52): message has no time (60, 52) and its line none either", ""},
		{"tag twice", "FIX.4.2", "35=D|34=1|" + out + base + "38=1|38=2|40=1", "new 20120801-13:30:00.25 order=a symbol=IBM server=FIRM venue=VENUE buy qty=1", WarnRepeated},
		{"clocks apart", "FIX.4.2", "35=D|34=1|" + out + "11=a|55=IBM|54=1|38=1|40=1|60=20120803-13:30:00", "new 20120803-13:30:00 order=a symbol=IBM server=FIRM venue=VENUE buy qty=1", WarnClocks},
		{"time that is none", "FIX.4.2", "35=D|34=1|" + out + "11=a|55=IBM|54=1|38=1|40=1|60=20120832-13:30:00", "new 20120801-13:30:00.5 order=a symbol=IBM server=FIRM venue=VENUE buy qty=1", WarnTime},
		{"long id", "FIX.4.2", "35=D|34=1|" + out + "11=" + strings.Repeat("x", 129) + "|55=IBM|54=1|38=1|40=1", "refused: ClOrdID (11): is longer than 128 bytes", ""},
		{"replace", "FIX.4.4", "35=G|34=1|" + out + base + "41=z|38=200|40=2|44=1", "replace? 20120801-13:30:00.25 order=a orig=z symbol=IBM server=FIRM venue=VENUE buy qty=200 px=10000", ""},
		{"replace of nothing", "FIX.4.4", "35=G|34=1|" + out + base + "38=200|40=2|44=1", "refused: OrigClOrdID (41): is missing", ""},
		{"cancel", "FIX.4.4", "35=F|34=1|" + out + base + "41=z|38=200", "cancel? 20120801-13:30:00.25 order=a orig=z symbol=IBM server=FIRM venue=VENUE buy", ""},
		{"cancel reject", "FIX.4.4", "35=9|34=1|" + in + report + "41=z|39=2|434=1|102=0|58=too late", "cancel-rejected 20120801-13:30:00.25 order=a orig=z venue-order=v1 symbol=IBM server=FIRM venue=VENUE text=too late", ""},

		{"accepted", "FIX.4.2", "35=8|34=1|" + in + report + "20=0|150=0|39=0|38=100|44=9.5|14=0|151=100|32=0|31=0|6=0", "accepted 20120801-13:30:00.25 order=a venue-order=v1 exec=e1 symbol=IBM server=FIRM venue=VENUE buy qty=100 px=95000 leaves=100", ""},
		{"partial fill of 4.2", "FIX.4.2", "35=8|34=1|" + in + report + "20=0|150=1|39=1|38=100|14=40|151=60|32=40|31=9.4|6=9.4|30=XNYS", "trade 20120801-13:30:00.25 order=a venue-order=v1 exec=e1 symbol=IBM server=FIRM venue=XNYS buy qty=100 last=40 last-px=94000 cum=40 leaves=60", ""},
		{"fill of 4.0", "FIX.4.0", "35=8|34=1|" + in + report + "20=0|39=2|38=100|14=100|32=100|31=9.4|6=9.4", "trade 20120801-13:30:00.25 order=a venue-order=v1 exec=e1 symbol=IBM server=FIRM venue=VENUE buy qty=100 last=100 last-px=94000 cum=100", ""},
		{"trade of 4.4", "FIX.4.4", "35=8|34=1|" + in + report + "150=F|39=2|38=100|14=100|151=0|32=100|31=9.4000000|6=9.4", "trade 20120801-13:30:00.25 order=a venue-order=v1 exec=e1 symbol=IBM server=FIRM venue=VENUE buy qty=100 last=100 last-px=94000 cum=100", ""},
		{"bust of 4.2", "FIX.4.2", "35=8|34=1|" + in + report + "20=1|19=e0|150=1|39=1|14=0|32=40|31=9.4", "bust 20120801-13:30:00.25 order=a venue-order=v1 exec=e1 ref=e0 symbol=IBM server=FIRM venue=VENUE buy last=40 last-px=94000", ""},
		{"bust of 4.4", "FIX.4.4", "35=8|34=1|" + in + report + "19=e0|150=H|39=1|14=0", "bust 20120801-13:30:00.25 order=a venue-order=v1 exec=e1 ref=e0 symbol=IBM server=FIRM venue=VENUE buy", ""},
		{"correction", "FIX.4.4", "35=8|34=1|" + in + report + "19=e0|150=G|39=1|14=30|32=30|31=9.3", "correct 20120801-13:30:00.25 order=a venue-order=v1 exec=e1 ref=e0 symbol=IBM server=FIRM venue=VENUE buy last=30 last-px=93000 cum=30", ""},
		{"correction of nothing", "FIX.4.4", "35=8|34=1|" + in + report + "150=G|39=1|14=30|32=30|31=9.3", "refused: ExecRefID (19): cancel or correction names no execution (19)", ""},
		{"correction to nothing", "FIX.4.2", "35=8|34=1|" + in + report + "20=2|19=e0|150=1|39=1|32=0|31=9.3", "refused: LastQty (32): fill without quantity or price", ""},
		{"canceled", "FIX.4.2", "35=8|34=1|" + in + report + "20=0|41=z|150=4|39=4|38=100|14=40|151=0", "canceled 20120801-13:30:00.25 order=a orig=z venue-order=v1 exec=e1 symbol=IBM server=FIRM venue=VENUE buy qty=100 cum=40", ""},
		{"canceled unasked", "FIX.4.2", "35=8|34=1|" + in + report + "20=0|41=a|150=4|39=4", "canceled 20120801-13:30:00.25 order=a venue-order=v1 exec=e1 symbol=IBM server=FIRM venue=VENUE buy", ""},
		{"replaced", "FIX.4.4", "35=8|34=1|" + in + report + "41=z|150=5|39=1|38=200|44=9.1|40=2|14=40", "replaced 20120801-13:30:00.25 order=a orig=z venue-order=v1 exec=e1 symbol=IBM server=FIRM venue=VENUE buy qty=200 px=91000 cum=40", ""},
		{"expired", "FIX.4.4", "35=8|34=1|" + in + report + "150=C|39=C", "expired 20120801-13:30:00.25 order=a venue-order=v1 exec=e1 symbol=IBM server=FIRM venue=VENUE buy", ""},
		{"done for day", "FIX.4.1", "35=8|34=1|" + in + report + "20=0|39=3", "expired 20120801-13:30:00.25 order=a venue-order=v1 exec=e1 symbol=IBM server=FIRM venue=VENUE buy", ""},
		{"rejected", "FIX.4.4", "35=8|34=1|" + in + report + "150=8|39=8|103=1|58=halted", "rejected 20120801-13:30:00.25 order=a venue-order=v1 exec=e1 symbol=IBM server=FIRM venue=VENUE text=halted buy", ""},
		{"restated", "FIX.4.4", "35=8|34=1|" + in + report + "150=D|39=0|378=5|38=60|44=9|40=2", "replaced 20120801-13:30:00.25 order=a venue-order=v1 exec=e1 symbol=IBM server=FIRM venue=VENUE buy qty=60 px=90000", ""},
		{"restated without quantity", "FIX.4.4", "35=8|34=1|" + in + report + "150=D|39=0", "skipped: " + SkipRestated, ""},
		{"suspended", "FIX.4.4", "35=8|34=1|" + in + report + "150=9|39=9", "skipped: " + SkipSuspended, ""},
		{"pending new", "FIX.4.4", "35=8|34=1|" + in + report + "150=A|39=A", "skipped: " + SkipPending, ""},
		{"pending cancel of 4.0", "FIX.4.0", "35=8|34=1|" + in + report + "20=0|39=6", "skipped: " + SkipPending, ""},
		{"status of 4.2", "FIX.4.2", "35=8|34=1|" + in + report + "20=3|150=2|39=2|32=100|31=9", "skipped: " + SkipStatus, ""},
		{"status of 4.4", "FIX.4.4", "35=8|34=1|" + in + report + "150=I|39=2|14=100", "skipped: " + SkipStatus, ""},
		{"unknown type", "FIX.4.4", "35=8|34=1|" + in + report + "150=x|39=0", "refused: ExecType (150): is no known ExecType or OrdStatus", ""},
		{"neither type nor status", "FIX.4.0", "35=8|34=1|" + in + report + "20=0", "refused: ExecType (150): is no known ExecType or OrdStatus", ""},
		{"no order", "FIX.4.4", "35=8|34=1|" + in + "55=IBM|150=0|39=0", "refused: ClOrdID (11): report names no order (11 or 37)", ""},
		{"only the venue's id", "FIX.4.4", "35=8|34=1|" + in + "37=v9|55=IBM|150=0|39=0", "accepted 20120801-13:30:00.75 order=37:v9 venue-order=v9 symbol=IBM server=FIRM venue=VENUE", ""},

		{"says fill but nothing was", "FIX.4.1", "35=8|34=1|" + in + report + "20=0|150=2|39=0|14=0|32=0|31=0|38=10", "accepted 20120801-13:30:00.25 order=a venue-order=v1 exec=e1 symbol=IBM server=FIRM venue=VENUE buy qty=10", WarnNoFill},
		{"fill that status denies", "FIX.4.2", "35=8|34=1|" + in + report + "20=0|150=2|39=0|14=0|32=10|31=9", "refused: OrdStatus (39): reports a fill that status (39) and CumQty (14) deny", ""},
		{"fill of nothing", "FIX.4.4", "35=8|34=1|" + in + report + "150=F|39=2|14=0|32=0|31=9|38=10", "refused: LastQty (32): fill without quantity or price", ""},
		{"fill without price", "FIX.4.4", "35=8|34=1|" + in + report + "150=F|39=2|14=10|32=10", "refused: LastPx (31): fill without quantity or price", ""},
		{"fill from the average", "FIX.4.2", "35=8|34=1|" + in + report + "20=0|150=2|39=2|14=10|6=9.5", "trade 20120801-13:30:00.25 order=a venue-order=v1 exec=e1 symbol=IBM server=FIRM venue=VENUE buy last=10 last-px=95000 cum=10", WarnWorked},
		{"new yet filled", "FIX.4.2", "35=8|34=1|" + in + report + "20=0|150=0|39=2|14=10|6=9.5", "trade 20120801-13:30:00.25 order=a venue-order=v1 exec=e1 symbol=IBM server=FIRM venue=VENUE buy last=10 last-px=95000 cum=10", WarnStatus},
		{"fill of a fraction", "FIX.4.4", "35=8|34=1|" + in + report + "150=F|39=1|32=0.5|31=9", "refused: LastQty (32): is no whole number of shares", ""},
		{"fill at too fine a price", "FIX.4.4", "35=8|34=1|" + in + report + "150=F|39=1|32=5|31=9.00001", "refused: LastPx (31): has more decimals than price_scale; raise price_scale", ""},
		{"fill at a billion digits", "FIX.4.4", "35=8|34=1|" + in + report + "150=F|39=1|32=5|31=" + strings.Repeat("9", 1000), "refused: LastPx (31): is out of range", ""},

		{"heartbeat", "FIX.4.4", "35=0|34=1|" + out, "skipped: Heartbeat (0)", ""},
		{"own type", "FIX.4.4", "35=U1|34=1|" + out, "skipped: " + skipUnknown, ""},
		{"list of orders", "FIX.4.4", "35=E|34=1|" + out, "skipped: NewOrderList (E)", ""},
		{"reject of nothing known", "FIX.4.4", "35=3|34=1|45=9|372=D|" + in, "skipped: " + SkipReject, ""},
		{"business reject by id", "FIX.4.4", "35=j|34=1|45=9|372=D|379=a|380=3|" + in, "rejected 20120801-13:30:00.75 order=a server=FIRM venue=VENUE", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := readAll(t, Options{}, 4, encode(c.version, c.body)+"\n")
			if text := outcome(got); text != c.want {
				t.Errorf("got  %s\nwant %s", text, c.want)
			}
			if len(got.warned) > 1 && c.name != "new yet filled" || c.warned != "" && got.warned[c.warned] == 0 || c.warned == "" && len(got.warned) > 0 {
				t.Errorf("warned %v, want %q", got.warned, c.warned)
			}
		})
	}
}

// outcome returns what became of the only message, without its line number and the session in its ids.
func outcome(c *collected) string {
	var all []string
	for _, line := range c.lines {
		_, line, _ = strings.Cut(line, " ")
		all = append(all, strings.ReplaceAll(line, "FIRM~VENUE/", ""))
	}
	for _, r := range c.refusals {
		all = append(all, "refused: "+r.Field+": "+r.Reason)
	}
	for reason := range c.skipped {
		all = append(all, "skipped: "+reason)
	}
	return strings.Join(all, "\n")
}
