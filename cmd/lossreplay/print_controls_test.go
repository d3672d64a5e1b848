package main

import (
	"bytes"
	"strings"
	"testing"

	"lossreplay/model"
	"lossreplay/model/control"
)

// wide is a control with much to say: more needs than a line has room for, and every kind of spread.
var wide = control.Spec{
	ID: "A99", Name: "A control of more than 30 columns", Family: control.Respond, Existed: true,
	Rules: []string{"15c3-5", "rts6", "fia-2024"}, Needs: []string{"quotes", "bars", "securities.normal_volume", "securities.halt_move"},
	LoopOnly: func(control.Values) bool { return true },
	Params: []control.Param{
		{Name: "decide", Unit: control.Nanoseconds, Default: 420e9, Max: 3600e9, Tag: model.Assumed,
			Spread: &control.Spread{Shape: control.LogNormal, Low: 240e9, High: 600e9, Source: "as the calls took", Tag: model.Assumed}},
		{Name: "reads", Unit: control.BasisPoints, Default: 5000, Max: 10000, Tag: model.Assumed,
			Spread: &control.Spread{Shape: control.Bernoulli, Low: 2000, High: 9000, Source: "nobody counted", Tag: model.Derived}},
	},
}

func printed(print func(*app)) string {
	var out bytes.Buffer
	a := newApp(nil, &out, nil)
	print(a)
	_ = a.flush()
	return out.String()
}

func TestCatalogueBreaksLongNeeds(t *testing.T) {
	got := printed(func(a *app) { a.catalogue([]*control.Spec{&wide}) })
	want := `id   control                            in 2012  asked for by          needs

respond: by people
A99  A control of more than 30 columns  yes      15c3-5 rts6 fia-2024  quotes, bars,
                                                                       securities.normal_volume,
                                                                       securities.halt_move, closed
                                                                       loop
`
	if !strings.HasPrefix(got, want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestControlShowsSpreadsAndTheClosedLoop(t *testing.T) {
	got := printed(func(a *app) { a.control(&wide) })
	for _, want := range []string{
		"asked for by  15c3-5, rts6, fia-2024\n", "closed loop   needed by the defaults\n",
		"varies        lognormal: 5 % of days below 4m, 5 % above 10m (assumed)\n              as the calls took\n",
		"varies        bernoulli: it happens or not, with this probability, from 2000bp to 9000bp (derived)\n              nobody counted\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
}
