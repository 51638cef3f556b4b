package journal

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"acrwatch/internal/tongue"
)

// Recording is one recording or several, to be read. It is safe for use by many goroutines.
type Recording struct {
	parts []*source
	notes []string
}

// Open opens recordings. Each path is a file, or a pattern such as "sync*.ndjson"; the later parts of a recording are found
// beside the first one. Parts are put in order by their time, and each is read once, however many copies are given; where
// one begins before another ends, it takes over. The notes say in a line each what could not be read; when nothing could,
// that is the error.
func Open(paths ...string) (*Recording, []string, error) {
	files, err := expand(paths)
	if err != nil {
		return nil, nil, err
	}
	r := &Recording{}
	var faults []error
	for i := 0; i < len(files); i++ {
		part, err := openPart(files[i])
		if err != nil {
			faults = append(faults, err)
			continue
		}
		r.add(part)
		if next := partName(firstName(part.path, part.header.Part), part.header.Part+1); continues(part, next) {
			files = insert(files, i+1, next)
		}
	}
	if len(r.parts) == 0 {
		return nil, nil, errors.Join(faults...)
	}
	for _, part := range r.parts {
		r.notes = append(r.notes, part.notes...)
	}
	for _, fault := range faults {
		r.notes = append(r.notes, fault.Error())
	}
	r.order()
	r.parts[0].learn()
	return r, r.notes, nil
}

// add adds a part, unless a copy of it is there: then the one that goes further counts.
func (r *Recording) add(part *source) {
	at := slices.IndexFunc(r.parts, func(other *source) bool {
		return other.header.Recording != "" && other.header.Recording == part.header.Recording && other.header.Part == part.header.Part
	})
	switch {
	case at < 0:
		r.parts = append(r.parts, part)
	case part.end.After(r.parts[at].end):
		part, r.parts[at] = r.parts[at], part
		fallthrough
	default:
		_ = part.file.Close() // it was only read
	}
}

// Close closes the files.
func (r *Recording) Close() error {
	var faults []error
	for _, part := range r.parts {
		faults = append(faults, part.file.Close())
	}
	return errors.Join(faults...)
}

// Header is that of the first part.
func (r *Recording) Header() Header { return r.parts[0].header }

// Span is when the recording begins and when it ends: at its last event.
func (r *Recording) Span() (from, to time.Time) {
	from, to = r.parts[0].header.At, r.parts[0].end
	for _, part := range r.parts {
		if part.end.After(to) {
			to = part.end
		}
	}
	return from, to
}

// order puts the parts in order, and notes what is missing between them, or there twice.
func (r *Recording) order() {
	slices.SortStableFunc(r.parts, func(a, b *source) int {
		return cmp.Or(a.header.At.Compare(b.header.At), cmp.Compare(a.header.Part, b.header.Part))
	})
	for i, part := range r.parts[1:] {
		before := r.parts[i]
		if same := before.header.Recording == part.header.Recording; same && part.header.Part > before.header.Part+1 {
			r.notes = append(r.notes, tongue.Said("%s: the part before it is missing; from %s to %s nothing is known",
				part.path, stamp(before.end), stamp(part.header.At)))
		}
		if starts := part.header.At; !part.follows(before) && starts.Before(before.end) {
			before.end, before.until = starts, starts
			r.notes = append(r.notes, tongue.Said("%s: begins at %s, before %s ends, and is shown from then on", part.path, stamp(starts), before.path))
		}
	}
}

func stamp(t time.Time) string { return t.Local().Format("2006-01-02 15:04:05") }

// expand finds the files that paths name, each once.
func expand(paths []string) ([]string, error) {
	var files []string
	for _, path := range paths {
		if _, err := os.Stat(path); err == nil {
			files = insert(files, len(files), path)
			continue
		}
		found, err := filepath.Glob(path)
		switch {
		case err != nil:
			return nil, fmt.Errorf("%s: not a pattern of file names; write it like sync*.ndjson", path)
		case len(found) == 0:
			return nil, fmt.Errorf("%s: no such recording; give a file that --record wrote", path)
		}
		for _, file := range found {
			files = insert(files, len(files), file)
		}
	}
	if len(files) == 0 {
		return nil, errors.New("no recording given; give a file that --record wrote")
	}
	return files, nil
}

// insert puts a file where it is to be read, unless it is read already.
func insert(files []string, at int, file string) []string {
	if slices.Contains(files, file) {
		return files
	}
	return slices.Insert(files, at, file)
}

// continues says that a file is there and is the next part of the recording.
func continues(part *source, path string) bool {
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer file.Close() //nolint:errcheck // it was only read
	header, err := readHeader(file, path)
	return err == nil && header.Recording == part.header.Recording && header.Part == part.header.Part+1
}

// openFailure is an error of the system in a line that says what to do.
func openFailure(path string, err error) error {
	if errors.Is(err, fs.ErrPermission) {
		return tongue.Error("%s: may not be read by you; ask its owner, or copy it", path)
	}
	return tongue.Error("%v; give a file that --record wrote", err)
}
