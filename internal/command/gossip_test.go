package command

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// gossip refuses every call and repeats all that it was sent, as a proxy with a debug page would.
type gossip struct {
	mu     sync.Mutex
	heard  []string // values of headers that are as secret as the keys
	answer string   // instead, when it is not empty
}

func (g *gossip) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, name := range []string{"Authorization", "X-Acs-Security-Token", "X-Acs-Accesskey-Id"} {
		if value := r.Header.Get(name); value != "" {
			_, signature, signed := strings.Cut(value, "Signature=")
			if signed {
				value = signature
			}
			g.heard = append(g.heard, value)
		}
	}
	if g.answer != "" {
		_, _ = io.WriteString(w, g.answer)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusNotFound)
	_ = json.NewEncoder(w).Encode(map[string]string{
		"Code": "InvalidAccessKeyId.NotFound", "RequestId": r.Header.Get("Authorization"),
		"Message": fmt.Sprint("no such key: ", r.Header, r.URL),
	})
}

func (g *gossip) secrets() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return slices.Clone(g.heard)
}
