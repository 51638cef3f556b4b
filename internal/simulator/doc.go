// Package simulator is an ACR service (product cr, version 2018-12-01) as an http.Handler: the demo, the tests
// and acrwatch simulate.
//
// It answers the seven operations that acrwatch calls, in the documented shapes and with their quirks, and it
// checks every signature, nonce and date with code of its own. Behind the answers lies a world that is a function
// of seed and time alone: nothing runs in the background, so a request is all it takes to bring it up to date, and
// it works under a virtual clock.
//
// Two clocks are kept apart. The protocol clock (Date, signatures, quotas) is the real one. World time starts at 0
// with the simulator and passes Speed times as fast; what happened before Start keeps its own pace, so that a task
// created seven minutes earlier says so at any speed.
package simulator
