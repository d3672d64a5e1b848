// Package replay runs a recorded day through the model of the router, with and without controls, in one pass.
//
// The street: day -> [stream] events in time order -> worlds, which vote, fork and settle -> leaves. The files are its
// stations: day, event, stream, world, step, vote, settle, run.
//
// Owns: the order of events, worlds, forks, what is a leaf, the fidelity identity.
//
// Refuses: files and formats (package datasets), attribution (replay/attribution), reports (replay/report).
//
// Invariants: with no control on, the replay returns the recorded executions, positions and loss to the last unit; leaves
// partition the coalitions; the result depends on neither batch size nor GOMAXPROCS nor the order of the controls.
package replay
