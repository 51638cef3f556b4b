package ui

import (
	"slices"
	"strings"
	"time"

	"acrwatch/internal/units"
)

// problem is all failures with one TaskIssue, in groups by route and then by rule.
type problem struct {
	issue  string
	groups []*group // at least one
}

func (p *problem) count() (failures int, moved int64) {
	for _, g := range p.groups {
		failures, moved = failures+len(g.members), moved+g.moved
	}
	return failures, moved
}

func (p *problem) newest() time.Time {
	_, newest := p.span()
	return newest
}

// span is when the first and the last of the failures were; zero where no time is known.
func (p *problem) span() (oldest, newest time.Time) {
	var all group
	for _, g := range p.groups {
		all.span(g.oldest)
		all.span(g.newest)
	}
	return all.oldest, all.newest
}

// headed says that each group has a head, which tells it from the others.
func (p *problem) headed() bool { return len(p.groups) > 1 }

// shared says which of route and rule are the same in all groups.
func (p *problem) shared() (route, rule bool) {
	route, rule = true, true
	first := p.groups[0].key
	for _, g := range p.groups {
		route = route && g.key.from == first.from && g.key.to == first.to
		rule = rule && !g.key.mixed && g.key.rule == first.rule
	}
	return route, rule
}

// slow says that none of the failures was accelerated.
func (p *problem) slow() bool {
	return !slices.ContainsFunc(p.groups, func(g *group) bool { return !g.slow })
}

// together is a sentence on what several failures have in common; empty when there is but one.
func (p *problem) together() string {
	n, _ := p.count()
	if n < 2 {
		return ""
	}
	route, rule := p.shared()
	key := p.groups[0].key
	words := allOf(n) + " failed"
	if route {
		words = allOf(n) + " went " + routeWords(key)
	}
	if rule && key.rule != "" {
		words += " under rule " + key.rule
	}
	if p.slow() {
		words += " without acceleration"
	}
	if oldest, newest := p.span(); !oldest.IsZero() {
		if route || rule || p.slow() {
			words += ","
		}
		words += " within " + units.Spelled(newest.Sub(oldest))
	}
	return words + "."
}

// differs is what tells a group from the others of its issue: its route, its rule, or both.
func (p *problem) differs(g *group) string {
	route, rule := p.shared()
	words := []string{}
	if !route {
		words = append(words, routeWords(g.key))
	}
	switch {
	case rule:
	case g.key.mixed:
		words = append(words, "several rules")
	case g.key.rule == "":
		words = append(words, "no rule")
	default:
		words = append(words, "rule "+g.key.rule)
	}
	return strings.Join(words, ", ")
}

func routeWords(k groupKey) string { return k.from + " → " + k.to }

var numerals = [...]string{3: "three", "four", "five", "six", "seven", "eight", "nine", "ten"}

// allOf is all of two or more; few are a word.
func allOf(n int) string {
	switch {
	case n == 2:
		return "Both"
	case n < len(numerals):
		return "All " + numerals[n]
	}
	return "All " + units.Count(n)
}
