package journal

import (
	"time"

	"acrwatch/poller"
)

// mark is what a checkpoint says of itself, and to those who come by it.
type mark struct {
	at     time.Time
	number int
	on     int           // number of the checkpoint that it builds on; poller.Whole for none
	forget []poller.Call // what is forgotten from here on
	state  []byte        // of everything that is known, packed; part of the line
}

// readMark reads the line of a checkpoint.
func readMark(line []byte) (mark, error) {
	k := mark{on: poller.Whole}
	s := scan(line)
	s.object(func([]byte) {
		s.object(func(name []byte) {
			switch string(name) {
			case "at":
				k.at = s.instant()
			case "number":
				k.number = int(s.integer())
			case "on":
				k.on = int(s.integer())
			case "forget":
				s.array(func() { k.forget = append(k.forget, readCallObject(s, nil)) })
			case "state":
				k.state = s.span()
			default:
				s.span()
			}
		})
	})
	if k.at.IsZero() || k.number < 0 || k.on >= k.number && k.on != poller.Whole {
		s.fail()
	}
	return k, s.end()
}
