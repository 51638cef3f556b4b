//go:build race

package journal

// raced has the tests play few scenarios, and short ones: the race detector makes each ten times slower. .ci/run plays all
// of them without it.
const raced = true
