package datasets

import (
	"fmt"
	"reflect"
	"slices"
	"time"

	"github.com/goccy/go-yaml/token"

	"lossreplay/model"
)

// routerFormat is the version of a router file that this package reads.
const routerFormat = "lossreplay-router/1"

// routerFile is what a router ran, as a firm knows it apart from the day's log: its fleet, builds and code paths as in
// incident.yaml, and when what was deployed.
type routerFile struct {
	Format  string        `yaml:"format" doc:"lossreplay-router/1"`
	Router  routerEntry   `yaml:"router" doc:"as in incident.yaml: servers, flags, paths, builds, initial_build"`
	Deploys []deployEntry `yaml:"deploys" opt:"true" doc:"what was put on servers and when, in order of time; decides nothing, what is found is held against it"`
}

type deployEntry struct {
	At       model.Time `yaml:"at" doc:"RFC 3339 with offset"`
	Server   string     `yaml:"server" doc:"in router.servers"`
	Build    string     `yaml:"build" doc:"in router.builds"`
	Rollback bool       `yaml:"rollback" opt:"true" doc:"an earlier build was put back"`
}

// ReadRouter returns the router that the YAML document data describes, and its deploys and roll-backs in time order. file names it in
// problems. day is the day's own router, whose servers and flags the file must name, in any order; the router returned has the
// day's servers in the day's order, and the day's flags first. The error is a *Problems with line and column of everything that is
// wrong.
func ReadRouter(file string, data []byte, day *model.RouterSpec) (model.RouterSpec, []model.Operation, error) {
	ps := &Problems{}
	r := &yamlReader{file: file, ps: ps, where: map[string]*token.Position{}}
	var f routerFile
	if root, ok := r.parse(data); ok {
		r.value(root, reflect.ValueOf(&f).Elem(), "")
	}
	if len(ps.kept) > 0 {
		return model.RouterSpec{}, nil, ps.err()
	}
	if f.Format != routerFormat {
		r.problem(Problem{Fault: FaultUnknown, Field: "format", Value: quote(f.Format), Rule: "is no format that is read", Mend: "write " + routerFormat})
	}
	check := incidentCheck{place: r.problem}
	spec := f.Router.spec(r)
	check.router(&spec)
	namesAll(r, "server", spec.Servers, day.Servers, true)
	namesAll(r, "flag", spec.Flags[1:], day.Flags[1:], false)
	var ops []model.Operation
	for i, d := range f.Deploys {
		at := fmt.Sprintf("deploys[%d]", i)
		op := model.Operation{At: d.At, Kind: model.OpDeploy, HasServer: true, Tag: model.Assumed, Build: model.BuildID(r.reference(at+".build", d.Build, "build", namesOf(spec.Builds)))}
		if d.Rollback {
			op.Kind = model.OpRollback
		}
		r.reference(at+".server", d.Server, "server", spec.Servers)
		op.Server = model.ServerID(max(indexOf(day.Servers, d.Server), 0))
		if i > 0 && d.At < f.Deploys[i-1].At {
			r.problem(Problem{Fault: FaultUnsorted, Field: at + ".at", Value: d.At.String(), Rule: "is before the one above it", Mend: "put them in order of time"})
		}
		ops = append(ops, op)
	}
	if err := ps.err(); err != nil {
		return model.RouterSpec{}, nil, err
	}
	spec.Servers = slices.Clone(day.Servers)
	orderFlags(&spec, day.Flags)
	return spec, ops, nil
}

// namesAll reports names of the day that a list of the file lacks and, where it may hold no others, those that are not of the day.
func namesAll(r *yamlReader, what string, have, day []string, only bool) {
	list := "router." + what + "s"
	for i, name := range have {
		if only && !slices.Contains(day, name) {
			r.problem(Problem{Fault: FaultReference, Field: fmt.Sprintf("%s[%d]", list, i), Value: quote(name), Rule: "is no " + what + " of the day", Mend: choose(name, day)})
		}
	}
	for _, name := range day {
		if !slices.Contains(have, name) {
			r.problem(Problem{Fault: FaultMissing, Field: list, Rule: "lacks the day's " + what + " " + quote(name), Mend: "name every " + what + " that the log names"})
		}
	}
}

// orderFlags puts those flags first, in their order, for the parents of the day carry their positions.
func orderFlags(spec *model.RouterSpec, first []string) {
	flags := slices.Clone(first)
	for _, flag := range spec.Flags {
		if !slices.Contains(flags, flag) {
			flags = append(flags, flag)
		}
	}
	for b := range spec.Builds {
		paths := make([]int, len(flags))
		for i, flag := range flags {
			paths[i] = spec.Builds[b].PathOf[indexOf(spec.Flags, flag)]
		}
		spec.Builds[b].PathOf = paths
	}
	spec.Flags = flags
}

func namesOf(builds []model.BuildSpec) []string {
	names := make([]string, len(builds))
	for i, b := range builds {
		names[i] = b.Name
	}
	return names
}

// RouterSchema returns the JSON schema of a router file.
func RouterSchema() ([]byte, error) {
	return YAMLSchema(reflect.TypeFor[routerFile](), "router file of lossreplay router fit")
}

// RouterText returns the router file that says that this router ran with these deploys and roll-backs: [ReadRouter] gives back the
// same. zone is that in which times are written; the error is that it is unknown.
func RouterText(spec *model.RouterSpec, ops []model.Operation, zone string) ([]byte, error) {
	place, err := time.LoadLocation(zone)
	if err != nil {
		return nil, err
	}
	f := routerFile{Format: routerFormat, Router: routerEntryOf(spec)}
	for _, op := range ops {
		if op.Kind == model.OpDeploy || op.Kind == model.OpRollback {
			f.Deploys = append(f.Deploys, deployEntry{op.At, spec.Servers[op.Server], spec.Builds[op.Build].Name, op.Kind == model.OpRollback})
		}
	}
	w := &yamlWriter{zone: place}
	w.out.WriteString("# A router for lossreplay router fit. The keys are described in docs/router.schema.json.\n")
	w.fields(reflect.ValueOf(f), 0, "")
	return w.out.Bytes(), nil
}
