package simulator

import "time"

// The documented statuses of sync tasks and their layers.
const (
	pending       = "PENDING"
	synchronizing = "SYNCHRONIZING"
	success       = "SUCCESS"
	failed        = "ERROR"
	canceled      = "CANCELED"
)

// issues are the documented reasons of a failure.
var issues = []string{
	"NETWORK_ERROR", "TAG_CONFLICT", "OSS_POLICY_UNAUTHORIZED", "INTERNAL_ERROR", "UNSUPPORTED_FORMAT", "DATA_LENGTH_EXCEEDED",
}

// order is what was asked for: the part of a sync task that never changes.
type order struct {
	id, batch string
	key       uint64 // decides the small things: layer ids, quirks
	rule      *rule  // nil when somebody started it by hand
	recipe    *recipe
	tag       string
	route     *route
	priority  int
	created   time.Duration
}

// status is a sync task at one instant.
type status struct {
	order
	state, issue string
	modified     time.Duration
	layers       []layer // only when a single task was asked for
}

func (t *status) over() bool { return t.state != pending && t.state != synchronizing }

// layer is one layer on its way.
type layer struct {
	blob
	id    uint64
	moved float64 // bytes
	rate  float64 // bytes/s from the last event on
	state string
	held  time.Duration // it gets no bytes before this
}

// bytes is what has arrived, whole bytes and never more than there are.
func (l *layer) bytes() int64 { return min(int64(l.moved), l.size) }

// layersOf are the layers of an order before anything moves.
func (o *order) layersOf(seed uint64) []layer {
	blobs := o.recipe.blobs(seed, o.tag)
	out := make([]layer, len(blobs))
	for i, b := range blobs {
		out[i] = layer{blob: b, id: hash(o.key, uint64(i)), state: pending}
	}
	return out
}

// lanes is how many layers of a task are in flight at once: three or four.
func (o *order) lanes() int { return 3 + int(o.key>>5&1) }

// fill moves layers to where they stand when share (0 to 1) of all bytes has arrived: in order, a few at a time,
// equally fast. More share never means fewer bytes of any layer.
func fill(layers []layer, lanes int, share float64) {
	var total float64
	for i := range layers {
		total += float64(layers[i].size)
	}
	left := total * min(max(share, 0), 1)
	var flying []*layer
	for i := 0; left > 0.5; {
		for ; i < len(layers) && len(flying) < lanes; i++ {
			layers[i].state = synchronizing
			flying = append(flying, &layers[i])
		}
		if len(flying) == 0 {
			break
		}
		step := left / float64(len(flying))
		for _, l := range flying {
			step = min(step, float64(l.size)-l.moved)
		}
		left -= step * float64(len(flying))
		flying = advance(flying, step)
	}
}

// advance gives every layer as many bytes and returns those that are still on their way.
func advance(flying []*layer, step float64) []*layer {
	rest := flying[:0]
	for _, l := range flying {
		l.moved += step
		if float64(l.size)-l.moved < 0.5 {
			l.moved, l.state = float64(l.size), success
			continue
		}
		rest = append(rest, l)
	}
	return rest
}

// settle gives layers in flight the status of a task that has ended.
func settle(layers []layer, state string) {
	for i := range layers {
		l := &layers[i]
		switch {
		case state == success:
			l.moved, l.state = float64(l.size), success
		case l.state == synchronizing, state == canceled && l.state == pending:
			l.state = state
		}
		l.rate = 0
	}
}
