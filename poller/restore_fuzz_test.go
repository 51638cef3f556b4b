package poller_test

import (
	"encoding/json"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/poller"
)

// roughly is a fold after some rough events, with the source of more.
func roughly(t testing.TB, seed uint64, events int) (*rough, *poller.Fold) {
	t.Helper()
	r := &rough{rand.New(rand.NewPCG(seed, 9)), time.Date(2026, 3, 4, 12, 0, 0, 123, time.UTC)}
	f := poller.NewFold([]poller.Spec{{Region: "cn-x", Quota: "q"}, {Instance: "cri-9"}}, 9, poller.Only{})
	for range events {
		require.NoError(t, f.Take(r.event(len(f.Snapshot(r.at).Targets))))
	}
	return r, f
}

// FuzzRestore reads a damaged checkpoint of three tasks: it is refused with an error, or makes a fold that works.
func FuzzRestore(f *testing.F) {
	_, fold := roughly(f, 1, 300)
	whole := poller.NewSaver().Save(fold.Freeze())
	slots, err := whole.Onto(nil)
	require.NoError(f, err)
	require.Greater(f, len(slots), 3)
	for _, s := range slots {
		for section := range s {
			f.Add([]byte(whole.Head), uint8(section), []byte(s[section]))
		}
	}
	f.Fuzz(func(t *testing.T, head []byte, section uint8, piece []byte) {
		damaged := append([]poller.Slot(nil), slots...)
		damaged[1][int(section)%poller.Sections] = piece
		for _, head := range []json.RawMessage{head, whole.Head} {
			restored, err := poller.Restore(head, damaged)
			if err != nil {
				assert.Contains(t, err.Error(), "checkpoint")
				continue
			}
			r := &rough{rand.New(rand.NewPCG(1, 2)), time.Date(2026, 3, 4, 13, 0, 0, 0, time.UTC)}
			for range 100 {
				_ = restored.Take(r.event(5)) // a damaged one may have fewer targets
				restored.Snapshot(r.at)
			}
			_, err = poller.NewSaver().Save(restored.Freeze()).Onto(nil)
			require.NoError(t, err)
		}
	})
}

func TestDamagedCheckpointsAreRefusedWithTheirPlace(t *testing.T) {
	_, fold := roughly(t, 1, 300)
	whole := poller.NewSaver().Save(fold.Freeze())
	slots, err := whole.Onto(nil)
	require.NoError(t, err)
	for name, test := range map[string]struct {
		head, body string
		want       string
	}{
		"a later version":   {head: `{"checkpoint":3}`, want: "checkpoint: at byte 15: a checkpoint of version 3, not 2: it needs another acrwatch"},
		"a cut head":        {head: string(whole.Head[:len(whole.Head)-1]), want: "is missing"},
		"something else":    {head: `[]`, want: "checkpoint: at byte 0: '{' is missing"},
		"an unknown field":  {body: `{"colour":"red"}`, want: `checkpoint, task 0: at byte 1: not known here: "\"colour\":\"red\"}"`},
		"nothing":           {body: `{}`, want: "checkpoint, task 0: nothing says what it is"},
		"a foreign target":  {body: `{"target":77,"id":"x","sync":{}}`, want: "checkpoint, task 0: it belongs to target 77"},
		"a number too long": {body: `{"target":99999999999999999999}`, want: "not a number that fits here"},
		"two things":        {body: `{"id":"x","sync":{}} {}`, want: "more than one value"},
		"twice the same":    {body: string(slots[1][poller.SectionBody]), want: "is there twice"},
	} {
		t.Run(name, func(t *testing.T) {
			damaged := append([]poller.Slot(nil), slots...)
			head := whole.Head
			if test.head != "" {
				head = json.RawMessage(test.head)
			}
			if test.body != "" {
				damaged[0] = poller.Slot{json.RawMessage(test.body)}
			}
			_, err := poller.Restore(head, damaged)
			assert.ErrorContains(t, err, test.want)
		})
	}
	_, err = poller.Checkpoint{Pieces: []poller.Piece{{Slots: []int{1 << 40}}}}.Onto(nil)
	require.ErrorContains(t, err, "unlikely task")
	_, err = poller.Checkpoint{Pieces: []poller.Piece{{Section: 9, Slots: []int{1}}}}.Onto(nil)
	require.ErrorContains(t, err, "unknown section 9")
}
