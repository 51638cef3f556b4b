package journal

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"acrwatch/api"
	"acrwatch/poller"
)

// Rows that wander between pages, come twice or have no id are read as they were written, and a memory that goes on from
// another one leaves it as it was.
func TestRowsWanderBetweenPages(t *testing.T) {
	start := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	for seed := range uint64(20) {
		random := rand.New(rand.NewPCG(seed, 7))
		writes, reads := newMemory(start), newMemory(start)
		for step := range 200 {
			c := poller.Call{Op: poller.OpList, Target: random.IntN(2), Page: 1 + random.IntN(3)}
			body := wanderers(random, step)
			line := writes.syncs.appendBody(nil, c, body)
			before, known := reads, reads.syncs.holds(c)
			var was any
			if known {
				was = reads.syncs.body(c)
			}
			reads = reads.fork()
			require.Equal(t, body, reads.book(c).readBody(scan(line), c), string(line))
			require.True(t, reads.syncs.same(c, body) && writes.syncs.same(c, body))
			require.Equal(t, known, before.syncs.holds(c))
			if known {
				require.Equal(t, was, before.syncs.body(c))
			}
			if step%9 == 8 {
				forget := []poller.Call{{Op: poller.OpList, Target: random.IntN(2), Page: 1 + random.IntN(3)}}
				writes.pass(forget)
				reads.pass(forget)
				require.False(t, reads.syncs.holds(forget[0]))
			}
		}
		for _, r := range reads.syncs.rolls {
			require.LessOrEqual(t, len(r.rows), 3*8+9, "slots are used again")
		}
	}
}

func wanderers(random *rand.Rand, step int) api.Page[api.SyncTask] {
	page := api.Page[api.SyncTask]{Number: 1, Size: 8}
	if random.IntN(10) == 0 {
		return page
	}
	page.Items = []api.SyncTask{}
	for range random.IntN(8) {
		row := api.SyncTask{Status: api.Status(fmt.Sprint("s", step%3))}
		if id := random.IntN(9); id > 0 {
			row.ID = fmt.Sprint("rst-", id)
		}
		page.Items = append(page.Items, row)
	}
	return page
}
