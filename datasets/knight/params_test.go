package knight_test

import (
	"strings"
	"testing"

	"lossreplay/datasets/knight"
)

func TestSetRefuses(t *testing.T) {
	for _, c := range []struct{ name, key, value, want string }{
		{"unknown_key_names_the_nearest", "raeding", "mixed", `did you mean "reading"?`},
		{"unknown_word_names_the_nearest", "reading", "stric", `did you mean "strict"?`},
		{"unknown_word_lists_the_allowed", "stop", "1030", "1015, 958, taper"},
		{"share_above_its_range", "two_way_share", "0.51", "0 to 0.5"},
		{"share_below_its_range", "server8_share", "0.19", "0.2 to 1"},
		{"share_that_is_no_number", "nyse_share", "NaN", "0.45 to 0.9"},
		{"time_before_its_range", "rollback", "09:35:59", "09:36:00 to 09:58:00"},
		{"time_after_its_range", "rollback", "09:58:01", "09:36:00 to 09:58:00"},
		{"time_without_seconds", "rollback", "ten", "09:36:00 to 09:58:00"},
		{"part_of_a_second", "rollback_step", "1.5s", "whole seconds"},
		{"negative_fee", "fee_per_share", "-0.001", "0 to 0.01"},
		{"reaction_beyond_its_range", "reaction_gross", "100000001", "0 to 100000000.00 dollars"},
		{"fee_with_seven_decimals", "fee_per_share", "0.0000001", "6 decimals"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := knight.Defaults()
			if err := p.Set(c.key, c.value); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("Set(%q, %q) = %v, want an error with %q", c.key, c.value, err, c.want)
			}
			if p != knight.Defaults() {
				t.Error("a refused value changed the parameters")
			}
		})
	}
}

func TestGenerateRefuses(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*knight.Params)
		want   string
	}{
		{"rollback_after_the_stop", func(p *knight.Params) { p.Stop = "958"; p.Rollback += 7 * 60e9 }, "scenario rollback"},
		{"value_set_past_its_range", func(p *knight.Params) { p.TwoWayShare = 2 }, "scenario two_way_share"},
		{"empty_parameters", func(p *knight.Params) { *p = knight.Params{} }, "scenario reading"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := knight.Defaults()
			c.change(&p)
			if _, err := knight.Generate(p, 1); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("Generate = %v, want an error with %q", err, c.want)
			}
		})
	}
}

// Every key's printed default is read back as the default.
func TestKeysRoundTrip(t *testing.T) {
	p := knight.Defaults()
	for _, k := range knight.Keys() {
		if err := p.Set(k.Name, k.Default); err != nil {
			t.Error(err)
		}
		if k.Doc == "" || k.Allowed == "" {
			t.Errorf("key %s is not documented", k.Name)
		}
	}
	if p != knight.Defaults() {
		t.Errorf("defaults read back as %+v", p)
	}
}
