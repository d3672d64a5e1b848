// Package loop generates the child orders of a day from its parents: the closed-loop replay. The trace replay (package replay)
// thins recorded orders and cannot invent any; the loop serves what thinning cannot express, a control that makes orders wait
// or a router of another build that would have sent others. It is an approximation, and says how good a one: [Compare] holds
// its baseline against the recorded day.
//
// From the record come parents and the server of each, operations, quotes by tick, the market's volume by minute, our own flow
// by tick, and the few numbers of [Fitted]. No truth label is read: whether a path counts is in the router's description, what
// is beyond a parent's quantity is arithmetic.
//
// How a parent is worked. From [Fitted.Start] after its arrival, and not before the open, the router asks for children of the
// size of its code path. A path that counts has one child out at a time, and asks for the next [Fitted.Think] after the report
// until the parent is full. A path that does not count asks at the pace of the market: [Fitted.Kappa] times the symbol's
// volume of that minute, shared by those that run away in it, with what does not make a whole child carried over. A child is
// immediate or cancel; its report comes after [Fitted.ReportLatency], whole at the far side of the world's quote. It expires
// instead if its limit is worse than that by now, if the record's share of expiries draws it, or beyond what the symbol's bar
// of the minute has traded. Bars are by minute, so the volume that caps a symbol is the minute's and not the tick's: a thin
// name trades less than a child in a second. Nothing is sent after the last recorded child: the recorded end of the flow holds
// in every world, and what a control has delayed beyond it stays unexecuted.
//
// Prices are those of the trace replay: recorded quotes less the impact of the recorded flow that this world lacks, where a
// world that trades more lacks less than nothing. The account is closed by the same policy, measured against the recorded
// baseline.
//
// Controls are asked as in the trace replay, all on the state before the child, and the strictest verdict wins. What the router
// does then is the scenario's choice, assumed. A denied child is gone; a path that counts asks anew after a second as long as
// the parent wants more, one that does not count at its next pace step. A delayed child keeps its quantity, limit and path and
// asks again when its control says; the router waits with it, so that a parent has one child waiting at most; a path that
// does not count is owed the children of the meantime and makes them one by one, as soon as each before it is let go: a queue
// only delays. A parent that is closed sends nothing any more; those of a server that
// is cut off send nothing until an override, nor is anybody asked. A roll-back or deploy changes the path of a server's parents at
// once; a parent that is full is gone, unless the record shows that it was sent again.
//
// Reactions to the incident happen only if the error account has reached Incident.ReactionGross, as in the trace replay.
// Operations change builds and what controls make of them, nothing else; OpStop and OpDisconnect stop no flow by themselves.
//
// Events of one time come in one order: tick, operation, parent's arrival, reports in order of sending, children that ask
// again in the order in which they were made, new children by parent. Chance (expiries, venues, the phase of a pace step) is
// drawn from a generator by parent, seeded by the incident's seed, so that what one parent meets moves no other's draws.
//
// Owns: the generation of orders, its fit, the divergence.
//
// Refuses: resting orders (a child that does not trade at its report is gone), opening auctions, orders before the open or
// after the recorded end, other people's reaction to our absence beyond the impact kernel and to our presence beyond the
// volume cap. The bar that paces a runaway parent holds our own recorded flow: in a minute in which the record had none, a
// runaway parent of another world is paced by other people's volume alone, and runs slower.
//
// Invariants: the same model and configuration give the same outcome, bit for bit, on any number of cores; a parent that
// never met a path that does not count is never overfilled; where the generated flow is the recorded one, prices are too.
package loop
