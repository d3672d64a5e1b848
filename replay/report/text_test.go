package report

import (
	"encoding/json"
	"math/big"
	"strings"
	"testing"

	"lossreplay/model"
)

func TestAmountsNeverReadAsMoreThanTheyAre(t *testing.T) {
	millions := unitFor(457_600_000*dollar, "USD")
	for _, c := range []struct {
		amount Decimal
		shown  string
		text   string
	}{
		{0, "0.0", "$0.0M"},
		{457_600_000 * dollar, "457.6", "$457.6M"},
		{3_499_960_000 * dollar, "3,500.0", "$3,500.0M"},
		{49_999 * dollar, "<0.1", "<$0.1M"},
		{50_000 * dollar, "0.1", "$0.1M"},
		{-49_999 * dollar, ">-0.1", ">-$0.1M"},
		{-150_000 * dollar, "-0.2", "-$0.2M"},
	} {
		if got := millions.show(c.amount); got != c.shown {
			t.Errorf("%v shows as %q, want %q", c.amount, got, c.shown)
		}
		if got := millions.text(c.amount); got != c.text {
			t.Errorf("%v reads %q, want %q", c.amount, got, c.text)
		}
	}
	if got := unitFor(15_000*dollar, "EUR").name(); got != "EUR k" {
		t.Errorf("unit %q", got)
	}
}

func TestPercentagesAreCut(t *testing.T) {
	whole := 457_600_000 * model.MoneyUnit
	for _, c := range []struct {
		part model.Money
		want string
	}{
		{whole, "100.0"}, {whole - 1, "99.9"}, {0, "0.0"}, {1, "<0.1"}, {-1, ">-0.1"}, {whole / 8, "12.5"}, {whole + whole/2000, ">100.0"}, {whole + whole/8, "112.5"}, {-whole, "-100.0"},
	} {
		if got := percentText(percent(c.part, whole), Decimal(c.part)); got != c.want {
			t.Errorf("%v of %v: %q, want %q", c.part, whole, got, c.want)
		}
	}
	if percent(5, 0) != nil || ratio(1, big.NewInt(5), -1) != nil {
		t.Error("a share of no loss is a number")
	}
}

func TestInFull(t *testing.T) {
	for amount, want := range map[Decimal]string{457_600_000 * dollar: "$457,600,000.00", -1: "-$0.000001", 999_500_000: "$999.50"} {
		if got := inFull(amount, "USD"); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestDecimalReadsBack(t *testing.T) {
	for _, d := range []Decimal{0, 1, -1, 457_600_000_123_456, 1<<63 - 1, -1 << 63} {
		text, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		var back Decimal
		if err := json.Unmarshal(text, &back); err != nil || back != d {
			t.Errorf("%s reads back as %v, %v", text, back, err)
		}
	}
	var d Decimal
	if err := json.Unmarshal([]byte("1e6"), &d); err == nil {
		t.Error("1e6 is taken for an exact amount")
	}
}

func TestWrapped(t *testing.T) {
	got := strings.Join(wrapped("  1. ", "one two three four", 14), "|")
	if want := "  1. one two|     three|     four"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestHeadlineSaysGainOfAGain(t *testing.T) {
	r := build(t, tinyStudy(t))
	for loss, want := range map[Decimal]string{1_530_000 * dollar: "lost $1,530,000.00.", -12 * dollar: "gained $12.00.", 0: "lost $0.00."} {
		r.Baseline.Loss = loss
		var out strings.Builder
		if err := r.Table(&out); err != nil {
			t.Fatal(err)
		}
		if first, _, _ := strings.Cut(out.String(), "\n"); !strings.HasSuffix(first, "orders that nobody wanted "+want) {
			t.Errorf("loss %v: %q, want %q at its end", loss, first, want)
		}
	}
}
