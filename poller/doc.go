// Package poller decides what to ask of the registry next and when, folds the answers into what is known, and hands
// it on as snapshots. It knows nothing of screens.
//
// What is known is a fold over events: calls sent, answers, the passing of time. Taking an event is the only way it changes,
// and that reads no clock and does no I/O, so that the events of a poller (Options.Record) give the same snapshots again in
// a Fold. Nothing that only the scheduler knows is part of it. The scheduler is a function of what is known, of what the
// user looks at and of the time; one goroutine for each quota sends the calls, within a budget that targets of one account,
// region and endpoint share.
//
// A Snapshot promises:
//
//   - Wholeness. It holds all that is known. Snapshots are made at most twenty times a second and only while the reader
//     is ready for one, so some states are never seen; whoever misses them loses nothing.
//   - Order. Each one is newer than the one before it, and emit is called from one goroutine at a time.
//   - Stillness. Nothing that can be reached from it is changed after it was emitted: it may be read from any
//     goroutine, kept, and compared with later ones. The reader must not change it either.
//   - Sharing. Targets and tasks keep their index, both only grow in number, and a task about which nothing new was
//     learned keeps its pointer. Tasks share what did not change: making and comparing snapshots costs what changed
//     between them.
//   - A bound. Once there are as many tasks as are to be kept, a new one takes the slot of the oldest that is over, and
//     the Key at that index is another one. An active task is never dropped, and slots are never given back: more
//     tasks than that are kept where more were active at once.
//   - Truth. A failed call never empties or ages backwards what was known: the last good data stays, with the error
//     beside it. An answer that was asked for before the one shown never replaces it.
package poller
