package query

import (
	"strings"
	"unicode/utf8"

	"acrwatch/api"
	"acrwatch/poller"
)

// texts are what words are looked for in, of one task at a time. They are written anew for each task: to write them is
// about as fast as to fetch what was written before, and takes no memory.
type texts struct {
	task   *poller.Task
	own    []byte // lower case, a line each: image, id, and the image's name at the other end
	image  int    // bytes of own that are the image
	routes [routesKept]knownRoute
	next   int
}

// routesKept is about as many destinations as one push has.
const routesKept = 8

// knownRoute is the text of a route that was met not long ago.
type knownRoute struct {
	from, to, fromInstance, toInstance string
	text                               []byte
}

// ownOf is the text of a task without its route, and how many bytes of it are the image.
func (x *texts) ownOf(t *poller.Task) (own []byte, image int) {
	if x.task != t {
		x.own = appendImage(x.own[:0], t)
		x.image = len(x.own)
		x.own = appendNames(x.own, t)
		x.task = t
	}
	return x.own, x.image
}

// routeOf is the route of a task as it is on the screen, and by what else its ends are called.
func (x *texts) routeOf(t *poller.Task) []byte {
	var from, to api.Image
	if t.Sync != nil {
		from, to = t.Sync.From, t.Sync.To
		for i := range x.routes {
			if x.routes[i].is(&from, &to) {
				return x.routes[i].text
			}
		}
	}
	r := &x.routes[x.next]
	x.next = (x.next + 1) % routesKept
	*r = knownRoute{from.RegionID, to.RegionID, from.InstanceID, to.InstanceID, appendRoute(r.text[:0], t)}
	return r.text
}

// is says that the route is the one between two ends. That of a subscription has no ends.
func (r *knownRoute) is(from, to *api.Image) bool {
	return r.to == to.RegionID && r.from == from.RegionID && r.toInstance == to.InstanceID && r.fromInstance == from.InstanceID &&
		r.to+r.toInstance != ""
}

// appendImage writes Task.Image; the usual name goes piece by piece, which takes no memory.
func appendImage(text []byte, t *poller.Task) []byte {
	if t.Sync == nil || t.Sync.From.Namespace == "" || t.Sync.From.Tag == "" {
		return appendLower(text, t.Image())
	}
	from := &t.Sync.From
	text = append(appendLower(text, from.Namespace), '/')
	text = append(appendLower(text, from.Repo), ':')
	return appendLower(text, from.Tag)
}

// appendNames writes the id, and the image's name at the other end if that is another one.
func appendNames(text []byte, t *poller.Task) []byte {
	text = appendLine(text, t.ID)
	if t.Sync == nil {
		return text
	}
	from, to := &t.Sync.From, &t.Sync.To
	if from.Namespace != to.Namespace || from.Repo != to.Repo || from.Tag != to.Tag {
		text = appendLine(text, to.Name())
	}
	return text
}

func appendRoute(text []byte, t *poller.Task) []byte {
	from, to := t.Route()
	text = appendLower(text, from)
	text = append(text, " → "...)
	text = appendLower(text, to)
	if t.Sync != nil {
		text = appendLine(text, t.Sync.From.InstanceID)
		return appendLine(text, t.Sync.To.InstanceID)
	}
	if t.Subscription != nil {
		return appendLine(text, t.Subscription.InstanceID)
	}
	return text
}

func appendLine(text []byte, word string) []byte {
	if word == "" {
		return text
	}
	return appendLower(append(text, '\n'), word)
}

// appendLower writes a word in lower case; most are ASCII, which takes no table.
func appendLower(text []byte, word string) []byte {
	start := len(text)
	text = append(text, word...)
	for i, c := range text[start:] {
		switch {
		case c >= utf8.RuneSelf:
			return append(text[:start], strings.ToLower(word)...)
		case c >= 'A' && c <= 'Z':
			text[start+i] = c + ('a' - 'A')
		}
	}
	return text
}
