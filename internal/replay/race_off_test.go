//go:build !race

package replay_test

// raced has the tests play few scenarios.
const raced = false
