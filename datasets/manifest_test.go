package datasets

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// manifestText returns incident.yaml of a small day.
func manifestText(t testing.TB) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(written(t, tinyDay(), WriteOptions{}), manifestName))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestEachFaultOfIncidentYAMLIsNamed(t *testing.T) {
	for _, c := range []struct{ name, from, to, line string }{
		{"unknown_key", "currency:", "currencey:", `incident.yaml:5:1: unknown key "currencey"; did you mean "currency"?`},
		{"unknown_key_inside", "  zone:", "  zon:", `incident.yaml:8:3: session unknown key "zon"; did you mean "zone"?`},
		{"missing_key", "date: \"2012-08-01\"\n", "", "incident.yaml:1:1: date is missing"},
		{"key_twice", "currency: USD", "currency: USD\ncurrency: USD", `incident.yaml:6:1: is no YAML here: mapping key "currency" already defined at [5:1]`},
		{"no_yaml", "name: long", "name: [long", "incident.yaml:3:1: is no YAML here: ',' or ']' must be specified"},
		{"text_for_a_number", "price_scale: 4", "price_scale: four", `incident.yaml:6:14: price_scale "four" is no whole number in range`},
		{"quoted_number", "price_scale: 4", `price_scale: "4"`, `incident.yaml:6:14: price_scale "4" is a text; take it out of its quotes`},
		{"value_out_of_range", "price_scale: 4", "price_scale: 9", "incident.yaml:6:14: price_scale 9 is outside 0..6"},
		{"time_without_offset", "open: 2012-08-01T09:30:00-04:00", "open: 2012-08-01T09:30:00", `incident.yaml:9:9: session.open "2012-08-01T09:30:00" is no RFC 3339 time with offset`},
		{"length_without_unit", "tick: 1s", "tick: 1", `incident.yaml:29:9: market.tick "1" is no length of time with its unit`},
		{"list_for_keys", "session:\n", "session: [1]\nsessions:\n", `incident.yaml:7:10: session is no mapping of keys to values`},
		{"build_that_is_not_there", "initial_build: new", "initial_build: old", `incident.yaml:25:18: router.initial_build "old" is no build`},
		{"table_that_is_not_known", "name: children", "name: childern", `incident.yaml:47:11: tables[3].name "childern" is no table`},
		{"file_outside_the_folder", "file: children.parquet", "file: ../children.parquet", `incident.yaml:48:11: tables[3].file "../children.parquet" is not the table's name with .parquet or .arrow`},
		{"rows", "rows: 2\n    sha256", "rows: 3\n    sha256", "securities.parquet: has 2 rows; incident.yaml says 3"},
		{"version", "lossreplay-incident/1", "lossreplay-incident/2", `incident.yaml:1:9: format "lossreplay-incident/2" is not lossreplay-incident/1`},
		{"empty", "", "", "incident.yaml: is empty"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := written(t, tinyDay(), WriteOptions{})
			path := filepath.Join(dir, manifestName)
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			_, text, _ := strings.Cut(string(data), "\n") // without the comment
			if !strings.Contains(text, c.from) {
				t.Fatalf("%q is not in\n%s", c.from, text)
			}
			text = strings.Replace(text, c.from, c.to, 1)
			if c.from == "" {
				text = ""
			}
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			wantLine(t, problemsOf(t, dir), c.line)
			if t.Failed() {
				t.Log("\n" + text)
			}
		})
	}
}

// TestManifestHasTheKeysOfItsSchema decodes a written incident.yaml and holds its keys against the published schema.
func TestManifestHasTheKeysOfItsSchema(t *testing.T) {
	var schema map[string]any
	if err := json.Unmarshal(IncidentSchema(), &schema); err != nil {
		t.Fatal(err)
	}
	var value map[string]any
	if err := yaml.Unmarshal([]byte(manifestText(t)), &value); err != nil {
		t.Fatal(err)
	}
	matches(t, "", schema, value)
}

// matches checks types, allowed and required keys: the part of JSON schema that ours uses.
func matches(t *testing.T, path string, schema map[string]any, value any) {
	t.Helper()
	kind := "string"
	switch v := value.(type) {
	case map[string]any:
		kind = "object"
		properties := schema["properties"].(map[string]any)
		for key, member := range v {
			inner, ok := properties[key].(map[string]any)
			if !ok {
				t.Errorf("the schema lacks %s.%s", path, key)
				continue
			}
			matches(t, path+"."+key, inner, member)
		}
		for _, key := range schema["required"].([]any) {
			if _, ok := v[key.(string)]; !ok {
				t.Errorf("the schema requires %s.%s", path, key)
			}
		}
	case []any:
		kind = "array"
		for _, member := range v {
			matches(t, path+"[]", schema["items"].(map[string]any), member)
		}
	case bool:
		kind = "boolean"
	case uint64, int64:
		kind = "integer"
	case float64:
		kind = "number"
	}
	if want := schema["type"]; want != kind && !(want == "number" && kind == "integer") {
		t.Errorf("%s is a %s; the schema says %v", path, kind, want)
	}
}

// FuzzOpenIncidentYAML holds that no text makes the reader panic, and that what it accepts writes back to the same.
func FuzzOpenIncidentYAML(f *testing.F) {
	f.Add([]byte(manifestText(f)))
	f.Add([]byte("name: [1, {a: b}]\n"))
	f.Add([]byte("&a name: *a\n"))
	f.Add([]byte("a: |\n  b\n---\nc: 1\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		ps := &Problems{}
		m, yaml := readManifest(data, ps)
		about := m.incident(yaml)
		check := incidentCheck{place: yaml.problem}
		check.check(&about)
		if len(ps.kept) > 0 {
			_ = ps.err().Error()
			return
		}
		text, err := manifestOf(&about, m.Tables).text()
		if err != nil {
			t.Fatal(err)
		}
		again, _ := readManifest(text, ps)
		second, err := again.text()
		if err != nil || len(ps.kept) > 0 {
			t.Fatalf("%v %v\n%s", err, ps, text)
		}
		if !slices.Equal(text, second) {
			t.Errorf("written once:\n%s\nand again:\n%s", text, second)
		}
	})
}
