package controlfile

import _ "embed"

//go:embed controls.schema.json
var schema []byte

// Schema returns the JSON schema (2020-12) of a controls file, for editors. It is looser than [Parse] where JSON cannot say
// it: 2000000 and 2000000.00 are one number to it. The caller does not write to it.
func Schema() []byte { return schema }
