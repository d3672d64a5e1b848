package control

import (
	"slices"
	"strings"
	"testing"
)

// throttle is a control with every kind of parameter that words are about.
func throttle() Spec {
	return Spec{Params: []Param{
		{Name: "limit", Unit: Count, Default: 100, Min: 1, Max: 1000},
		{Name: "action", Unit: Choice, Choices: []string{"reject", "queue", "kill"}, Max: 2},
		{Name: "window", Unit: Nanoseconds, Default: 60_000_000_000, Min: 1_000_000, Max: dayNanos},
	}}
}

func TestIn2012(t *testing.T) {
	for _, c := range []struct {
		existed, inForce bool
		want             string
	}{{false, false, "no"}, {true, false, "yes"}, {true, true, "in force"}} {
		if got := (&Spec{Existed: c.existed, InForce: c.inForce}).In2012(); got != c.want {
			t.Errorf("existed %t, in force %t: %q, want %q", c.existed, c.inForce, got, c.want)
		}
	}
}

func TestClosedLoopNamesTheSettingsThatAskForIt(t *testing.T) {
	for _, c := range []struct {
		only func(Values) bool
		want string
	}{
		{nil, ""},
		{func(Values) bool { return true }, "the defaults"},
		{func(v Values) bool { return v["action"] == 0 }, "the defaults"},
		{func(v Values) bool { return v["action"] == 1 }, "action queue"},
		{func(v Values) bool { return v["limit"] == 1 || v["action"] > 0 || v["window"] == dayNanos }, "limit 1, action queue, action kill, window 24h"},
	} {
		s := throttle()
		s.LoopOnly = c.only
		if got := s.ClosedLoop(); got != c.want {
			t.Errorf("closed loop %q, want %q", got, c.want)
		}
	}
}

func TestWordsOfParams(t *testing.T) {
	s := throttle()
	limit, action, window := s.Params[0], s.Params[1], s.Params[2]
	got := []string{limit.Limits(), action.Limits(), window.Limits(), window.Varies()}
	for _, shape := range []Shape{LogNormal, Triangular} {
		window.Spread = &Spread{Shape: shape, Low: 1_000_000_000, High: 60_000_000_000}
		got = append(got, window.Varies())
	}
	odds := Param{Unit: BasisPoints, Default: 8000, Max: 10_000, Spread: &Spread{Shape: Bernoulli, Low: 5000, High: 9500}}
	got = append(got, odds.Varies())
	want := []string{"1 to 1000", "reject or queue or kill", "1ms to 24h", "", "lognormal: 5 % of days below 1s, 5 % above 1m",
		"triangular: 5 % of days below 1s, 5 % above 1m", "bernoulli: it happens or not, with this probability, from 5000bp to 9500bp"}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
