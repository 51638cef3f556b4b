package keymap

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Problem is one mistake in the user's keys: at Action, and why.
type Problem struct {
	Action string
	Reason string
	Fix    string
}

// Error is the problem in one line.
func (p *Problem) Error() string { return fmt.Sprintf("keys.%s: %s; %s", p.Action, p.Reason, p.Fix) }

// Override gives actions other keys. All mistakes are reported at once, each a *Problem, and the map that comes back is
// then the unchanged one: unknown actions, empty lists, and keys that two actions would share.
func (m KeyMap) Override(keys map[string][]string) (KeyMap, error) {
	next := Default()
	var problems []error
	for _, name := range sortedKeys(keys) {
		a := Action(name)
		if _, known := m.bindings[a]; !known {
			problems = append(problems, &Problem{name, "unknown action", "known are " + strings.Join(names(), ", ")})
			continue
		}
		if len(keys[name]) == 0 {
			problems = append(problems, &Problem{name, "no keys", `give at least one, such as ["x"], or leave the line out`})
			continue
		}
		next.rebind(a, keys[name])
	}
	problems = append(problems, next.clashes(keys)...)
	if len(problems) > 0 {
		return m, errors.Join(problems...)
	}
	return next, nil
}

func (m *KeyMap) rebind(a Action, keys []string) {
	old := m.bindings[a]
	for _, k := range old.Keys() {
		if m.actions[k] == a {
			delete(m.actions, k)
		}
	}
	m.bind(a, keys, keys[0], old.Help().Desc)
}

// clashes names each key that more than one action holds, once, at an action the user wrote.
func (m *KeyMap) clashes(written map[string][]string) []error {
	holders := map[string][]string{}
	for a, b := range m.bindings {
		for _, k := range b.Keys() {
			holders[k] = append(holders[k], string(a))
		}
	}
	var problems []error
	for _, k := range sortedKeys(holders) {
		actions := holders[k]
		if len(actions) < 2 {
			continue
		}
		slices.Sort(actions)
		at := actions[slices.IndexFunc(actions, func(a string) bool { _, ok := written[a]; return ok })]
		others := slices.DeleteFunc(slices.Clone(actions), func(a string) bool { return a == at })
		problems = append(problems, &Problem{
			at, fmt.Sprintf("%q also means %s", k, strings.Join(others, ", ")),
			"give one of them another key",
		})
	}
	return problems
}

func names() []string {
	all := make([]string, len(defaults))
	for i, b := range defaults {
		all[i] = string(b.action)
	}
	return all
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
