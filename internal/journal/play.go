package journal

import (
	"errors"
	"io"
	"time"

	"acrwatch/api"
	"acrwatch/poller"
)

// PlayTo plays everything up to an instant.
func (p *Player) PlayTo(at time.Time) error {
	ahead := ahead{player: p}
	defer ahead.end()
	for {
		next, err := p.Peek()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case next.At.After(at):
			return nil
		}
		ahead.put(next)
	}
}

// ahead takes events into the fold while those after them are read already.
type ahead struct {
	player *Player
	batch  *batch
	queue  chan *batch
	taken  chan *batch   // to be used again
	notes  chan []string // what the one who takes has to say
	fault  any           // of a panic of the one who takes; it is set before notes are sent
}

// batch is some events that one fold takes.
type batch struct {
	fold   *poller.Fold
	events []played
}

// played is an event with the place of its line.
type played struct {
	event poller.Event
	path  string
	line  int
}

const (
	batchSize  = 64 // events, which take about a millisecond
	batchQueue = 4  // batches that wait at most
)

// put hands on the event that was read last.
func (a *ahead) put(e poller.Event) {
	p := a.player
	p.next, p.at = nil, e.At
	if a.batch != nil && (len(a.batch.events) == batchSize || a.batch.fold != p.fold) {
		a.send()
	}
	if a.batch == nil {
		a.batch = a.empty(p.fold)
	}
	a.batch.events = append(a.batch.events, played{e, p.source().path, p.line})
}

// empty is a batch for a fold.
func (a *ahead) empty(fold *poller.Fold) *batch {
	select {
	case b := <-a.taken:
		b.fold = fold
		return b
	default:
		return &batch{fold: fold, events: make([]played, 0, batchSize)}
	}
}

// send hands a batch to the one who takes.
func (a *ahead) send() {
	if a.queue == nil {
		a.queue, a.taken, a.notes = make(chan *batch, batchQueue), make(chan *batch, batchQueue), make(chan []string, 1)
		go a.takeAll()
	}
	a.queue <- a.batch
	a.batch = nil
}

func (a *ahead) takeAll() {
	var all []string
	defer func() {
		a.fault = recover()
		for left := range a.queue { // whoever puts must not wait
			left.events = nil
		}
		a.notes <- all
	}()
	for b := range a.queue {
		all = append(all, b.take()...)
		b.clear()
		select {
		case a.taken <- b:
		default:
		}
	}
}

// end waits until all is taken. Nobody else takes when there was but one batch. A panic goes on in the caller, who can
// still put things in order.
func (a *ahead) end() {
	if a.queue != nil {
		if a.batch != nil {
			a.send()
		}
		close(a.queue)
		a.player.notes = append(a.player.notes, <-a.notes...)
		if a.fault != nil {
			panic(a.fault)
		}
		return
	}
	if a.batch != nil {
		a.player.notes = append(a.player.notes, a.batch.take()...)
	}
}

// take takes the events, and tells of those that the fold refuses.
func (b *batch) take() (notes []string) {
	for i := range b.events {
		e := &b.events[i]
		if err := b.fold.Take(e.event); err != nil {
			notes = append(notes, noteAt(e.path, e.line, "left out: %v", err))
		}
	}
	return notes
}

// clear lets go of the events.
func (b *batch) clear() {
	for i := range b.events {
		letGo(b.events[i].event.Body)
	}
	clear(b.events)
	b.events = b.events[:0]
}

// letGo gives the rows of a page back to be used again: nobody else has them.
func letGo(body any) {
	switch page := body.(type) {
	case api.Page[api.SyncTask]:
		syncTable.spare.put(page.Items)
	case api.Page[api.SubscriptionTask]:
		subscriptionTable.spare.put(page.Items)
	}
}
