package poller

import "time"

// attention is what the user looks at.
type attention struct {
	open    Key // ID is empty when none is
	visible []Key
	near    map[Key]struct{} // both
	away    bool             // nobody seems to look: the terminal has lost the focus
}

func newAttention(open Key, visible []Key) attention {
	look := attention{open: open, visible: append([]Key(nil), visible...)}
	look.near = make(map[Key]struct{}, len(visible)+1)
	for _, key := range visible {
		look.near[key] = struct{}{}
	}
	if open.ID != "" {
		look.near[open] = struct{}{}
	}
	return look
}

const (
	awayNear = 2 // what is on screen is asked so many times more rarely while nobody looks: it may hang on a wall
	awayFar  = 4 // the same for all the rest
)

// slow is an interval as long as it should be while somebody looks, or nobody does.
func (a *attention) slow(every time.Duration, near closeness) time.Duration {
	switch {
	case !a.away:
		return every
	case near == far:
		return awayFar * every
	}
	return awayNear * every
}
