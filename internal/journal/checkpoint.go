package journal

import (
	"encoding/base64"
	"maps"
	"slices"

	"acrwatch/api"
	"acrwatch/poller"
)

// checkpoints makes the checkpoints of a part. The first is whole. Each of the others builds on an earlier one, so that the
// way from any back to the whole one is a few steps, which hardly say anything twice.
type checkpoints struct {
	live    *memory // what the events have said
	saver   *poller.Saver
	number  int                 // of the next one
	touched map[poller.Call]int // the number of the checkpoint after its last answer
	told    []told              // what the checkpoints say that the next ones may build on, the oldest first
}

// told is what a checkpoint says, together with those it builds on.
type told struct {
	number int
	memory *memory
	text   []byte // of its state
}

// forgetAfter is how many checkpoints an answer is remembered for as what the next one will be compared with.
const forgetAfter = 40

func newCheckpoints(live *memory) *checkpoints {
	return &checkpoints{live: live, saver: poller.NewSaver(), touched: make(map[poller.Call]int)}
}

// note notes that a call was answered.
func (k *checkpoints) note(e *poller.Event) {
	if e.What == poller.Answered && e.Err == nil {
		k.touched[e.Call] = k.number
	}
}

// builtOn is the number of the checkpoint that another builds on: that without the lowest bit that is set, and of a power
// of two the half.
func builtOn(number int) int {
	switch on := number & (number - 1); {
	case number == 0:
		return poller.Whole
	case on == 0:
		return number / 2
	default:
		return on
	}
}

const checkpointStart = `{"checkpoint":{`

// append appends the line of a checkpoint, with what the fold knows.
func (k *checkpoints) append(b []byte, fold *poller.Frozen) []byte {
	on := builtOn(k.number)
	b = append(b, checkpointStart...)
	b = appendInstant(appendName(b, "at"), k.live.at)
	b = appendInt(appendName(b, "number"), int64(k.number))
	if on != poller.Whole {
		b = appendInt(appendName(b, "on"), int64(on))
	}
	old := k.forget()
	b = appendCalls(appendName(b, "forget"), old)
	before := k.base(on)
	is := told{number: k.number, memory: newMemory(k.live.at)}
	is.memory.copy(before.memory)
	is.text = k.appendState(nil, is.memory, on, k.saver.SaveOnto(fold, on))
	b = append(appendName(b, "state"), '"')
	b = base64.StdEncoding.AppendEncode(b, packState(is.text, before.text))
	k.told = append(k.told, is)
	k.number++
	return append(b, "\"}}\n"...)
}

// forget forgets the answers that will hardly be asked for again.
func (k *checkpoints) forget() (old []poller.Call) {
	for c, number := range k.touched {
		if k.number-number >= forgetAfter || over(k.live.book(c).body(c)) {
			old = append(old, c)
			delete(k.touched, c)
		}
	}
	slices.SortFunc(old, compareCalls)
	k.live.pass(old)
	return old
}

// appendState appends what the checkpoint says and the one that it builds on does not. m knows what that says, and from
// then on what this one says.
func (k *checkpoints) appendState(b []byte, m *memory, on int, fold poller.Checkpoint) []byte {
	gone := slices.DeleteFunc(m.calls(), func(c poller.Call) bool { return k.live.book(c).holds(c) })
	slices.SortFunc(gone, compareCalls)
	b = appendCalls(appendName(append(b, '{'), "named"), k.live.named[len(m.named):])
	m.named = slices.Clip(k.live.named)
	b = k.appendOpen(appendName(b, "open"))
	b = k.appendTargets(appendName(b, "targets"))
	b = appendCalls(appendName(b, "gone"), gone)
	m.pass(gone)
	b = append(appendName(b, "known"), '[')
	for _, c := range k.news(m, on) {
		b = appendCall(append(appendComma(b), '{'), "to", c)
		b = m.book(c).appendBody(appendName(b, "b"), c, k.live.book(c).body(c))
		b = append(b, '}')
	}
	m.pass(nil)
	b = append(appendName(append(b, ']'), "head"), fold.Head...)
	return appendPieces(append(b, "}\n"...), fold.Pieces)
}

// base is what a checkpoint says. Those behind it are not built on any more.
func (k *checkpoints) base(on int) told {
	for len(k.told) > 0 && k.told[len(k.told)-1].number > on {
		k.told = k.told[:len(k.told)-1]
	}
	if len(k.told) == 0 {
		return told{memory: newMemory(k.live.at)}
	}
	return k.told[len(k.told)-1]
}

// news are the calls of which the checkpoint that is built on does not say what is known.
func (k *checkpoints) news(m *memory, on int) (news []poller.Call) {
	for c, number := range k.touched {
		if number > on && !m.book(c).same(c, k.live.book(c).body(c)) {
			news = append(news, c)
		}
	}
	slices.SortFunc(news, compareCalls)
	return news
}

// over says that the answer is about a task that is over: it is hardly ever asked for again.
func over(body any) bool {
	switch t := body.(type) {
	case api.SyncTask:
		return t.Phase().Finished()
	case api.SubscriptionTask:
		return t.Phase().Finished()
	}
	return false
}

func appendCalls(b []byte, calls []poller.Call) []byte {
	b = append(b, '[')
	for _, c := range calls {
		b = append(appendCall(append(appendComma(b), '{'), "to", c), '}')
	}
	return append(b, ']')
}

func (k *checkpoints) appendOpen(b []byte) []byte {
	b = append(b, '[')
	for _, s := range k.live.open {
		b = appendCall(append(appendComma(b), '{'), "to", s.call)
		b = append(appendInt(appendName(b, "t"), int64(s.at.Sub(k.live.at))), '}')
	}
	return append(b, ']')
}

// appendTargets appends what is known of the targets beside their tasks, by their index.
func (k *checkpoints) appendTargets(b []byte) []byte {
	b = append(b, '[')
	known := maps.Clone(k.live.clocks)
	for target := range k.live.keys {
		known[target] = k.live.clocks[target]
	}
	for _, target := range slices.Sorted(maps.Keys(known)) {
		keys := k.live.keys[target]
		b = appendInt(appendName(append(appendComma(b), '{'), "target"), int64(target))
		b = appendInt(appendName(b, "clock"), int64(known[target]))
		b = keysTable.appendDelta(append(appendName(b, "keys"), '{'), &api.CredentialState{}, &keys)
		b = append(b, "}}"...)
	}
	return append(b, ']')
}
