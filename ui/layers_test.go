package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/poller"
)

const openID = "rst-4kfd7fk6pohk5rzd"

// manifests is the fixture with a multi-architecture image open: the layers of two manifests.
func manifests() *poller.Snapshot {
	return after(fixture(), openID, func(t *poller.Task) {
		for i := range t.Parts() {
			if i%3 == 0 {
				t.Parts()[i].ArtifactDigest = "sha256:b81d3ad8a1c4" + t.Parts()[i].ArtifactDigest[19:]
			}
		}
	})
}

// layerDigests are the digests in the order of the rows.
func layerDigests(m Model) string {
	var all []string
	for _, i := range m.layers.layers {
		all = append(all, shortDigest(m.layers.task.Parts()[i].Digest)[:2])
	}
	return strings.Join(all, " ")
}

// lefts is the fixture s a little later, with other estimates of the running layers.
func lefts(s *poller.Snapshot, later time.Duration, c9, e0 time.Duration) *poller.Snapshot {
	return after(s, openID, func(t *poller.Task) {
		t.Answered += poller.Instant(later)
		t.SetParts(append([]poller.Part(nil), t.Parts()...))
		t.Parts()[4].Flow.Left = poller.Left{Low: c9, High: c9}
		t.Parts()[6].Flow.Left = poller.Left{Low: e0, High: e0}
	})
}

func TestWhatHoldsTheTaskUpStandsOnTop(t *testing.T) {
	m, _ := newFixture(160, 45)
	s := fixture()
	m = feed(feed(m, s), press("gjj")...)
	require.Equal(t, "77 9c e0 5d 36 c1 4f a2 b4", layerDigests(m), "stalled, slowest, running, queued, done")
	s = lefts(s, 0, 2*time.Minute, 115*time.Second)
	m = feed(m, s)
	for i := range 60 { // the estimates count down, swing, and cross each other
		swing := []time.Duration{8, 0, -8, 3}[i%4] * time.Second
		left := 2*time.Minute - time.Duration(i)*time.Second
		s = lefts(s, time.Second, left+swing, left-swing)
		m = feed(m, s)
		require.Equal(t, "77 9c e0 5d 36 c1 4f a2 b4", layerDigests(m), "no row bounces")
	}
	m = feed(m, lefts(s, time.Second, 20*time.Second, 5*time.Minute))
	assert.Equal(t, "77 e0 9c 5d 36 c1 4f a2 b4", layerDigests(m), "but what is clearly slower goes up")
}

// A layer gets faster as others end: beside a task that ends in two minutes no layer takes five.
func TestNoLayerTakesLongerThanItsTask(t *testing.T) {
	m, _ := newFixture(160, 45)
	m = feed(feed(m, fixture()), press("gjj")...)
	whole := m.current().Flow.Left
	require.True(t, whole.Known())
	m = feed(m, lefts(fixture(), time.Second, whole.Low/2, whole.High*5))
	shown := map[string]string{}
	for _, line := range strings.Split(screen(m), "\n") {
		for _, digest := range []string{"9c", "e0"} {
			if _, row, found := strings.Cut(line, "● "+digest); found {
				fields := strings.Fields(row)
				shown[digest] = fields[len(fields)-1]
			}
		}
	}
	assert.Equal(t, map[string]string{"9c": m.styles.Left(whole.Low/2, whole.Low/2), "e0": m.styles.Left(whole.Low, whole.High)}, shown)
}

func TestCursorStaysOnItsLayer(t *testing.T) {
	m, _ := newFixture(160, 45)
	s := fixture()
	m = feed(feed(m, s), press("gjj", "enter", "jj")...)
	require.Contains(t, layerUnderCursor(m), "sha256:e0")
	m = feed(m, lefts(s, time.Second, 20*time.Second, 5*time.Minute))
	assert.Contains(t, layerUnderCursor(m), "sha256:e0", "its row went up")
	m = feed(m, after(s, openID, func(t *poller.Task) { t.SetParts(t.Parts()[:2]) }))
	assert.NotEmpty(t, layerUnderCursor(m), "its layer is gone")
}

func layerUnderCursor(m Model) string {
	return m.layers.task.Parts()[m.layers.layers[m.parts.cursor]].Digest
}

func TestLayersOfSeveralManifestsStandApart(t *testing.T) {
	m, _ := newFixture(160, 45)
	m = feed(feed(m, manifests()), press("gjj")...)
	text := screen(m)
	first, second := strings.Index(text, "manifest 36fb85fcb5e9  3 of 6 done"), strings.Index(text, "manifest b81d3ad8a1c4  2 of 3 done")
	require.Positive(t, first)
	assert.Greater(t, second, first, "the one with the stalled layer is on top")
	assert.Less(t, second, strings.Index(text, "e0b1c2d3e4f5"))
	m = feed(m, press("enter")...)
	assert.Contains(t, layerUnderCursor(m), "sha256:77")
	m = feed(m, press("G")...)
	assert.Contains(t, layerUnderCursor(m), "sha256:4f", "headings are passed over")
	m, _ = newFixture(160, 45)
	m = feed(feed(m, fixture()), press("gjj")...)
	assert.NotContains(t, screen(m), "manifest", "one manifest needs no heading")
}

// Whatever the size, each layer can be reached and read in full, and its heading with it.
func TestEveryLayerCanBeReadInFull(t *testing.T) {
	for _, size := range [][2]int{{160, 45}, {160, 18}, {100, 30}, {80, 24}, {60, 12}, {40, 9}} {
		m, _ := newFixture(size[0], size[1])
		m = feed(feed(m, manifests()), press("gjj", "enter")...)
		for m.focus != partsPane {
			m = feed(m, press("tab")...)
		}
		m = feed(m, press("enter")...)
		for range 9 {
			name := fmt.Sprintf("%v %d", size, m.parts.cursor)
			text := screen(m)
			assert.Contains(t, strings.Join(strings.Fields(text), ""), shortDigest(layerUnderCursor(m)), name)
			flat := strings.NewReplacer(" ", "", "\n", "", "│", "").Replace(strings.Join(cutSide(text), ""))
			assert.Contains(t, flat, layerUnderCursor(m), name)
			requireFits(t, name, m)
			m = feed(m, press("j")...)
		}
		m = feed(m, press("esc")...)
		assert.False(t, m.card, "esc closes the card first")
		assert.Equal(t, partsPane, m.focus)
	}
}

// cutSide is the lines of a frame without the list beside them.
func cutSide(text string) []string {
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		if _, side, found := strings.Cut(l, "│"); found {
			lines[i] = side
		}
	}
	return lines
}

func TestTagInFull(t *testing.T) {
	m, _ := newFixture(100, 30)
	m = feed(feed(m, fixture()), press("gjjjjjjj", "enter", "tab")...)
	require.Equal(t, partsPane, m.focus)
	assert.NotContains(t, screen(m), "COMPLETED", "only once it is asked for")
	m = feed(m, press("enter")...)
	text := screen(m)
	assert.Contains(t, text, "tag       1.27.3")
	assert.Contains(t, text, "COMPLETED · result SUCCESS")
	assert.Contains(t, text, "started 02:17:10 · took 8s · ended 02:17:18")
}

func TestALayerIsQuietOnlyAsFarAsAnswersTell(t *testing.T) {
	m, _ := newFixture(160, 45)
	m = feed(m, fixture())
	task := syncTask("rst-id", "space repo", "tag", "eu-west-1", "SYNCHRONIZING", flow(100*mib, 400*mib, 0, 0))
	task.SetParts([]poller.Part{part(7, "77ad0c3e11f0", "SYNCHRONIZING", 100*mib, 400*mib, float64(mib), 0)})
	task.Parts()[0].Flow.LastMoved = poller.InstantOf(fixtureNow.Add(-40 * time.Second))
	task.Answered = poller.InstantOf(fixtureNow.Add(-38 * time.Second))
	assert.NotContains(t, shown(m, task), "no bytes", "it was not asked since")
	task.Answered = poller.InstantOf(fixtureNow.Add(-5 * time.Second))
	assert.Contains(t, shown(m, task), "no bytes 35s")
}
