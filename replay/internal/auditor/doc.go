// Package auditor is a second replay engine, slow and simple, for tests only: it replays a day under one coalition of
// controls, alone, from whole tables, and says what must come out.
//
// Owns: its own order of events, routing, booking, votes, impact and settlement, each written from the rules and not from
// the engine. It shares the types of package model, the kernel's step and rounding, and the controls' monitors, which it is
// not there to test.
//
// Refuses: batches, worlds that fork, places that are used twice, sums that run along: what it can add up anew it adds up anew.
//
// Invariants: after each event the positions and the cash of the error account, the parents and the street add up to zero.
// They are held in math/big, so that an overflow of the engine can't hide in an overflow of the auditor.
package auditor
