package journal

import (
	"encoding/json"
	"strconv"
	"time"

	"acrwatch/api"
	"acrwatch/poller"
)

// Format is the version of the format that is written. A reader takes all versions up to it.
const Format = 1

// Header is the first line of a recording, and of each part of one.
type Header struct {
	Format    int       `json:"acrwatch-recording"` // version of the format
	Version   string    `json:"acrwatch"`           // of the program that wrote it
	Recording string    `json:"recording"`          // tells one recording from another; its parts share it
	Part      int       `json:"part"`               // from 1
	Started   time.Time `json:"started"`            // when the recording began
	At        time.Time `json:"at"`                 // when this part began: the time of its first event counts from here
	Zone      string    `json:"zone"`               // where it was made, such as Europe/Berlin; CET when the system tells no more
	Offset    int       `json:"offset"`             // seconds that local time was ahead of UTC
	Budget    float64   `json:"budget"`             // calls per second
	Floor     float64   `json:"budget-floor"`       // calls per second
	Keep      int       `json:"keep"`               // most tasks kept
	Masked    bool      `json:"masked,omitempty"`   // names, ids, regions and digests are not the real ones
	Targets   []Target  `json:"targets"`

	// The tasks that were watched where that was not all of them.
	IDs     []string `json:"ids,omitempty"`
	Batches []string `json:"batches,omitempty"`
}

// Target is one of the targets that were watched from the start. Those found later are in the answers.
type Target struct {
	Name     string `json:"name,omitempty"`
	Region   string `json:"region,omitempty"`
	Instance string `json:"instance,omitempty"`
	Profile  string `json:"profile,omitempty"`
	Endpoint string `json:"endpoint,omitempty"`
	Quota    int    `json:"quota"` // targets with the same number share a budget
}

// TargetsOf are the targets of a poller. The quota of a spec can name an account, so a number stands for it.
func TargetsOf(specs []poller.Spec) []Target {
	numbers := map[string]int{}
	targets := make([]Target, len(specs))
	for i, s := range specs {
		if _, known := numbers[s.Quota]; !known {
			numbers[s.Quota] = len(numbers)
		}
		targets[i] = Target{s.Name, s.Region, s.Instance, s.Profile, s.Endpoint, numbers[s.Quota]}
	}
	return targets
}

// Specs are the targets as a fold wants them. They cannot be asked anything.
func (h Header) Specs() []poller.Spec {
	specs := make([]poller.Spec, len(h.Targets))
	for i, t := range h.Targets {
		specs[i] = poller.Spec{
			Name: t.Name, Region: t.Region, Instance: t.Instance, Profile: t.Profile, Endpoint: t.Endpoint,
			Quota: strconv.Itoa(t.Quota),
		}
	}
	return specs
}

// Fold is the fold of the recording before its first event.
func (h Header) Fold() *poller.Fold {
	return poller.NewFold(h.Specs(), h.Keep, poller.Only{IDs: h.IDs, Batches: h.Batches})
}

// clean makes the texts of a header safe to show, as those of answers are: anybody can have written the file.
func (h *Header) clean() {
	for _, text := range []*string{&h.Version, &h.Recording, &h.Zone} {
		*text = api.CleanID(*text)
	}
	for i := range h.Targets {
		t := &h.Targets[i]
		for _, text := range []*string{&t.Name, &t.Region, &t.Instance, &t.Profile, &t.Endpoint} {
			*text = api.Clean(*text)
		}
	}
	for _, ids := range [][]string{h.IDs, h.Batches} {
		for i := range ids {
			ids[i] = api.CleanID(ids[i])
		}
	}
}

// line is the header as it stands in a file.
func (h Header) line() []byte {
	line, _ := json.Marshal(h) // never fails: it holds nothing that JSON has no form for
	return append(line, '\n')
}
