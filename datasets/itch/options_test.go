package itch

import (
	"strings"
	"testing"

	"lossreplay/datasets"
	"lossreplay/datasets/exchange"
)

func TestDateOf(t *testing.T) {
	for name, want := range map[string]string{
		"/data/01302020.NASDAQ_ITCH50.gz": "2020-01-30",
		`C:\days\S013020-v50.txt.gz`:      "2020-01-30",
		"13322020.NASDAQ_ITCH50":          "",
		"locate-13-10k.bin":               "",
	} {
		if got, ok := DateOf(name); got != want || ok != (want != "") {
			t.Errorf("DateOf(%q) = %q, %v; want %q", name, got, ok, want)
		}
	}
}

func TestSettingsSayAllThatIsWrong(t *testing.T) {
	o := Options{Symbols: []string{"AAA", "TOOLONGNAME"}, Flow: exchange.FlowOptions{Share: 2, Servers: 65, Symbols: []string{"BBB"}}}
	_, err := o.Settings("", 4)
	for _, key := range []string{"date:", "symbols[1]:", "flow.share:", "flow.servers:", "flow.symbols:"} {
		if err == nil || !strings.Contains(err.Error(), key) {
			t.Errorf("the error does not name %s: %v", key, err)
		}
	}
	if _, err := (Options{Date: "2020-01-30"}).Settings("", 4); err != nil {
		t.Errorf("a section with its own date: %v", err)
	}
	if _, err := (Options{}).Settings("30/01/2020", 4); err == nil {
		t.Error("30/01/2020 was taken for a day")
	}
}

func TestOptionsAreYAML(t *testing.T) {
	var o Options
	text := "date: 2020-01-30\nsymbols: [AAPL]\nflow:\n  share: 0.05\n  seed: 7\n  servers: 4\n  parents: {of: 500, fill: 0.5}\n"
	if err := datasets.ReadYAML("map.yaml", []byte(text), &o); err != nil {
		t.Fatal(err)
	}
	if o.Date != "2020-01-30" || o.Flow.Share != 0.05 || o.Flow.Parents.Of != 500 {
		t.Errorf("read %+v", o)
	}
	if err := datasets.ReadYAML("map.yaml", []byte("flow: {shar: 0.05}\n"), &o); err == nil {
		t.Error("an unknown key was taken")
	}
}
