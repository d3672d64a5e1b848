// Package model is the vocabulary of a trading incident: time, price, money, quantity, orders, executions, operations,
// securities, quotes, and the description of a recorded day.
//
// Owns: the domain's types, their fixed-point arithmetic, their text forms.
//
// Refuses: files, clocks, goroutines, globals, floats that hold money, imports of the rest of the module.
//
// Invariants: the same input gives the same bits; arithmetic that can overflow says so in its result; an enum's zero value
// is never a valid member, so that a forgotten field is found.
package model
