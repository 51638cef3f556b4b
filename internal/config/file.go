package config

import (
	"errors"
	"fmt"
	"slices"

	"acrwatch/internal/tongue"
	"acrwatch/keymap"
)

// file reads one document into a Config and gathers what is wrong with it.
type file struct {
	name string
	c    *Config

	found []*Problem

	noTargets bool // the target blocks are not for this command, right or wrong
}

func (f *file) add(i *item, wrote, what, fix string) {
	f.found = append(f.found, &Problem{fmt.Sprintf("%s:%d", f.name, i.line), wrote, what, fix, i.line})
}

func (f *file) report(key string, i *item, err error) {
	var wrong *fault
	if errors.As(err, &wrong) {
		f.add(i, written(key, i), wrong.what, wrong.fix)
	}
}

func written(key string, i *item) string {
	switch {
	case i.raw == "":
		return quote(key)
	case secretive(key, i.raw):
		return quote(key) + " = (hidden)"
	}
	return quote(key) + " = " + i.raw
}

func (f *file) read(data []byte) {
	root, err := parse(data)
	if err != nil {
		var syntax *syntaxError
		if errors.As(err, &syntax) {
			f.found = append(f.found, &Problem{
				Where: fmt.Sprintf("%s:%d:%d", f.name, syntax.line, syntax.column),
				What:  tongue.Said("not TOML: %s", syntax.what), Fix: tongue.Said("compare the line with config.example.toml"),
			})
		}
		return
	}
	for _, field := range root.fields {
		f.root(field.name, field.item)
	}
	slices.SortStableFunc(f.found, func(a, b *Problem) int { return a.line - b.line })
}

func (f *file) root(name string, i *item) {
	switch name {
	case "target":
		if !f.noTargets {
			f.targets(i)
		}
		return
	case "keys":
		f.keys(i)
		return
	case "notify":
		f.notify(i)
		return
	}
	known := []string{"target", "keys", "notify"}
	for _, s := range settings {
		if s.key == name {
			f.report(name, i, s.set(f.c, i.plain()))
			return
		}
		known = append(known, s.key)
	}
	slices.Sort(known)
	f.unknown(name, name, i, known)
}

func (f *file) unknown(shown, name string, i *item, known []string) {
	f.add(i, written(shown, i), tongue.Said("unknown key"), suggest(name, known))
}

func (f *file) targets(i *item) {
	if i.kind != array {
		f.add(i, written("target", i), tongue.Said("not a list of targets"), tongue.Said("write each as a block that starts with [[target]]"))
		return
	}
	for _, block := range i.list {
		if block.kind != table {
			f.add(block, written("target", block), tongue.Said("not a target"), tongue.Said("write it as a block that starts with [[target]]"))
			continue
		}
		f.target(block)
	}
}

func (f *file) target(block *item) {
	var t Target
	for _, field := range block.fields {
		shown := "target." + field.name
		if !slices.Contains(targetKeys, field.name) {
			f.unknown(shown, field.name, field.item, targetKeys)
			continue
		}
		f.report(shown, field.item, t.set(field.name, field.item.value, f.c.InsecureHTTP))
	}
	if slices.ContainsFunc(f.c.Targets, func(other Target) bool { other.Name = t.Name; return other == t }) {
		f.add(block, "[[target]]", tongue.Said("the same place as a target above"), tongue.Said("remove one of them"))
	}
	f.c.Targets = append(f.c.Targets, t)
}

func (f *file) keys(i *item) {
	if i.kind != table {
		f.add(i, written("keys", i), tongue.Said("not a table"), tongue.Said(`write [keys] and below it lines such as quit = ["q"]`))
		return
	}
	chosen := map[string][]string{}
	for _, field := range i.fields {
		shown := "keys." + field.name
		if !slices.Contains(actions(), field.name) {
			f.add(field.item, written(shown, field.item), tongue.Said("unknown action"), suggest(field.name, actions()))
			continue
		}
		if list, ok := texts(field.item); ok {
			chosen[field.name] = list
			continue
		}
		f.add(field.item, written(shown, field.item), tongue.Said("not a list of keys"), tongue.Said(`give a list such as ["x"] or ["x", "ctrl+x"]`))
	}
	f.override(i, chosen)
}

func (f *file) override(table *item, chosen map[string][]string) {
	keys, err := keymap.Default().Override(chosen)
	f.c.Keys = keys
	for _, each := range unjoin(err) {
		var wrong *keymap.Problem
		if !errors.As(each, &wrong) {
			f.add(table, "keys", each.Error(), "")
			continue
		}
		i := table.field(wrong.Action)
		if i == nil {
			i = table
		}
		f.add(i, fmt.Sprintf("keys.%s = %q", wrong.Action, chosen[wrong.Action]), reasonWithPlaces(table, wrong), wrong.Fix)
	}
}

// reasonWithPlaces says of a key with two meanings where the other one comes from: a line of the file, or the default.
func reasonWithPlaces(table *item, wrong *keymap.Problem) string {
	if len(wrong.Others) == 0 {
		return wrong.Reason
	}
	var places string
	for n, other := range wrong.Others {
		place := tongue.Said("%s by default", other)
		if i := table.field(string(other)); i != nil {
			place = tongue.Said("%s in line %d", other, i.line)
		}
		if n > 0 {
			place = tongue.Said("%v and %v", places, place)
		}
		places = place
	}
	return tongue.Said("%q also means %v", wrong.Key, places)
}

// texts reads a list of keys; a key that cannot be typed, such as an empty one, makes it no such list.
func texts(i *item) ([]string, bool) {
	if i.kind != array {
		return nil, false
	}
	list := []string{}
	for _, each := range i.list {
		text, ok := each.value.(string)
		if !ok || text == "" || checkText(text) != nil {
			return nil, false
		}
		list = append(list, text)
	}
	return list, true
}

func actions() []string {
	var all []string
	for _, g := range keymap.Groups {
		for _, a := range g.Actions {
			all = append(all, string(a))
		}
	}
	return all
}

func unjoin(err error) []error {
	if err == nil {
		return nil
	}
	var joined interface{ Unwrap() []error }
	if errors.As(err, &joined) {
		return joined.Unwrap()
	}
	return []error{err}
}
