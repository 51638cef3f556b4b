// Package nearest finds the known word that somebody meant who wrote another one.
package nearest

import "strings"

// Word is the known word that written is at most a number of slips away from, the closest one. A slip is a letter
// too many, too few, wrong, or changed with its neighbour. The known words are in lower case.
func Word(written string, known []string, most int) (word string, found bool) {
	written = strings.ToLower(written)
	for _, k := range known {
		if d := slips(written, k, most); d <= most && d < len(k) {
			word, most, found = k, d-1, true
		}
	}
	return word, found
}

// slips counts what to mend to get from a to b, and gives up beyond most.
func slips(a, b string, most int) int {
	if len(a) > len(b)+most || len(b) > len(a)+most {
		return most + 1
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, last, row = last, row, before
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := last[j-1]
			if a[i-1] != b[j-1] {
				change++
			}
			row[j] = min(change, last[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return row[len(b)]
}
