package simulator

import (
	"bytes"
	"net/http"
	"strconv"
	"time"
)

// The codes under which Stats counts what is no answer of the service.
const (
	codeBadGateway = "(502 page)"
	codeCut        = "(connection cut)"
	codeCutWithin  = "(answer cut)"
	codeSilence    = "(no answer)"
)

// gatewayPage is what stands before the service says when it does not find the service.
const gatewayPage = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n" +
	"<hr><center>gateway</center>\r\n</body>\r\n</html>\r\n"

// halfAnswer is how far an answer comes before it is cut.
const halfAnswer = `{"RequestId":"`

// ruin is what becomes of a call in a fault that is no proper answer; empty when there is none.
func (s *Simulator) ruin(f fault, at time.Duration) string {
	switch f {
	case badGateway:
		return codeBadGateway
	case broken:
		kinds := []string{codeCut, codeCutWithin, codeSilence}
		return kinds[hash(s.seed, 41, uint64(at/time.Millisecond))%uint64(len(kinds))]
	}
	return ""
}

// serveRuin does it. Silence ends with the fault: then the connection is cut.
func (s *Simulator) serveRuin(w http.ResponseWriter, r *http.Request, code string, left time.Duration) {
	switch code {
	case codeBadGateway:
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Date", s.now().UTC().Format(http.TimeFormat))
		w.WriteHeader(http.StatusBadGateway)
		_, _ = w.Write([]byte(gatewayPage))
		return
	case codeSilence:
		end := time.NewTimer(left)
		defer end.Stop()
		select {
		case <-end.C:
		case <-r.Context().Done():
		}
		cut(w, r, "")
	case codeCut:
		cut(w, r, "")
	case codeCutWithin:
		cut(w, r, halfAnswer)
	}
}

// cut ends the connection after some of a longer answer. It takes the connection itself, because whoever runs the
// handler may take a panic for a fault. Where there is no connection to cut, the answer ends in the middle as it does
// for a client that lost one.
func cut(w http.ResponseWriter, r *http.Request, part string) {
	conn, _, err := http.NewResponseController(w).Hijack()
	switch {
	case err == nil:
		if part != "" {
			var b bytes.Buffer
			b.WriteString("HTTP/1.1 200 OK\r\nContent-Type: application/json;charset=utf-8\r\nContent-Length: ")
			b.WriteString(strconv.Itoa(10*len(part)) + "\r\n\r\n" + part)
			_, _ = conn.Write(b.Bytes())
		}
		_ = conn.Close()
	case r.Context().Value(http.ServerContextKey) != nil:
		panic(http.ErrAbortHandler)
	default:
		w.Header().Set("Content-Type", "application/json;charset=utf-8")
		w.WriteHeader(http.StatusOK)
		_, _ = w.Write([]byte(part))
	}
}
