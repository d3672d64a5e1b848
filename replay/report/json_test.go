package report

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

const page = "../../docs/json.md"

// example returns the page's parts before, in and after its example.
func example(t *testing.T) (before, example, after string) {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(text), "```json\n")
	example, after, closed := strings.Cut(rest, "```\n")
	if !found || !closed {
		t.Fatalf("%s has no example", page)
	}
	return before, example, after
}

func TestThePageShowsARealDocument(t *testing.T) {
	r := build(t, tinyStudy(t))
	var document bytes.Buffer
	if err := writeJSON(&document, r); err != nil {
		t.Fatal(err)
	}
	before, _, after := example(t)
	golden(t, page, []byte(before+"```json\n"+document.String()+"```\n"+after))
}

func TestThePagesExampleReadsBack(t *testing.T) {
	_, text, _ := example(t)
	dec := json.NewDecoder(strings.NewReader(text))
	dec.DisallowUnknownFields()
	var back Results
	if err := dec.Decode(&back); err != nil {
		t.Fatal(err)
	}
	r := build(t, tinyStudy(t))
	rows := cmpopts.IgnoreFields(Results{}, "LeafRows", "TripRows", "SecondRows", "CurveRows", "Where", "Course")
	days := cmpopts.IgnoreFields(NormalCost{}, "ByDay")
	if diff := cmp.Diff(r, &back, rows, days, cmpopts.IgnoreUnexported(Results{})); diff != "" {
		t.Errorf("what is read back differs (-built +read):\n%s", diff)
	}
	if got, want := string(table(t, &back)), string(table(t, r)); got != want {
		t.Errorf("the table of what is read back differs:\n%s", cmp.Diff(want, got))
	}
}

func TestThePageNamesEveryField(t *testing.T) {
	before, _, _ := example(t)
	for _, v := range []any{Results{}, Manifest{}, Explanation{}, Difference{}} {
		for _, name := range fieldNames(reflect.TypeOf(v)) {
			if !strings.Contains(before, "`"+name+"`") && !strings.Contains(before, "."+name+"`") && !strings.Contains(before, "`"+name+"[]`") {
				t.Errorf("field %s is not on the page", name)
			}
		}
	}
}

// fieldNames returns the JSON names of a type's fields and of those inside them, but for objects, whose fields speak for them.
func fieldNames(typ reflect.Type) []string {
	for typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Slice {
		typ = typ.Elem()
	}
	if typ.Kind() != reflect.Struct {
		return nil
	}
	var names []string
	for i := range typ.NumField() {
		f := typ.Field(i)
		inner := fieldNames(f.Type)
		if name := f.Tag.Get("json"); f.IsExported() && name != "-" {
			if name != "" && len(inner) == 0 {
				names = append(names, name)
			}
			names = append(names, inner...)
		}
	}
	return names
}
