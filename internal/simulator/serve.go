package simulator

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// ServeHTTP answers one call.
func (s *Simulator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == StatsPath && r.Method == http.MethodGet {
		s.serveStats(w)
		return
	}
	now := s.now()
	name := r.Header.Get("X-Acs-Action")
	query, no := s.verify(r, now)

	s.mu.Lock()
	s.serial++
	requestID := strings.ToUpper(uuid(hash(s.seed, 30, s.serial)))
	var body any
	if no == nil {
		body, no = s.answer(call{name: name, method: r.Method, query: query, requestID: requestID, now: now, version: r.Header.Get("X-Acs-Version")})
	}
	s.count(name, no)
	s.mu.Unlock()

	status := http.StatusOK
	if no != nil {
		status, body = no.status, no.body(requestID, r.Host)
		if no.header[0] != "" {
			w.Header().Set(no.header[0], no.header[1])
		}
	}
	write(w, status, requestID, now, body)
}

// write sends the answer. It sets Date itself: that is the protocol clock, and a handler without a server around it
// has no other.
func write(w http.ResponseWriter, status int, requestID string, now time.Time, body any) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(body); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	text := bytes.TrimRight(b.Bytes(), "\n")
	h := w.Header()
	h.Set("Content-Type", "application/json;charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(len(text)))
	h.Set("Date", now.UTC().Format(http.TimeFormat))
	h.Set("x-acs-request-id", requestID)
	w.WriteHeader(status)
	_, _ = w.Write(text) // a client that has gone needs no answer
}
