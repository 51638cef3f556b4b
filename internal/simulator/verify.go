package simulator

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

const (
	algorithm  = "ACS3-HMAC-SHA256"
	apiVersion = "2018-12-01"
	dateFormat = "2006-01-02T15:04:05Z"

	// window is how far a date may be off, either way.
	window = 15 * time.Minute
	// maxBody is more than any call has: all parameters are in the query.
	maxBody = 64 * kib
)

// required are the headers without which a request is not signed for anything in particular.
var required = []string{
	"host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce", "x-acs-version",
}

// authorization is what the header of that name says.
type authorization struct {
	key       string
	headers   []string
	signature string
}

// verify checks a request as the gateway does: date, key, payload, signature, and last the nonce, which a request
// uses up only once it is known to be genuine.
func (s *Simulator) verify(r *http.Request, query url.Values, now time.Time) *refusal {
	auth, no := parseAuthorization(r.Header.Get("Authorization"))
	if no != nil {
		return no
	}
	if no := checkHeaders(r, auth.headers); no != nil {
		return no
	}
	if no := s.checkDate(r.Header.Get("X-Acs-Date"), now); no != nil {
		return no
	}
	if auth.key != AccessKeyID {
		return unknownKey()
	}
	if !genuine(r, query, auth) {
		return wrongSignature()
	}
	return s.useNonce(r.Header.Get("X-Acs-Signature-Nonce"), now)
}

func (s *Simulator) checkDate(text string, now time.Time) *refusal {
	date, err := time.Parse(dateFormat, text)
	if err != nil {
		return refuse(http.StatusBadRequest, "InvalidTimeStamp.Format", "Specified time stamp or date value is not well formatted.")
	}
	if off := now.Sub(date); off > s.quirks.DateWindow || off < -s.quirks.DateWindow {
		return refuse(http.StatusBadRequest, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.")
	}
	return nil
}

func (s *Simulator) useNonce(nonce string, now time.Time) *refusal {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.nonces.use(nonce, now) {
		return refuse(http.StatusBadRequest, "SignatureNonceUsed", "Specified signature nonce was used already.")
	}
	return nil
}

func unknownKey() *refusal {
	return refuse(http.StatusNotFound, "InvalidAccessKeyId.NotFound", "Specified access key is not found.")
}

func wrongSignature() *refusal {
	return refuse(http.StatusBadRequest, "SignatureDoesNotMatch", "Specified signature does not match our calculation.")
}

func parseAuthorization(header string) (authorization, *refusal) {
	incomplete := refuse(http.StatusBadRequest, "IncompleteSignature", "The request signature does not conform to %s.", algorithm)
	text, ok := strings.CutPrefix(header, algorithm+" ")
	if !ok {
		return authorization{}, incomplete
	}
	var a authorization
	for field := range strings.SplitSeq(text, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(field), "=")
		switch name {
		case "Credential":
			a.key = value
		case "SignedHeaders":
			a.headers = strings.Split(value, ";")
		case "Signature":
			a.signature = value
		}
	}
	if a.key == "" || a.headers == nil || a.signature == "" {
		return authorization{}, incomplete
	}
	return a, nil
}

// checkHeaders wants the required headers there, and everything of the service's signed: an unsigned header could
// have been put there by anybody.
func checkHeaders(r *http.Request, signed []string) *refusal {
	for _, name := range required {
		if name != "host" && r.Header.Get(name) == "" {
			return refuse(http.StatusBadRequest, "MissingParameter", "The header %s is mandatory for this action.", name)
		}
		if !slices.Contains(signed, name) {
			return refuse(http.StatusBadRequest, "IncompleteSignature", "The header %s is not signed.", name)
		}
	}
	for name := range r.Header {
		name = strings.ToLower(name)
		if strings.HasPrefix(name, "x-acs-") && !slices.Contains(signed, name) {
			return refuse(http.StatusBadRequest, "IncompleteSignature", "The header %s is not signed.", name)
		}
	}
	if len(r.Header.Get("X-Acs-Signature-Nonce")) > maxNonce {
		return refuse(http.StatusBadRequest, "InvalidSignatureNonce", "The signature nonce is longer than %d characters.", maxNonce)
	}
	return nil
}

// genuine says that the body is the one that was signed, and that the signature is ours.
func genuine(r *http.Request, query url.Values, auth authorization) bool {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	if err != nil || len(body) > maxBody {
		return false
	}
	payload := sha256.Sum256(body)
	claimed := strings.ToLower(r.Header.Get("X-Acs-Content-Sha256"))
	if claimed != hex.EncodeToString(payload[:]) {
		return false
	}
	want := sign(canonical(r, query, auth.headers, claimed), AccessKeySecret)
	return hmac.Equal([]byte(want), []byte(strings.ToLower(auth.signature)))
}

// canonical writes the request the way both sides sign it. The query is decoded and encoded again, because clients
// spell the same value differently on the wire: a blank as plus, a star as itself.
func canonical(r *http.Request, query url.Values, signed []string, payload string) []byte {
	var b bytes.Buffer
	b.WriteString(r.Method + "\n" + r.URL.EscapedPath() + "\n")
	for i, pair := range pairs(query) {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(pair)
	}
	b.WriteByte('\n')
	names := slices.Clone(signed)
	slices.Sort(names)
	for _, name := range names {
		value := r.Host
		if name != "host" {
			value = strings.TrimSpace(strings.Join(r.Header.Values(name), ","))
		}
		b.WriteString(name + ":" + value + "\n")
	}
	b.WriteString("\n" + strings.Join(names, ";") + "\n" + payload)
	return b.Bytes()
}

// pairs are the parameters as name=value in the order of signing.
func pairs(query url.Values) []string {
	var names []string
	for name := range query {
		names = append(names, name)
	}
	slices.Sort(names)
	var out []string
	for _, name := range names {
		for _, value := range query[name] {
			out = append(out, escape(name)+"="+escape(value))
		}
	}
	return out
}

// escape is the encoding of RFC 3986: all but its unreserved characters, byte by byte.
func escape(s string) string {
	const upper = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte("-_.~", c) >= 0:
			b.WriteByte(c)
		default:
			b.Write([]byte{'%', upper[c>>4], upper[c&15]})
		}
	}
	return b.String()
}

func sign(canonical []byte, secret string) string {
	digest := sha256.Sum256(canonical)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(algorithm + "\n" + hex.EncodeToString(digest[:])))
	return hex.EncodeToString(mac.Sum(nil))
}
