package command

import (
	"fmt"
	"io"

	"github.com/charmbracelet/x/ansi"

	"acrwatch/api"
	"acrwatch/poller"
)

// troubles tells what stands between us and the service, once when it begins and once when it ends.
type troubles struct {
	out     io.Writer
	failing []string // by target: the trouble that was told, empty while there is none
	denied  map[deniedList]bool
	missing map[string]bool // names that were asked for and are not known
}

type deniedList struct {
	target int
	kind   poller.Kind
}

func newTroubles(out io.Writer) troubles {
	return troubles{out: out, denied: map[deniedList]bool{}, missing: map[string]bool{}}
}

// tell says when calls begin to fail, when they fail in another way, and when they are well again. Nobody is
// told of a failure to tell.
func (r *troubles) tell(next *poller.Snapshot) {
	for len(r.failing) < len(next.Targets) {
		r.failing = append(r.failing, "")
	}
	for i := range next.Targets {
		t := &next.Targets[i]
		for k := range t.Lists {
			r.denial(i, poller.Kind(k), t)
		}
		trouble := troubleOf(t.Err)
		if trouble == r.failing[i] {
			continue
		}
		r.failing[i] = trouble
		if t.Err == nil {
			_, _ = fmt.Fprintf(r.out, "acrwatch: %s: answers again\n", targetName(t))
			continue
		}
		_, _ = fmt.Fprintf(r.out, "acrwatch: %s: %s\n", targetName(t), inWords(t.Err))
	}
	r.names(next)
}

// names tells which names that were asked for nobody knows, and which have turned up after all.
func (r *troubles) names(next *poller.Snapshot) {
	for i := range next.Wanted {
		w := &next.Wanted[i]
		missing := w.Over() && !w.Found
		if missing == r.missing[w.Name] {
			continue
		}
		r.missing[w.Name] = missing
		if !missing {
			_, _ = fmt.Fprintf(r.out, "acrwatch: %s: found\n", w.Name)
			continue
		}
		_, _ = fmt.Fprintf(r.out, "acrwatch: %s\n", missingName(w))
	}
}

// missingName says why there is nothing of a name that was asked for.
func missingName(w *poller.Wanted) string {
	switch {
	case w.Err != nil:
		return w.Name + ": " + inWords(w.Err)
	case w.Unknown:
		return w.Name + ": not known to any target that was asked"
	}
	return w.Name + ": not every target has answered"
}

// troubleOf tells troubles apart. One outage has many faces, but what passes by itself is one trouble; what needs a
// person is told when it comes.
func troubleOf(e *api.Error) string {
	switch {
	case e == nil:
		return ""
	case e.Temporary():
		return "passing"
	}
	return e.Class.String()
}

func (r *troubles) denial(target int, kind poller.Kind, t *poller.Target) {
	key, err := deniedList{target, kind}, t.Lists[kind].Denied
	if (err != nil) == r.denied[key] {
		return
	}
	r.denied[key] = err != nil
	what := kindName(kind)
	if err == nil {
		_, _ = fmt.Fprintf(r.out, "acrwatch: %s: %s are permitted again\n", targetName(t), what)
		return
	}
	_, _ = fmt.Fprintf(r.out, "acrwatch: %s: %s: %s\n", targetName(t), what, inWords(err))
}

// inWords is an error with the credential it was met with and what to do about it.
func inWords(e *api.Error) string {
	const most = 300 // columns: a gateway may answer with a page
	text := ansi.Truncate(e.Error(), most, "…")
	if e.Credential != "" {
		text += ", with " + e.Credential
	}
	return text + "; " + e.Hint()
}

func targetName(t *poller.Target) string {
	for _, name := range []string{t.Name, t.Instance, t.Region} {
		if name != "" {
			return name
		}
	}
	return "the default target"
}
