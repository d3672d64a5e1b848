package datasets

import (
	"fmt"
	"reflect"
	"slices"

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
// problems. servers are the day's, which the file must name, in any order: the router returned has them in the day's. The error is a
// *Problems with line and column of everything that is wrong.
func ReadRouter(file string, data []byte, servers []string) (model.RouterSpec, []model.Operation, error) {
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
	sameServers(r, spec.Servers, servers)
	var ops []model.Operation
	for i, d := range f.Deploys {
		at := fmt.Sprintf("deploys[%d]", i)
		op := model.Operation{At: d.At, Kind: model.OpDeploy, HasServer: true, Tag: model.Assumed, Build: model.BuildID(r.reference(at+".build", d.Build, "build", namesOf(spec.Builds)))}
		if d.Rollback {
			op.Kind = model.OpRollback
		}
		r.reference(at+".server", d.Server, "server", spec.Servers)
		op.Server = model.ServerID(max(indexOf(servers, d.Server), 0))
		if i > 0 && d.At < f.Deploys[i-1].At {
			r.problem(Problem{Fault: FaultUnsorted, Field: at + ".at", Value: d.At.String(), Rule: "is before the one above it", Mend: "put them in order of time"})
		}
		ops = append(ops, op)
	}
	spec.Servers = slices.Clone(servers)
	return spec, ops, ps.err()
}

// sameServers reports servers of one list that are not in the other.
func sameServers(r *yamlReader, have, day []string) {
	for i, name := range have {
		if !slices.Contains(day, name) {
			r.problem(Problem{Fault: FaultReference, Field: fmt.Sprintf("router.servers[%d]", i), Value: quote(name), Rule: "is no server of the day", Mend: choose(name, day)})
		}
	}
	for _, name := range day {
		if !slices.Contains(have, name) {
			r.problem(Problem{Fault: FaultMissing, Field: "router.servers", Rule: "lacks the day's server " + quote(name), Mend: "name every server that the log names"})
		}
	}
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
