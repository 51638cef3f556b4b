package config

import (
	"regexp"
	"strings"

	"acrwatch/api"
	"acrwatch/internal/tongue"
)

// targetKeys are the keys of a [[target]] block. All but the name are flags and variables too.
var targetKeys = []string{"name", "region", "instance", "profile", "endpoint"}

var (
	regionForm   = regexp.MustCompile(`^[a-z]{2,3}(-[a-z0-9]+)+$`)
	instanceForm = regexp.MustCompile(`^cri-[a-z0-9-]+$`)
)

// set fills in one field of a target. plainHTTP lets an endpoint elsewhere go without TLS.
func (t *Target) set(key string, value any, plainHTTP bool) error {
	text, ok := asText(value)
	if !ok {
		return faulty("not a text", "put it in quotes")
	}
	if err := checkText(text); err != nil {
		return err
	}
	text = strings.TrimSpace(text)
	if text == "" {
		return nil
	}
	switch key {
	case "name":
		t.Name = text
	case "region":
		t.Region = text
		return checkForm(text, regionForm, "not a region", "give its id, such as cn-hangzhou")
	case "instance":
		t.Instance = text
		return checkForm(text, instanceForm, "not an instance", "give its id, such as cri-sgedpenzw80e, not its name")
	case "profile":
		t.Profile = text
	case "endpoint":
		t.Endpoint = text
		return checkEndpoint(text, plainHTTP)
	}
	return nil
}

func checkForm(text string, form *regexp.Regexp, what, fix tongue.Text) error {
	if form.MatchString(text) {
		return nil
	}
	return faulty(what, fix)
}

func checkEndpoint(text string, plainHTTP bool) error {
	const anyRegion = "cn-hangzhou" // public and vpc are right with every region
	if _, err := api.ParseEndpoint(text, anyRegion, plainHTTP); err != nil {
		return &fault{err.Error(), ""}
	}
	return nil
}

// selection is the targets that flags and variables ask for.
type selection struct {
	regions, instances, profiles []string
	endpoint                     string
	instanceAt                   string // the flag or variable that named the instances
}

func (s selection) empty() bool {
	return len(s.regions)+len(s.instances)+len(s.profiles) == 0 && s.endpoint == ""
}

// targets combines every region with every profile, and within a region every instance.
func (s selection) targets(p *problems) []Target {
	if s.empty() {
		return nil
	}
	if len(s.regions) > 1 && len(s.instances) > 0 {
		p.add(s.instanceAt, strings.Join(s.instances, ","), tongue.Said("several regions are given, and an instance is in one of them"),
			tongue.Said("give one --region, or write a [[target]] block with region and instance for each"))
		return nil
	}
	var all []Target
	for _, region := range orBlank(s.regions) {
		for _, profile := range orBlank(s.profiles) {
			for _, instance := range orBlank(s.instances) {
				all = append(all, Target{Region: region, Instance: instance, Profile: profile, Endpoint: s.endpoint})
			}
		}
	}
	return all
}

// orBlank makes one pass of a loop over nothing: the field is left to be found out.
func orBlank(list []string) []string {
	if len(list) == 0 {
		return []string{""}
	}
	return list
}
