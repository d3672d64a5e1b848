// Package report turns a study into what people and programs read: results.json, the printed table, CSV, Parquet, figures,
// and the manifest that says what went in and what came out.
//
// # Owns
//
// The names and units of every output field; how an amount, a share and a time of day are printed; the sentences that explain
// a figure; an output folder that is there whole or not at all; what is taken back from such a folder.
//
// # Refuses
//
// Running the engine, computing a loss, reading the clock. Floats for money: amounts go from integers to text. Overwriting a
// folder that it did not write.
//
// # Invariants
//
// The same study gives the same bytes in every file, and so does what was read back from them. A figure that is not exactly 0 or exactly all never prints as if it were.
// What cannot be evaluated is null with a reason, never 0.
package report
