package poller_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"acrwatch/poller"
)

// save is what a fold is restored from.
type save struct {
	head  []byte
	slots []poller.Slot
}

func saved(t *testing.T, f *poller.Fold) save {
	t.Helper()
	c := poller.NewSaver().Save(f.Freeze())
	slots, err := c.Onto(nil)
	require.NoError(t, err)
	return save{c.Head, slots}
}

// A Restorer that goes back and forth gives what one gives that restored nothing before, whatever becomes of its folds.
func TestARestorerGoesBackAndForth(t *testing.T) {
	for seed := range uint64(20) {
		r, _ := roughly(t, seed, 0)
		f := poller.NewFold([]poller.Spec{{Region: "cn-x", Quota: "q"}, {Instance: "cri-9"}}, []int{0, 6}[seed%2], poller.Only{})
		var saves []save
		for step := range 240 {
			require.NoError(t, f.Take(r.event(len(f.Snapshot(r.at).Targets))))
			if step%20 == 19 {
				saves = append(saves, saved(t, f))
			}
		}
		var restorer poller.Restorer
		random := rand.New(rand.NewPCG(seed, 5))
		for range 3 * len(saves) {
			to := saves[random.IntN(len(saves))]
			want, got := to.restored(t, &restorer)
			w := twins{map[*poller.Task]*poller.Task{}}
			for range 10 {
				w.equal(t, want.Snapshot(r.at), got.Snapshot(r.at))
				e := r.event(len(want.Snapshot(r.at).Targets))
				require.NoError(t, want.Take(e))
				require.NoError(t, got.Take(e))
			}
		}
	}
}

// Lists tell again and again of tasks of which nothing else changes; others move meanwhile.
func TestARestorerKnowsWhenATaskWasSeen(t *testing.T) {
	f := newFleet(40)
	saves := []save{saved(t, f.Fold)}
	for range 4 {
		f.list(1)
		saves = append(saves, saved(t, f.Fold))
		f.get(10)
		f.get(11)
		saves = append(saves, saved(t, f.Fold))
	}
	var restorer poller.Restorer
	random := rand.New(rand.NewPCG(1, 5))
	for range 10 * len(saves) {
		to := saves[random.IntN(len(saves))]
		want, got := to.restored(t, &restorer)
		w := twins{map[*poller.Task]*poller.Task{}}
		w.equal(t, want.Snapshot(f.at), got.Snapshot(f.at))
		f := fleet{got, f.at, f.rows}
		f.list(1)
		f.get(10)
	}
}

// restored is a save restored alone, and by a Restorer that has been elsewhere.
func (s save) restored(t *testing.T, by *poller.Restorer) (alone, again *poller.Fold) {
	t.Helper()
	alone, err := poller.Restore(s.head, s.slots)
	require.NoError(t, err)
	again, err = by.Restore(s.head, s.slots)
	require.NoError(t, err)
	return alone, again
}
