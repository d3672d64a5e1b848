package datasets

import (
	"bytes"
	"fmt"
	"math"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"lossreplay/model"
)

// yamlWriter writes structs by their tags, so that the reader gets back the same values.
type yamlWriter struct {
	out  bytes.Buffer
	zone *time.Location // of the times
}

// text returns the manifest as the bytes of incident.yaml.
func (m *manifest) text() ([]byte, error) {
	zone, err := time.LoadLocation(m.Session.Zone)
	if err != nil {
		return nil, fmt.Errorf("session.zone: %w", err)
	}
	w := &yamlWriter{zone: zone}
	w.out.WriteString("# A recorded day for lossreplay. The tables are described in docs/format.md; sums of money are in units of the currency.\n")
	w.fields(reflect.ValueOf(*m), 0, "")
	return w.out.Bytes(), nil
}

// fields writes a struct's keys. The first line gets the prefix first instead of its indentation.
func (w *yamlWriter) fields(v reflect.Value, indent int, first string) {
	pad := strings.Repeat(" ", indent)
	lead := first
	if lead == "" {
		lead = pad
	}
	for i := range v.NumField() {
		tag := v.Type().Field(i).Tag
		f := v.Field(i)
		if tag.Get("opt") != "" && (f.IsZero() || f.Kind() == reflect.Slice && f.Len() == 0) {
			continue
		}
		w.out.WriteString(lead + tag.Get("yaml") + ":")
		lead = pad
		switch f.Kind() {
		case reflect.Struct:
			w.out.WriteByte('\n')
			w.fields(f, indent+2, "")
		case reflect.Slice:
			w.list(f, indent)
		default:
			w.out.WriteString(" " + w.scalar(f) + "\n")
		}
	}
}

// list writes a list: short lists of single values in one line.
func (w *yamlWriter) list(v reflect.Value, indent int) {
	if v.Len() == 0 || v.Type().Elem().Kind() != reflect.Struct {
		members := make([]string, v.Len())
		for i := range members {
			members[i] = w.scalar(v.Index(i))
		}
		w.out.WriteString(" [" + strings.Join(members, ", ") + "]\n")
		return
	}
	w.out.WriteByte('\n')
	for i := range v.Len() {
		w.fields(v.Index(i), indent+4, strings.Repeat(" ", indent+2)+"- ")
	}
}

func (w *yamlWriter) scalar(v reflect.Value) string {
	switch value := v.Interface().(type) {
	case model.Money:
		return value.String()
	case model.Time:
		return value.UTC().In(w.zone).Format(time.RFC3339Nano)
	case time.Duration:
		return value.String()
	}
	switch v.Kind() {
	case reflect.Bool:
		return strconv.FormatBool(v.Bool())
	case reflect.Int64:
		return strconv.FormatInt(v.Int(), 10)
	case reflect.Uint64:
		return strconv.FormatUint(v.Uint(), 10)
	case reflect.Float64:
		if f := v.Float(); math.IsInf(f, 0) {
			return map[bool]string{true: ".inf", false: "-.inf"}[f > 0]
		}
		return strconv.FormatFloat(v.Float(), 'g', -1, 64)
	}
	return yamlText(v.String())
}

// bare texts need no quotes in YAML: they start with a letter and hold nothing that could mean something else.
var bare = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_./()$%+-]*( [A-Za-z0-9_./()$%+-]+)*$`)

// yamlText returns text as YAML: bare where nobody can misread it, else in double quotes.
func yamlText(text string) string {
	switch strings.ToLower(text) {
	case "true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf":
		return `"` + text + `"`
	}
	if bare.MatchString(text) {
		return text
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < 0x20 || r == 0x7f || r >= 0x80 && r < 0xa0 || r == 0x2028 || r == 0x2029 || r == 0xfeff:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// writable reports whether a text can be stored: valid UTF-8 without control characters but line ends and tabs.
func writable(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool {
		return r < 0x20 && r != '\n' && r != '\t' || r == 0x7f || r == 0xfeff
	})
}
