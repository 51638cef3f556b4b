package doctor

import (
	"encoding/json"
	"io"
	"slices"

	"acrwatch/api"
)

// Place is an instance that a policy is for; an empty Region is any region.
type Place struct{ Region, Instance string }

type policy struct {
	Version   string
	Statement []statement
}

type statement struct {
	Effect   string
	Action   []string
	Resource any // a text or a list of them
}

// WritePolicy writes the smallest RAM policy with which places can be watched; without places, every instance can.
// Finding instances is allowed for all of them: RAM knows no smaller resource for a list.
func WritePolicy(w io.Writer, places []Place) error {
	p := policy{Version: "1"}
	if len(places) == 0 {
		p.Statement = []statement{{"Allow", actionsOn(""), "*"}}
	} else {
		all := api.Permissions()
		p.Statement = []statement{{"Allow", []string{all[0].Action}, "*"}}
		for _, kind := range []string{"repository", "instance"} {
			p.Statement = append(p.Statement, statement{"Allow", actionsOn(kind), resources(kind, places)})
		}
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(p)
}

// actionsOn are the actions that are allowed on a kind of resource, each once; on any for "". Without discovery, which
// is allowed apart, when a kind is given.
func actionsOn(kind string) []string {
	var actions []string
	for i, p := range api.Permissions() {
		if kind != "" && (i == 0 || p.Resource != kind) || slices.Contains(actions, p.Action) {
			continue
		}
		actions = append(actions, p.Action)
	}
	return actions
}

// resources are the places as RAM names them. A repository's name continues behind that of its instance.
func resources(kind string, places []Place) []string {
	var all []string
	for _, p := range places {
		region := p.Region
		if region == "" {
			region = "*"
		}
		name := "acs:cr:" + region + ":*:" + kind + "/" + p.Instance
		names := []string{name}
		if kind == "repository" && p.Instance != "*" {
			names = append(names, name+"/*")
		}
		for _, n := range names {
			if !slices.Contains(all, n) {
				all = append(all, n)
			}
		}
	}
	return all
}
