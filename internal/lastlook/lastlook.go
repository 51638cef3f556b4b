// Package lastlook keeps the ids that were seen last, so that a shell can complete them without a call. Losing it costs
// a completion, so nothing here is worth an end or a wait.
package lastlook

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"acrwatch/api"
	"acrwatch/internal/files"
	"acrwatch/internal/remember"
	"acrwatch/poller"
)

// most is how many tasks are kept: more than that nobody finds in a list of completions.
const most = 200

// maxFile is far above any real one; what is larger is another file.
const maxFile = 1 << 20

// version is of the file. One of another version counts as none.
const version = 1

// Seen is an id and what it stands for, in a few words.
type Seen struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// Look is what was seen last. The zero value is nothing.
type Look struct {
	Instances []Seen `json:"instances"`
	Tasks     []Seen `json:"tasks"` // active ones first, then the newest
}

// Of is what there is to remember of a snapshot.
func Of(s *poller.Snapshot) Look {
	var l Look
	for i := range s.Targets {
		t := &s.Targets[i]
		if t.Instance != "" && !slices.ContainsFunc(l.Instances, func(seen Seen) bool { return seen.ID == t.Instance }) {
			l.Instances = append(l.Instances, Seen{t.Instance, strings.TrimSpace(t.Name + " in " + t.Region)})
		}
	}
	for _, t := range newest(s.Tasks) {
		l.Tasks = append(l.Tasks, Seen{t.ID, t.StatusWord() + " " + t.Image()})
	}
	return l
}

// newest are the tasks to keep, the ones that somebody asks for first.
func newest(tasks poller.Tasks) []*poller.Task {
	var kept []*poller.Task
	for _, t := range tasks.All() {
		kept = append(kept, t)
		if len(kept) == 2*most { // a hundred thousand need not be sorted to keep two hundred
			slices.SortStableFunc(kept, byInterest)
			kept = kept[:most]
		}
	}
	slices.SortStableFunc(kept, byInterest)
	return kept[:min(len(kept), most)]
}

func byInterest(a, b *poller.Task) int {
	switch {
	case a.Active() && !b.Active():
		return -1
	case b.Active() && !a.Active():
		return 1
	}
	return b.LastChanged().Compare(a.LastChanged())
}

// Path is the file that is used; empty when there is no folder to keep it in.
func Path(system string, env func(name string) string) string {
	folder := remember.Folder(system, env)
	if folder == "" {
		return ""
	}
	return filepath.Join(folder, "last-look.json")
}

type document struct {
	Version int `json:"version"`
	Look
}

// Load reads what was seen last. No file is nothing.
func Load(path string) (Look, error) {
	f, err := os.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Look{}, nil
	case err != nil:
		return Look{}, err
	}
	defer f.Close() //nolint:errcheck // nothing was written
	data, err := io.ReadAll(io.LimitReader(f, maxFile))
	if err != nil {
		return Look{}, err
	}
	return read(data)
}

func read(data []byte) (Look, error) {
	var d document
	if err := json.Unmarshal(data, &d); err != nil || d.Version != version {
		return Look{}, errors.New("it cannot be read")
	}
	for _, list := range [][]Seen{d.Instances, d.Tasks} {
		for i := range list { // a shell shows it as it is
			list[i] = Seen{api.CleanID(list[i].ID), api.Clean(list[i].Text)}
		}
	}
	return d.Look, nil
}

// Save writes what was seen, for the user alone, whole or not at all, and makes the folder for it.
func Save(path string, l Look) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return files.Write(path, files.Options{Mode: 0o600, Overwrite: true}, func(w io.Writer) error {
		return json.NewEncoder(w).Encode(document{version, l})
	})
}
