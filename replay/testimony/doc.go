// Package testimony asks one control what it did in one world of a day, and, if it never tripped, how close it came.
//
// Owns: the question (which controls are on, which one is asked), the passes over the day that answer it, the ladder of lower
// thresholds that brackets the highest thing a control saw.
//
// Refuses: words, files, and more than one world at a time: what all worlds say together is [lossreplay/replay/attribution]'s.
//
// Invariants: an answer is of the world that the run's leaf is of; lower thresholds watch that world and change nothing in it, so
// what they saw is what the control saw.
package testimony
