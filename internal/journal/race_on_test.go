//go:build race

package journal

// raced has the tests play few scenarios: the race detector makes each ten times slower. .ci/run plays all without it.
const raced = true
