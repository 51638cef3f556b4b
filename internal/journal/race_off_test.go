//go:build !race

package journal

// raced has the tests play few scenarios.
const raced = false
