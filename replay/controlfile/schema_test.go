package controlfile

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"lossreplay/model/control"
)

func TestSchemaTakesWhatIsWritten(t *testing.T) {
	files := map[string]string{
		"example": example, "preset as text": "preset: \"2012\"\n",
		"short": "controls: [{control: A05}, {control: A12, name: x, band: 950bp}, {control: A07, require_halt: \"no\"}]\n",
	}
	for _, p := range control.Presets() {
		var b bytes.Buffer
		if err := Write(&b, p.About, chosen(t, p.Name, without())); err != nil {
			t.Fatal(err)
		}
		files["all of "+p.Name], files["preset "+p.Name] = b.String(), "preset: "+p.Name+"\n"
	}
	for name, file := range files {
		if _, err := Parse("c.yaml", []byte(file)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if why := check(t, file); why != "" {
			t.Errorf("%s: the schema refuses what Parse takes: %s", name, why)
		}
	}
}

func TestSchemaRefusesWhatParseRefuses(t *testing.T) {
	for _, file := range []string{
		"controls: []\n", "without: [A16]\n", "preset: 2013\n", "preset: 2012\nwithout: A16\n", "preset: 2012\nwithout: []\n",
		"preset: 2012\nwithout: [A16, A16]\n", "preset: 2012\nwithout: [A00]\n", "preset: 2012\nmore: 1\n", "control: A16\n",
		"controls:\n  - A16\n", "controls:\n  - name: x\n", "controls:\n  - control: A00\n", "controls:\n  - control: A16\n    limt: 5\n",
		"controls:\n  - control: A16\n    limit: 0\n", "controls:\n  - control: A16\n    limit: 100001\n", "controls:\n  - control: A16\n    limit: 1.5\n",
		"controls:\n  - control: A16\n    limit: many\n", "controls:\n  - control: A16\n    window: 1\n", "controls:\n  - control: A16\n    window: 1 s\n",
		"controls:\n  - control: A12\n    band: 9.5\n", "controls:\n  - control: A12\n    band: 9.555%\n", "controls:\n  - control: A12\n    anchor: first\n",
		"controls:\n  - control: A19\n    limit: 0.5\n", "controls:\n  - control: A19\n    limit: much\n", "controls:\n  - control: A16\n    name: ../x\n",
		"controls:" + strings.Repeat("\n  - control: A16", controlsMax+1) + "\n",
	} {
		if _, err := Parse("c.yaml", []byte(file)); err == nil {
			t.Errorf("Parse takes %q", file)
		}
		if check(t, file) == "" {
			t.Errorf("the schema takes %q", file)
		}
	}
}

func TestSchemaSaysAllOfEveryParameter(t *testing.T) {
	defs := schemaOf(t)["$defs"].(map[string]any)
	for _, s := range control.Catalogue() {
		properties := defs[s.ID].(map[string]any)["properties"].(map[string]any)
		if len(properties) != len(s.Params)+2 {
			t.Errorf("%s: %d properties for %d parameters", s.ID, len(properties), len(s.Params))
		}
		for _, p := range s.Params {
			property, ok := properties[p.Name].(map[string]any)
			if !ok || property["description"] == "" || property["default"] == nil || property["type"] == nil && property["enum"] == nil {
				t.Errorf("%s %s: %v", s.ID, p.Name, property)
				continue
			}
			if v, err := p.Parse(fmt.Sprint(property["default"])); err != nil || v != p.Default {
				t.Errorf("%s %s: default %v is %d, %v", s.ID, p.Name, property["default"], v, err)
			}
			for _, v := range []int64{p.Min, p.Max} {
				if why := check(t, fmt.Sprintf("controls:\n  - control: %s\n    %s: %s\n", s.ID, p.Name, written(p, v))); why != "" {
					t.Errorf("%s %s: %s is refused: %s", s.ID, p.Name, p.Text(v), why)
				}
			}
		}
	}
}

func written(p control.Param, v int64) string {
	if p.Unit == control.Choice {
		return fmt.Sprintf("%q", p.Text(v))
	}
	return p.Text(v)
}

func schemaOf(t *testing.T) map[string]any {
	t.Helper()
	var root map[string]any
	d := json.NewDecoder(bytes.NewReader(Schema()))
	d.UseNumber()
	if err := d.Decode(&root); err != nil {
		t.Fatal(err)
	}
	return root
}

// check returns why the schema refuses a YAML file, "" if it takes it. It knows the keywords that the schema uses and
// fails on any other.
func check(t *testing.T, file string) string {
	t.Helper()
	var value any
	if err := yaml.Unmarshal([]byte(file), &value); err != nil {
		t.Fatal(err)
	}
	root := schemaOf(t)
	return checker{t, root}.why(root, value)
}

type checker struct {
	t    *testing.T
	root map[string]any
}

func (c checker) why(schema map[string]any, value any) string {
	object, isObject := value.(map[string]any)
	list, isList := value.([]any)
	text, isText := value.(string)
	for key, want := range schema {
		ok := true
		switch key {
		case "$schema", "$defs", "title", "description", "default":
		case "$ref":
			id := strings.TrimPrefix(want.(string), "#/$defs/")
			ok = c.why(c.root["$defs"].(map[string]any)[id].(map[string]any), value) == ""
		case "type":
			ok = isA(value, want.(string))
		case "const":
			ok = fmt.Sprint(value) == want
		case "enum":
			ok = slices.ContainsFunc(want.([]any), func(w any) bool { return sameValue(value, w) })
		case "pattern":
			ok = !isText || regexp.MustCompile(want.(string)).MatchString(text)
		case "minimum", "maximum":
			limit, _ := want.(json.Number).Float64()
			n, isNumber := number(value)
			ok = !isNumber || key == "minimum" && n >= limit || key == "maximum" && n <= limit
		case "minItems", "maxItems":
			limit, _ := want.(json.Number).Int64()
			ok = !isList || key == "minItems" && len(list) >= int(limit) || key == "maxItems" && len(list) <= int(limit)
		case "uniqueItems":
			for i := range list {
				ok = ok && !slices.ContainsFunc(list[:i], func(v any) bool { return fmt.Sprint(v) == fmt.Sprint(list[i]) })
			}
		case "items":
			for _, v := range list {
				ok = ok && c.why(want.(map[string]any), v) == ""
			}
		case "anyOf", "oneOf":
			n := 0
			for _, s := range want.([]any) {
				if c.why(s.(map[string]any), value) == "" {
					n++
				}
			}
			ok = n == 1 || n > 1 && key == "anyOf"
		case "required":
			for _, name := range want.([]any) {
				_, has := object[name.(string)]
				ok = ok && (has || !isObject)
			}
		case "dependentRequired":
			for name, also := range want.(map[string]any) {
				_, has := object[name]
				ok = ok && (!has || c.why(map[string]any{"required": also}, value) == "")
			}
		case "properties":
			for name, v := range object {
				s, known := want.(map[string]any)[name].(map[string]any)
				ok = ok && (!known || c.why(s, v) == "")
			}
		case "additionalProperties":
			for name := range object {
				ok = ok && schema["properties"].(map[string]any)[name] != nil
			}
		default:
			c.t.Fatalf("this test does not know the keyword %s", key)
		}
		if !ok {
			return fmt.Sprintf("%s of %v", key, value)
		}
	}
	return ""
}

func isA(value any, kind string) bool {
	n, isNumber := number(value)
	switch value.(type) {
	case map[string]any:
		return kind == "object"
	case []any:
		return kind == "array"
	case string:
		return kind == "string"
	}
	return isNumber && (kind == "number" || kind == "integer" && n == float64(int64(n)))
}

// sameValue reports whether a YAML value is one of JSON: 2012 is a number in both, "2012" a text in both.
func sameValue(value, want any) bool {
	_, wantsNumber := want.(json.Number)
	_, isNumber := number(value)
	return wantsNumber == isNumber && fmt.Sprint(value) == fmt.Sprint(want)
}

func number(value any) (float64, bool) {
	switch v := value.(type) {
	case uint64:
		return float64(v), true
	case int64:
		return float64(v), true
	case float64:
		return v, true
	}
	return 0, false
}
