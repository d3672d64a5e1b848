package controlfile

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"lossreplay/model/control"
)

// controlsMax is the largest number of controls in a run: a coalition is a 64-bit set.
const controlsMax = 63

// bytesMax is the largest file that is read, more than controlsMax controls with all their comments need; bracketsMax is
// how many brackets and braces it may hold. The YAML parser's time grows with the square of the nesting.
const (
	bytesMax    = 1 << 17
	bracketsMax = 1024
)

// Parse returns the controls that data, the content of the named file, describes: those of its preset in order of their
// numbers, then those it adds, in its order. Parameters that the file does not give have their defaults. The error is a
// [Problems] with everything that is wrong.
func Parse(file string, data []byte) ([]control.Instance, error) {
	r := &reader{file: file, names: map[string]int{}}
	r.read(data)
	if len(r.problems) > 0 {
		r.problems.sort()
		return nil, r.problems
	}
	return r.controls, nil
}

// reader is a file on its way.
type reader struct {
	file     string
	problems Problems
	controls []control.Instance
	names    map[string]int // line of the control that has the name
	preset   preset
	begun    int // how many of the controls are the preset's: they come first
}

// fault notes a problem at a token; without one the file's beginning is its place.
func (r *reader) fault(at *token.Token, id, format string, args ...any) {
	p := Problem{File: r.file, Line: 1, Column: 1, Control: id, Text: fmt.Sprintf(format, args...)}
	if at != nil && at.Position != nil {
		p.Line, p.Column = max(at.Position.Line, 1), max(at.Position.Column, 1)
	}
	r.problems = append(r.problems, p)
}

func (r *reader) read(data []byte) {
	if len(data) > bytesMax {
		r.fault(nil, "", "the file has %d bytes; a controls file has at most %d", len(data), bytesMax)
		return
	}
	if n := bytes.Count(data, []byte("[")) + bytes.Count(data, []byte("{")); n > bracketsMax {
		r.fault(nil, "", "the file has %d brackets; a controls file has at most %d", n, bracketsMax)
		return
	}
	file, err := parser.ParseBytes(data, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		var at yaml.Error
		if errors.As(err, &at) {
			r.fault(at.GetToken(), "", "not YAML: %s", at.GetMessage())
		} else {
			r.fault(nil, "", "not YAML: %v", err)
		}
		return
	}
	var root ast.Node
	for _, doc := range file.Docs {
		switch {
		case doc.Body == nil:
		case root != nil:
			entries, _ := entriesOf(doc.Body)
			r.fault(start(doc.Body, entries), "", "a second document; write one list of controls")
		default:
			root = doc.Body
		}
	}
	if root == nil {
		r.fault(nil, "", "the file is empty; write a list under controls:")
		return
	}
	r.root(root)
}

func (r *reader) root(n ast.Node) {
	entries, ok := entriesOf(n)
	if !ok {
		r.fault(n.GetToken(), "", "write a list under controls:")
		return
	}
	var named, without, list *entry
	for _, e := range r.distinct(entries, "") {
		switch e.key {
		case "preset":
			named = &e
		case "without":
			without = &e
		case "controls":
			list = &e
		default:
			r.fault(e.at, "", "unknown key %q%s", e.key, suggest(e.key, []string{"controls", "preset", "without"}))
		}
	}
	r.begin(named, without)
	switch {
	case list != nil:
		r.list(*list)
	case named == nil:
		r.fault(start(n, entries), "", "there is no list controls: and no preset:")
	case r.begun == 0 && !r.preset.unknown:
		r.fault(named.at, "", "all controls of preset %s are left out, and there is no list controls:", r.preset.name)
	}
}

// list reads the items under controls.
func (r *reader) list(e entry) {
	items, ok := e.value.(*ast.SequenceNode)
	if !ok || len(items.Values) == 0 {
		r.fault(e.at, "", "controls: holds no list; name at least one control, as in \"- control: A16\"")
		return
	}
	var over *token.Token // where the first that is too many begins
	total := r.begun
	for _, item := range items.Values {
		if !r.item(item) {
			continue
		}
		if total++; total == controlsMax+1 {
			entries, _ := entriesOf(item)
			over = start(item, entries)
		}
	}
	if over != nil {
		r.fault(over, "", "%d controls; a run takes at most %d", total, controlsMax)
	}
}

// entry is a key with its value; at is the key's place.
type entry struct {
	key   string
	at    *token.Token
	value ast.Node
}

// entriesOf returns the keys and values of a mapping in order, and false if n is none.
func entriesOf(n ast.Node) (entries []entry, ok bool) {
	var values []*ast.MappingValueNode
	switch n := n.(type) {
	case *ast.MappingNode:
		values = n.Values
	case *ast.MappingValueNode:
		values = []*ast.MappingValueNode{n}
	default:
		return nil, false
	}
	for _, v := range values {
		at := v.Key.GetToken()
		if key, ok := v.Key.(*ast.MappingKeyNode); ok && key.Value != nil { // "? key"
			at = key.Value.GetToken()
		}
		entries = append(entries, entry{at.Value, at, v.Value})
	}
	return entries, true
}

// start returns where a mapping with those entries begins: YAML's own token for it is its first colon.
func start(n ast.Node, entries []entry) *token.Token {
	if len(entries) == 0 {
		return n.GetToken()
	}
	return entries[0].at
}

// distinct returns the entries without those whose key came before, each of which is a problem of the control.
func (r *reader) distinct(entries []entry, id string) []entry {
	lines := map[string]int{}
	var kept []entry
	for _, e := range entries {
		if line, twice := lines[e.key]; twice {
			r.fault(e.at, id, "%q is given twice, first on line %d", e.key, line)
			continue
		}
		lines[e.key] = e.at.Position.Line
		kept = append(kept, e)
	}
	return kept
}
