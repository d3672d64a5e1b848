// Package datasets is where recorded days come from: the incident folder, its tables, their validation.
//
// Owns: the columns of every table (schema.go is their only list), Parquet and Arrow IPC reading and writing, incident.yaml,
// the checks that a day must pass before anything is computed from it.
//
// Refuses: repairing, skipping or guessing; opening a day with any fault.
//
// Invariants: a day that opens is valid; what is written reads back equal; the same day gives the same bytes.
package datasets
