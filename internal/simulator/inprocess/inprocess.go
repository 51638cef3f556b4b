// Package inprocess calls the simulator without a socket, so that tests can play days in virtual time.
package inprocess

import (
	"net/http"
	"net/http/httptest"
)

// Transport hands requests to a handler in the goroutine of their caller. A request whose context has ended gets no answer.
type Transport struct{ Handler http.Handler }

// RoundTrip is that of http.RoundTripper.
func (t Transport) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	in := r.Clone(r.Context())
	in.Host, in.RequestURI = r.URL.Host, r.URL.RequestURI()
	if in.Body == nil {
		in.Body = http.NoBody
	}
	recorder := httptest.NewRecorder()
	t.Handler.ServeHTTP(recorder, in)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	return recorder.Result(), nil
}
