package config

import "strings"

// suggest points at the known word that was probably meant, or names them all.
func suggest(written string, known []string) string {
	best, distance := "", 3 // more than two slips is another word
	for _, k := range known {
		if d := slips(strings.ToLower(written), k); d < distance && d < len(k) {
			best, distance = k, d
		}
	}
	if best != "" {
		return "did you mean " + best + "?"
	}
	return "known are " + strings.Join(known, ", ")
}

// slips counts the letters to insert, drop or change to get from a to b.
func slips(a, b string) int {
	if len(a) > 2*len(b)+3 {
		return len(a)
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
