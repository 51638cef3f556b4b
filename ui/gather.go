package ui

import (
	"cmp"
	"slices"
)

// byRoute is the order of the groups of an issue. What is mixed stands below the other groups of its route.
func byRoute(a, b *group) int {
	mixed := map[bool]int{true: 1}
	return cmp.Or(cmp.Compare(a.key.from, b.key.from), cmp.Compare(a.key.to, b.key.to),
		cmp.Compare(mixed[a.key.mixed], mixed[b.key.mixed]), cmp.Compare(a.key.rule, b.key.rule))
}

// gathered puts the groups of one failure together that are on the same route: where nearly every failure has a rule of
// its own, a head for each would be more than what it tells.
func (x *failureIndex) gathered(groups []*group) []*group {
	single := map[groupKey][]*group{}
	var out []*group
	for _, g := range groups {
		if len(g.members) > 1 {
			out = append(out, g)
			continue
		}
		key := groupKey{issue: g.key.issue, from: g.key.from, to: g.key.to, mixed: true}
		single[key] = append(single[key], g)
	}
	for key, some := range single {
		if len(some) == 1 {
			out = append(out, some[0])
			continue
		}
		all := &group{key: key}
		for _, g := range some {
			all.members = append(all.members, g.members...)
		}
		slices.SortFunc(all.members, x.newestFirst)
		all.add(x.tasks)
		out = append(out, all)
	}
	return out
}

// isUnfolded says that a group is shown with all of its failures now.
func (x *failureIndex) isUnfolded() bool {
	return slices.ContainsFunc(x.problems, func(p *problem) bool {
		return slices.ContainsFunc(p.groups, func(g *group) bool { return g.key == x.unfolded })
	})
}
