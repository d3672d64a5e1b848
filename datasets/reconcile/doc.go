// Package reconcile holds the shares and cash that a day's executions make against positions that the user has from elsewhere.
//
// Owns: the positions file, its parser, and the comparison, to the unit.
//
// Refuses: tolerances, guesses about columns, a file with any fault.
//
// Invariants: every row of an accepted file is compared, and so is every symbol in which executions moved an account that the
// file speaks of; every fault of a refused file is listed with its line.
package reconcile
