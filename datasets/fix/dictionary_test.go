package fix

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/quickfixgo/quickfix/datadictionary"
)

// dictionaries returns the data dictionaries of QuickFIX/Go, oldest version first.
func dictionaries(t *testing.T) (all []*datadictionary.DataDictionary) {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/quickfixgo/quickfix").Output()
	if err != nil || len(strings.TrimSpace(string(dir))) == 0 {
		t.Skipf("the sources of quickfix are not on this machine: %v", err)
	}
	for _, name := range []string{"FIX40", "FIX41", "FIX42", "FIX43", "FIX44", "FIX50", "FIX50SP1", "FIX50SP2", "FIXT11"} {
		d, err := datadictionary.Parse(filepath.Join(strings.TrimSpace(string(dir)), "spec", name+".xml"))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, d)
	}
	return all
}

// TestTagsAreTheDictionarys: tags have the names that the dictionaries give them, old names of FIX 4.0 to 4.2 but for those.
func TestTagsAreTheDictionarys(t *testing.T) {
	names := map[int]string{}
	for _, d := range dictionaries(t) {
		for tag, field := range d.FieldTypeByTag {
			names[tag] = field.Name()
		}
	}
	for tag, name := range tagNames {
		if names[tag] != name {
			t.Errorf("tag %d is called %s, in the dictionary %s", tag, name, names[tag])
		}
	}
}

// TestDataFieldsAreTheDictionarys: every data field that follows its length in a dictionary is known to do so.
func TestDataFieldsAreTheDictionarys(t *testing.T) {
	for _, d := range dictionaries(t) {
		byName := map[string]int{}
		for tag, field := range d.FieldTypeByTag {
			byName[field.Name()] = tag
		}
		for tag, field := range d.FieldTypeByTag {
			if field.Type != "DATA" && field.Type != "XMLDATA" {
				continue
			}
			for _, suffix := range []string{"Len", "Length"} {
				length, ok := byName[field.Name()+suffix]
				if ok && length < indexed && int(dataOf[length]) != tag {
					t.Errorf("%d.%d: %s (%d) is %d of %d bytes' length", d.Major, d.Minor, field.Name(), tag, dataOf[length], length)
				}
			}
		}
	}
}

// TestTypeNamesAreTheDictionarys: message types have the names of the newest dictionary that has them, and none is missing.
func TestTypeNamesAreTheDictionarys(t *testing.T) {
	names := map[string]string{}
	for _, d := range dictionaries(t) {
		for kind, message := range d.Messages {
			names[kind] = message.Name
		}
	}
	for kind, name := range names {
		if got := skipped([]byte(kind)); got != name+" ("+kind+")" {
			t.Errorf("type %s is called %s, in the dictionary %s", kind, got, name)
		}
	}
	if len(names) != len(typeNames) {
		t.Errorf("%d message types, in the dictionaries %d", len(typeNames), len(names))
	}
}
