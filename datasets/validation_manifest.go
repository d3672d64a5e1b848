package datasets

import (
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
)

// manifest reads and checks incident.yaml. It returns nil if the tables cannot be understood without what is wrong with it.
func (v *validation) manifest() *manifest {
	const needed = "give the folder of a recorded day; docs/format.md says what is in it"
	data, err := os.ReadFile(filepath.Join(v.day.dir, manifestName))
	if err != nil {
		v.ps.absent = errors.Is(err, fs.ErrNotExist)
		if info, dirErr := os.Stat(v.day.dir); dirErr != nil {
			v.ps.add(Problem{Fault: FaultMissing, Rule: "is not there", Mend: needed})
		} else if !info.IsDir() {
			v.ps.add(Problem{Fault: FaultMissing, Rule: "is no folder", Mend: needed})
		} else if v.ps.absent {
			v.ps.add(Problem{Fault: FaultMissing, File: manifestName, Rule: "is not there", Mend: needed})
		} else {
			v.ps.add(Problem{Fault: FaultCorrupt, File: manifestName, Rule: "cannot be read: " + err.Error()})
		}
		return nil
	}
	m, yaml := readManifest(data, v.ps)
	v.yaml = yaml
	if len(v.ps.kept) > 0 {
		return nil
	}
	if m.Format != formatVersion {
		yaml.problem(Problem{Fault: FaultRange, Field: "format", Value: quote(m.Format), Rule: "is not " + formatVersion, Mend: "this version reads " + formatVersion + " only"})
		return nil
	}
	v.day.about = m.incident(yaml)
	check := incidentCheck{place: yaml.problem}
	check.check(&v.day.about)
	v.files(m)
	if len(v.ps.kept) > 0 {
		return nil
	}
	v.day.lex = newLexicon(&v.day.about, nil)
	for t := range tableCount {
		v.checks[t] = newRowCheck(v.ps, t, v.day.files[t].entry.File, &v.day.about, v.day.lex)
		v.day.first[t], v.day.last[t] = math.MaxInt64, math.MinInt64
	}
	return m
}

// files checks the list of tables and finds their files.
func (v *validation) files(m *manifest) {
	for i, entry := range m.Tables {
		at := fmt.Sprintf("tables[%d]", i)
		t, ok := tableNamed(entry.Name)
		if !ok {
			names := make([]string, tableCount)
			for j := range names {
				names[j] = tables[j].name
			}
			v.yaml.problem(Problem{Fault: FaultReference, Field: at + ".name", Value: quote(entry.Name), Rule: "is no table", Mend: choose(entry.Name, names)})
			continue
		}
		if v.day.files[t].entry.Name != "" {
			v.yaml.problem(Problem{Fault: FaultDuplicate, Field: at + ".name", Value: quote(entry.Name), Rule: "is here a second time", Mend: "keep one"})
			continue
		}
		v.day.files[t].entry = entry
		if entry.File != entry.Name+string(formatParquet) && entry.File != entry.Name+string(formatIPC) {
			v.yaml.problem(Problem{Fault: FaultRange, Field: at + ".file", Value: quote(entry.File), Rule: "is not the table's name with " + string(formatParquet) + " or " + string(formatIPC), Mend: "name the file so"})
			continue
		}
		if !sha256Form.MatchString(entry.SHA256) {
			v.yaml.problem(Problem{Fault: FaultRange, Field: at + ".sha256", Value: quote(entry.SHA256), Rule: "is no SHA-256", Mend: "write 64 digits 0-9 a-f: sha256sum " + entry.File})
		}
		info, err := os.Stat(v.day.path(t))
		if err != nil || !info.Mode().IsRegular() {
			v.absent(entry.File)
			continue
		}
		v.day.files[t].info = info
	}
	for t := range tableCount {
		if v.day.files[t].entry.Name == "" && !tables[t].optional {
			v.absent(tables[t].name + string(formatParquet))
			if _, err := os.Stat(filepath.Join(v.day.dir, tables[t].name+string(formatParquet))); err == nil {
				v.ps.kept[len(v.ps.kept)-1].Rule = "is not listed in tables of " + manifestName
			}
		}
	}
}

func (v *validation) absent(file string) {
	v.ps.absent = true
	v.ps.add(unreadable(file, fs.ErrNotExist))
}
