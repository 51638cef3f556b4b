//go:build race

package simulator

// raced has the tests do less: the race detector makes each ten times slower. .ci/run does all without it.
const raced = true
