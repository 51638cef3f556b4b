package journal

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"acrwatch/poller"
)

// Whoever plays can put a terminal in order, if it comes to the worst.
func TestAPanicInTheFoldComesToTheCaller(t *testing.T) {
	for _, d := range []time.Duration{time.Second, 2 * time.Minute} {
		s := record(t, worlds()["migration"], poller.Options{}, d, Options{Path: "a.ndjson"})
		p := from(t, opened(t, s.paths[0]))
		p.fold = nil
		require.Panics(t, func() { _ = p.PlayTo(s.events[len(s.events)-1].At) }, "%v", d)
	}
}
