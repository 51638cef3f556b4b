package ui

import (
	"slices"
	"strings"
	"time"

	"acrwatch/internal/tongue"
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
func (s *styles) together(p *problem) string {
	n, _ := p.count()
	if n < 2 {
		return ""
	}
	route, rule := p.shared()
	key := p.groups[0].key
	var words string
	switch {
	case route && n == 2:
		words = s.Say("Both went %s", routeWords(key))
	case route:
		words = s.Say("All %s went %s", s.number(n), routeWords(key))
	case n == 2:
		words = s.Say("Both failed")
	default:
		words = s.Say("All %s failed", s.number(n))
	}
	ruled := rule && key.rule != ""
	if ruled {
		words += s.Say(" under rule %s", key.rule)
	}
	if p.slow() {
		words += s.Say(" without acceleration")
	}
	if oldest, newest := p.span(); !oldest.IsZero() {
		within := tongue.Text(" within %s")
		if route || ruled || p.slow() {
			within = ", within %s"
		}
		words += s.Say(within, s.Spelled(newest.Sub(oldest)))
	}
	return s.Say("%s.", words)
}

// differs is what tells a group from the others of its issue: its route, its rule, or both.
func (s *styles) differs(p *problem, g *group) string {
	route, rule := p.shared()
	words := []string{}
	if !route {
		words = append(words, routeWords(g.key))
	}
	switch {
	case rule:
	case g.key.mixed:
		words = append(words, s.Say("several rules"))
	case g.key.rule == "":
		words = append(words, s.Say("no rule"))
	default:
		words = append(words, s.Say("rule %s", g.key.rule))
	}
	return strings.Join(words, s.Say(", "))
}

func routeWords(k groupKey) string { return k.from + " → " + k.to }

var numerals = [...]tongue.Text{3: "three", "four", "five", "six", "seven", "eight", "nine", "ten"}

// number is a count from three on; few are a word.
func (s *styles) number(n int) string {
	if n < len(numerals) {
		return s.Say(numerals[n])
	}
	return units.Count(n)
}
