package journal

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"acrwatch/api"
	"acrwatch/poller"
)

// veil is how a mask hides a text.
type veil uint8

const (
	bare veil = iota // it stays: statuses, codes and words of the service, as long as they look like those
	veilID
	veilRequest
	veilDigest
	veilRegion
	veilNamespace
	veilRepo
	veilTag
	veilRule
	veilFilter
	veilInstance // its name
	veilTarget
	veilProfile
	veilEndpoint
	veilMessage
	veilAccount
)

// patterns are what the texts become that people read: they get numbers, in the order in which they are met.
var patterns = map[veil]string{
	veilRegion: "region-%02d", veilNamespace: "namespace-%02d", veilRepo: "repo-%03d", veilTag: "tag-%04d",
	veilRule: "rule-%03d", veilFilter: "filter-%03d", veilInstance: "instance-%02d", veilTarget: "target-%02d",
	veilProfile: "profile-%02d", veilEndpoint: "https://endpoint-%02d.invalid", veilMessage: "message %03d",
	veilAccount: "account %02d",
}

// idPrefixes are those of the service's own ids. They say what an id is of, and stay.
var idPrefixes = []string{"rst-", "rslt-", "crsr-", "crast-", "cri-", "rg-"}

// mask replaces what names somebody's things: the same text always by the same one, of the same look. What was masked
// cannot be found out again: the key of ids and digests is kept nowhere.
type mask struct {
	key    []byte
	given  map[veiled]string
	counts map[veil]int
}

type veiled struct {
	veil veil
	text string
}

func newMask() *mask {
	key := make([]byte, sha256.Size)
	_, _ = rand.Read(key) // never fails: without randomness the program ends
	return &mask{key: key, given: make(map[veiled]string), counts: make(map[veil]int)}
}

// text is what stands for a text. Nothing stays nothing.
func (m *mask) text(v veil, text string) string {
	switch {
	case text == "", v == bare && isWord(text):
		return text
	case v == bare:
		v = veilMessage
	}
	switch v {
	case veilID:
		return m.id(text)
	case veilRequest:
		return m.request(text)
	case veilDigest:
		return m.digest(text)
	}
	name, known := m.given[veiled{v, text}]
	if !known {
		m.counts[v]++
		name = fmt.Sprintf(patterns[v], m.counts[v])
		m.given[veiled{v, text}] = name
	}
	return name
}

// wordMost is the length of the longest word of the service, in bytes.
const wordMost = 64

// isWord says that a text looks like a word of the service: anything can stand where one is expected.
func isWord(text string) bool {
	return len(text) <= wordMost && !strings.ContainsFunc(text, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("_-.:", r)
	})
}

// sum is a number that nobody can make of the text without the key.
func (m *mask) sum(v veil, text string) []byte {
	h := hmac.New(sha256.New, m.key)
	h.Write([]byte{byte(v)})
	h.Write([]byte(text))
	return h.Sum(nil)
}

const idLeast, idMost = 10, 24 // characters behind the prefix

// id keeps the prefix and about the length, and marks what is masked with an m.
func (m *mask) id(text string) string {
	prefix, rest := "", text
	for _, p := range idPrefixes {
		if after, found := strings.CutPrefix(text, p); found {
			prefix, rest = p, after
		}
	}
	code := strings.ToLower(base32.StdEncoding.EncodeToString(m.sum(veilID, text)))
	return prefix + "m" + code[:min(max(len(rest), idLeast), idMost)-1]
}

func (m *mask) request(text string) string {
	code := strings.ToUpper(hex.EncodeToString(m.sum(veilRequest, text)))
	return strings.Join([]string{code[:8], code[8:12], code[12:16], code[16:20], code[20:32]}, "-")
}

func (m *mask) digest(text string) string {
	return "sha256:" + hex.EncodeToString(m.sum(veilDigest, text))
}

// event is an event with all its texts masked. The event itself stays as it is.
func (m *mask) event(e poller.Event) poller.Event {
	e.Call.ID = m.text(veilID, e.Call.ID)
	if e.Err != nil {
		failure := *e.Err
		errorTable.veil(m, &failure)
		e.Err = &failure
	}
	keysTable.veil(m, &e.Keys)
	switch body := e.Body.(type) {
	case api.SyncTask:
		syncTable.veil(m, &body)
		e.Body = body
	case api.SubscriptionTask:
		subscriptionTable.veil(m, &body)
		e.Body = body
	case api.Page[api.SyncTask]:
		e.Body = veilPage(m, &syncTable, body)
	case api.Page[api.SubscriptionTask]:
		e.Body = veilPage(m, &subscriptionTable, body)
	case api.Page[api.TagResult]:
		e.Body = veilPage(m, &tagTable, body)
	case api.Page[api.SyncRule]:
		e.Body = veilPage(m, &ruleTable, body)
	case api.Page[api.Instance]:
		e.Body = veilPage(m, &instanceTable, body)
	}
	return e
}

func veilPage[T any](m *mask, t *table[T], page api.Page[T]) api.Page[T] {
	page.RequestID, page.Code = m.text(veilRequest, page.RequestID), m.text(bare, page.Code)
	page.Items = slices.Clone(page.Items)
	for i := range page.Items {
		t.veil(m, &page.Items[i])
	}
	return page
}

// veil masks the texts of v.
func (t *table[T]) veil(m *mask, v *T) {
	for i := range t.fields {
		f := &t.fields[i]
		switch p := f.at(v).(type) {
		case *requestID:
			*p = requestID(m.text(f.mask, string(*p)))
		case *string:
			*p = m.text(f.mask, *p)
		case *api.Status:
			*p = api.Status(m.text(f.mask, string(*p)))
		case *[]api.Layer:
			*p = slices.Clone(*p)
			for n := range *p {
				layerTable.veil(m, &(*p)[n])
			}
		}
	}
}

// header masks the names of the targets, and of what is watched of them.
func (m *mask) header(h *Header) {
	h.Targets, h.IDs, h.Batches = slices.Clone(h.Targets), slices.Clone(h.IDs), slices.Clone(h.Batches)
	for i := range h.Targets {
		t := &h.Targets[i]
		t.Name = m.text(veilTarget, t.Name)
		t.Region = m.text(veilRegion, t.Region)
		t.Instance = m.text(veilID, t.Instance)
		t.Profile = m.text(veilProfile, t.Profile)
		t.Endpoint = m.text(veilEndpoint, t.Endpoint)
	}
	for _, ids := range [][]string{h.IDs, h.Batches} {
		for i := range ids {
			ids[i] = m.text(veilID, ids[i])
		}
	}
}
