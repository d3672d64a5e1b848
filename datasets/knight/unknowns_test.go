package knight

import "testing"

func TestUnknownsCanBeDrawn(t *testing.T) {
	seen := map[string]bool{}
	for _, u := range Unknowns() {
		seen[u.Name] = true
		if faults := u.Check(&u.Dist); len(faults) > 0 {
			t.Errorf("%s: %v", u.Name, faults)
		}
		if u.Reason == "" || u.Doc == "" {
			t.Errorf("%s: no reason or no doc", u.Name)
		}
		if u.Name == SeedUnknown {
			continue
		}
		// What can be drawn is what the key allows: both ends, and the default, are read back by the parameter itself.
		p := Defaults()
		for _, v := range []float64{u.Min, u.Max, u.Default} {
			if err := p.Set(u.Name, u.Text(v)); err != nil {
				t.Errorf("%s: %v", u.Name, err)
			}
		}
	}
	for _, k := range Keys() {
		if !seen[k.Name] {
			t.Errorf("%s is not among the unknowns", k.Name)
		}
	}
}
