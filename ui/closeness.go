package ui

import "strings"

// closeness ranks a name by what is typed of it: 0 the name itself, 1 its beginning, 2 the beginning of one of its
// words, 3 a piece of it, 4 letters of it in their order. It is negative where nothing fits.
func closeness(name, typed string) int {
	switch {
	case name == typed:
		return 0
	case strings.HasPrefix(name, typed):
		return 1
	case strings.Contains(name, "-"+typed):
		return 2
	case strings.Contains(name, typed):
		return 3
	case scattered(name, typed):
		return 4
	}
	return -1
}

func scattered(name, typed string) bool {
	for _, r := range typed {
		at := strings.IndexRune(name, r)
		if at < 0 {
			return false
		}
		name = name[at+len(string(r)):]
	}
	return true
}
