// Package importing takes sources in foreign formats to an incident folder: it opens and unpacks them, reads the mapping file,
// lets the format's package read them, and package intake write the day.
//
// Owns: which formats there are, the mapping file, opening and unpacking, what of a source is refused as a whole.
//
// Refuses: reading rows (the formats' packages do), deciding what orders mean (package intake), following paths out of an archive.
//
// Invariants: only regular files are opened; what a packed file unpacks to is bounded; a file that is cut or damaged is read up to
// there, and the place is among the refused rows; on an error nothing is left at the place of the folder.
package importing
