package keymap

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Problem is one mistake in the user's keys: at Action, and why. For a key that several actions would share, Others are
// the other ones.
type Problem struct {
	Action string
	Reason string
	Fix    string
	Key    string
	Others []Action
}

// Error is the problem in one line.
func (p *Problem) Error() string { return fmt.Sprintf("keys.%s: %s; %s", p.Action, p.Reason, p.Fix) }

// Override gives actions other keys. All mistakes are reported at once, each a *Problem, and the map that comes back is
// then the unchanged one: unknown actions, empty lists, keys that no keyboard sends, and keys that two actions would
// share.
func (m KeyMap) Override(keys map[string][]string) (KeyMap, error) {
	next := Default()
	var problems []error
	for _, name := range sortedKeys(keys) {
		a := Action(name)
		if _, known := m.bindings[a]; !known {
			problems = append(problems, &Problem{Action: name, Reason: say("unknown action"), Fix: say("known are %s", strings.Join(names(), ", "))})
			continue
		}
		if len(keys[name]) == 0 {
			problems = append(problems, &Problem{Action: name, Reason: say("no keys"), Fix: say(`give at least one, such as ["x"], or leave the line out`)})
			continue
		}
		for _, k := range keys[name] {
			if fix := misspelt(k); fix != "" {
				problems = append(problems, &Problem{Action: name, Reason: say("%q is no key", k), Fix: fix})
			}
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
	holders := map[string][]Action{}
	for a, b := range m.bindings {
		for _, k := range slices.Compact(slices.Sorted(slices.Values(b.Keys()))) {
			holders[k] = append(holders[k], a)
		}
	}
	var problems []error
	for _, k := range sortedKeys(holders) {
		if len(holders[k]) < 2 {
			continue
		}
		slices.Sort(holders[k])
		at := slices.IndexFunc(holders[k], func(a Action) bool { _, ok := written[string(a)]; return ok })
		others := slices.Delete(slices.Clone(holders[k]), at, at+1)
		problems = append(problems, &Problem{
			Action: string(holders[k][at]), Reason: say("%q also means %s", k, joined(others)),
			Fix: say("give one of them another key"), Key: k, Others: others,
		})
	}
	return problems
}

func joined(actions []Action) string {
	names := make([]string, len(actions))
	for i, a := range actions {
		names[i] = string(a)
	}
	return strings.Join(names, ", ")
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
