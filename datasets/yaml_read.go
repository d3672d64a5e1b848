package datasets

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"lossreplay/model"
)

// manifestMax is the largest incident.yaml that is read, in bytes.
const manifestMax = 4 << 20

// yamlReader puts a YAML document into structs by their tags and notes where each value stands. It takes no defaults: a key
// that is neither there nor optional, a key that is not known, and a value of another type are problems.
type yamlReader struct {
	file  string
	ps    *Problems
	where map[string]*token.Position // by path of a value
}

// readManifest returns what data says, as far as it can be understood, and adds everything that is wrong with it to ps.
func readManifest(data []byte, ps *Problems) (*manifest, *yamlReader) {
	r := &yamlReader{file: manifestName, ps: ps, where: map[string]*token.Position{}}
	m := &manifest{}
	root, ok := r.parse(data)
	if ok {
		r.value(root, reflect.ValueOf(m).Elem(), "")
	}
	return m, r
}

// ReadYAML puts the YAML document data into the struct that into points to, by its tags: yaml is the key, doc its meaning; a
// key tagged opt may be left out. It takes no defaults. The error is a *Problems: every unknown, missing, doubled or ill-typed
// key of file with line, column and mend. It panics if into is no pointer to a struct.
func ReadYAML(file string, data []byte, into any) error {
	ps := &Problems{}
	r := &yamlReader{file: file, ps: ps, where: map[string]*token.Position{}}
	if root, ok := r.parse(data); ok {
		r.value(root, reflect.ValueOf(into).Elem(), "")
	}
	return ps.err()
}

// parse returns the document's only node.
func (r *yamlReader) parse(data []byte) (ast.Node, bool) {
	if len(data) > manifestMax {
		r.ps.add(Problem{Fault: FaultSyntax, File: r.file, Rule: fmt.Sprintf("has %d bytes; at most %d are read", len(data), manifestMax)})
		return nil, false
	}
	var doc *ast.File
	err := guard(func() (err error) {
		doc, err = parser.ParseBytes(data, 0)
		return err
	})
	if err != nil {
		p := Problem{Fault: FaultSyntax, File: r.file, Rule: "is no YAML: " + err.Error()}
		if at, ok := err.(yaml.Error); ok && at.GetToken() != nil {
			p.Line, p.Column = at.GetToken().Position.Line, at.GetToken().Position.Column
			p.Rule = "is no YAML here: " + at.GetMessage()
		}
		r.ps.add(p)
		return nil, false
	}
	var root ast.Node
	for _, d := range doc.Docs {
		if d.Body == nil {
			continue
		}
		if root != nil {
			r.report(d.Body, "", "", FaultSyntax, "is a second document", "keep one document")
			return nil, false
		}
		root = d.Body
	}
	if root == nil {
		r.ps.add(Problem{Fault: FaultSyntax, File: r.file, Rule: "is empty"})
	}
	return root, root != nil
}

// report adds a problem at a node.
func (r *yamlReader) report(at ast.Node, path, value string, fault Fault, rule, mend string) {
	p := Problem{Fault: fault, File: r.file, Field: path, Value: value, Rule: rule, Mend: mend}
	if t := firstToken(at); t != nil && t.Position != nil {
		p.Line, p.Column = t.Position.Line, t.Position.Column
	}
	r.ps.add(p)
}

// firstToken returns the token at which a node begins: of a mapping its first key.
func firstToken(node ast.Node) *token.Token {
	switch n := node.(type) {
	case *ast.MappingNode:
		if len(n.Values) > 0 {
			return n.Values[0].Key.GetToken()
		}
	case *ast.MappingValueNode:
		return n.Key.GetToken()
	}
	return node.GetToken()
}

// value puts node into v.
func (r *yamlReader) value(node ast.Node, v reflect.Value, path string) {
	if t := firstToken(node); t != nil {
		r.where[path] = t.Position
	}
	if r.form(node, v, path) {
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		r.mapping(node, v, path)
	case reflect.Slice:
		r.sequence(node, v, path)
	default:
		text, ok := scalar(node)
		if !ok {
			r.report(node, path, "", FaultType, "is no single value", "write "+example(v.Interface()))
			return
		}
		if err := setScalar(v, text, node); err != nil {
			r.report(node, path, quote(text), FaultType, err.Error(), "write "+example(v.Interface()))
		}
	}
}

func (r *yamlReader) mapping(node ast.Node, v reflect.Value, path string) {
	var pairs []*ast.MappingValueNode
	switch n := node.(type) {
	case *ast.MappingNode:
		pairs = n.Values
	case *ast.MappingValueNode:
		pairs = []*ast.MappingValueNode{n}
	default:
		r.report(node, path, "", FaultType, "is no mapping of keys to values", "write its keys, indented, below it")
		return
	}
	known := make([]string, v.NumField())
	for i := range known {
		known[i] = v.Type().Field(i).Tag.Get("yaml")
	}
	seen := make([]bool, len(known))
	for _, pair := range pairs {
		key, _ := scalar(pair.Key)
		at := join(path, key)
		i := indexOf(known, key)
		switch {
		case i < 0:
			r.report(pair.Key, path, "", FaultKey, strings.TrimSpace("unknown key "+quote(key)+didYouMean(key, known)), r.allKeys(known))
		case seen[i]:
			r.report(pair.Key, at, "", FaultDuplicate, "is here a second time", "keep one")
		default:
			seen[i] = true
			r.value(pair.Value, v.Field(i), at)
		}
	}
	for i, name := range known {
		if !seen[i] && v.Type().Field(i).Tag.Get("opt") == "" {
			r.report(node, join(path, name), "", FaultMissing, "is missing", "add the key: "+v.Type().Field(i).Tag.Get("doc"))
		}
	}
}

// allKeys says where all keys are listed: of incident.yaml in its schema, of another file here.
func (r *yamlReader) allKeys(known []string) string {
	if r.file == manifestName {
		return "incident.schema.json lists all keys"
	}
	return "the keys here are " + strings.Join(known, ", ")
}

func (r *yamlReader) sequence(node ast.Node, v reflect.Value, path string) {
	list, ok := node.(*ast.SequenceNode)
	if !ok {
		r.report(node, path, "", FaultType, "is no list", "write one line a member, each after a dash")
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(list.Values), len(list.Values)))
	for i, member := range list.Values {
		r.value(member, v.Index(i), fmt.Sprintf("%s[%d]", path, i))
	}
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func indexOf(list []string, word string) int {
	for i, w := range list {
		if w == word {
			return i
		}
	}
	return -1
}

func didYouMean(word string, known []string) string {
	if near := model.Nearest(word, known); near != "" {
		return "; did you mean " + quote(near) + "?"
	}
	return ""
}
