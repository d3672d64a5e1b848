// Package fix reads logs of FIX 4.0 to 5.0 SP2 tag=value messages, as engines and their users write them.
//
// Owns: finding messages in a log (delimiters, prefixes, text between them, messages over several lines), their checksum, body
// length and sequence numbers, what each message says as a record, and the identifiers that make orders unique over sessions.
//
// Refuses: guessing what a broken or contradictory message meant, doubtful fills above all: it is refused with its line.
//
// Invariants: every message is emitted, refused, or counted by its type; memory is bounded whatever the log holds: one window
// of bytes, a fixed number of sessions, and tables of recent orders that forget the oldest.
package fix
