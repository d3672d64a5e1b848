// Package fit says which build each server of a router ran, from nothing but its orders: real logs carry no label.
//
// What tells builds apart is whether the code path that they select counts. A path that counts is silent once its parent has all
// that it asked for; one that does not goes on. So a child beyond its parent speaks for a build that does not count, a parent that
// is full and left alone for one that counts. What both would have done says nothing.
//
// Owns: the evidence for and against each build by server and minute, the builds that explain it best, when they changed, and
// which children a correct build would not have sent.
//
// Refuses: telling apart builds that select paths which count alike; an exact time of a change where the log shows only what
// came before and after it.
//
// Invariants: the truth label and the recorded operations are not read but to be compared with what was found; one pass over the
// day, memory bounded by the parents that carry telling flags.
package fit
