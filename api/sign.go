package api

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"
	"time"
)

const (
	version   = "2018-12-01"
	algorithm = "ACS3-HMAC-SHA256"
	dateForm  = "2006-01-02T15:04:05Z"
	emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" // SHA-256 of no body
)

// param is one value of the query. Names are plain ASCII.
type param struct{ name, value string }

// signing is all that a signature depends on, so that the same call gives the same bytes.
type signing struct {
	method, host, action string
	query                []param
	credentials          Credentials
	date                 time.Time
	nonce                string // unique for each request
}

// sign gives the headers of a signed request without a body, and the query exactly as it was signed: it must go on
// the wire as it is, because the service recomputes the signature from it.
func sign(in signing) (http.Header, string) {
	query := canonicalQuery(in.query)
	lines := signedLines(in)
	headers := make(http.Header, len(lines)+3)
	names := make([]string, len(lines))
	var canonical strings.Builder
	canonical.WriteString(in.method + "\n/\n" + query + "\n")
	for i, l := range lines {
		names[i] = l.name
		canonical.WriteString(l.name + ":" + l.value + "\n")
		if l.name != "host" { // net/http sends the host by itself
			headers.Set(l.name, l.value)
		}
	}
	signedNames := strings.Join(names, ";")
	canonical.WriteString("\n" + signedNames + "\n" + emptyHash)

	digest := sha256.Sum256([]byte(canonical.String()))
	mac := hmac.New(sha256.New, []byte(in.credentials.Secret.Reveal()))
	mac.Write([]byte(algorithm + "\n" + hex.EncodeToString(digest[:])))
	headers.Set("Authorization", algorithm+" Credential="+in.credentials.ID+
		",SignedHeaders="+signedNames+",Signature="+hex.EncodeToString(mac.Sum(nil)))
	return headers, query
}

// signedLines are the headers under the signature, in the order of their names.
func signedLines(in signing) []param {
	lines := make([]param, 0, 8)
	lines = append(lines, param{"host", in.host})
	token := in.credentials.Token.Reveal()
	if token != "" {
		lines = append(lines, param{"x-acs-accesskey-id", in.credentials.ID})
	}
	lines = append(lines,
		param{"x-acs-action", in.action},
		param{"x-acs-content-sha256", emptyHash},
		param{"x-acs-date", in.date.UTC().Format(dateForm)})
	if token != "" {
		lines = append(lines, param{"x-acs-security-token", token})
	}
	return append(lines,
		param{"x-acs-signature-nonce", in.nonce},
		param{"x-acs-version", version})
}

// canonicalQuery is the query sorted by name and escaped as RFC 3986 has it. url.Values.Encode would write a blank
// as a plus.
func canonicalQuery(query []param) string {
	sorted := slices.Clone(query)
	slices.SortFunc(sorted, func(a, b param) int { return strings.Compare(a.name, b.name) })
	var b strings.Builder
	for i, p := range sorted {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(p.name)
		b.WriteByte('=')
		escape(&b, p.value)
	}
	return b.String()
}

func escape(b *strings.Builder, s string) {
	const hexDigits = "0123456789ABCDEF"
	for i := range len(s) {
		c := s[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-_.~", c) >= 0 {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(hexDigits[c>>4])
		b.WriteByte(hexDigits[c&15])
	}
}
