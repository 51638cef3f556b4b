package simulator

import (
	"bytes"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// asked is what a request wants, before anybody knows whether it is genuine.
type asked struct {
	name, version string
	query         url.Values
	older, xml    bool // how it is signed, and how it wants its answer
	no            *refusal
}

func (s *Simulator) read(r *http.Request) asked {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if signsQuery(r, query) {
		return asked{name: query.Get("Action"), version: query.Get("Version"), query: query, older: true, xml: wantsXML(query)}
	}
	a := asked{name: r.Header.Get("X-Acs-Action"), version: r.Header.Get("X-Acs-Version"), query: query}
	if err != nil {
		a.no = refuse(http.StatusBadRequest, "InvalidQueryString", "The query string is not well formed.")
	}
	return a
}

func (s *Simulator) check(r *http.Request, a asked, now time.Time) *refusal {
	switch {
	case a.no != nil:
		return a.no
	case a.older:
		return s.verifyQuery(r, a.query, now)
	}
	return s.verify(r, a.query, now)
}

// ServeHTTP answers one call.
func (s *Simulator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == StatsPath && r.Method == http.MethodGet {
		s.serveStats(w)
		return
	}
	now := s.now()
	at := s.worldTime(now)
	a := s.read(r)
	f, left := s.fault(now)
	if code := s.ruin(f, at); code != "" {
		s.mu.Lock()
		s.pace.add(now)
		s.count(a.name, &refusal{code: code})
		s.mu.Unlock()
		s.serveRuin(w, r, code, left)
		return
	}
	no := s.check(r, a, now)

	s.mu.Lock()
	s.serial++
	s.pace.add(now)
	requestID := strings.ToUpper(uuid(hash(s.seed, 30, s.serial)))
	if no == nil {
		no = f.refusal(&s.quirks, left)
	}
	var body any
	if no == nil {
		body, no = s.answer(call{name: a.name, method: r.Method, query: a.query, requestID: requestID, now: now, version: a.version})
	}
	s.count(a.name, no)
	s.mu.Unlock()

	status := http.StatusOK
	if no != nil {
		status, body = no.status, no.body(requestID, r.Host)
		if no.header[0] != "" {
			w.Header().Set(no.header[0], no.header[1])
		}
	}
	text, err := s.spell(body, a, status, at)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	write(w, status, requestID, now, a.xml, text)
}

// spell writes an answer in the form and the condition that the client gets it in.
func (s *Simulator) spell(body any, a asked, status int, at time.Duration) ([]byte, error) {
	if s.tamper == nil && !a.xml {
		return encode(body)
	}
	v, err := tree(body)
	if err != nil {
		return nil, err
	}
	if s.tamper != nil {
		v = s.tamper(uint64(at/time.Millisecond), v)
	}
	if a.xml {
		root := "Error"
		if status == http.StatusOK {
			root = a.name + "Response"
		}
		return encodeXML(root, v), nil
	}
	var b bytes.Buffer
	encodeRaw(&b, v)
	return b.Bytes(), nil
}

// write sends the answer. It sets Date itself: that is the protocol clock, and a handler without a server around it
// has no other.
func write(w http.ResponseWriter, status int, requestID string, now time.Time, xml bool, text []byte) {
	h := w.Header()
	h.Set("Content-Type", "application/json;charset=utf-8")
	if xml {
		h.Set("Content-Type", "text/xml;charset=utf-8")
	}
	h.Set("Content-Length", strconv.Itoa(len(text)))
	h.Set("Date", now.UTC().Format(http.TimeFormat))
	h.Set("x-acs-request-id", requestID)
	w.WriteHeader(status)
	_, _ = w.Write(text) // a client that has gone needs no answer
}
