//go:build !race

package journal

// raced has the tests play few scenarios, and short ones.
const raced = false
