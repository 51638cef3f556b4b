package simulator

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// The older scheme puts everything into the query: HMAC-SHA1, SignatureVersion 1.0. Command-line clients still use it.
const (
	queryMethod  = "HMAC-SHA1"
	queryVersion = "1.0"
)

// requiredQuery are the parameters without which such a request is none, in the order of complaint.
var requiredQuery = []string{
	"AccessKeyId", "Action", "Version", "Timestamp", "SignatureMethod", "SignatureVersion", "SignatureNonce", "Signature",
}

// signsQuery says that a request uses the older scheme.
func signsQuery(r *http.Request, query url.Values) bool {
	return r.Header.Get("Authorization") == "" &&
		(query.Has("Signature") || query.Has("SignatureVersion") || query.Has("AccessKeyId"))
}

// verifyQuery checks a request of the older scheme, in the order of verify.
func (s *Simulator) verifyQuery(r *http.Request, query url.Values, now time.Time) *refusal {
	for _, name := range requiredQuery {
		if query.Get(name) == "" {
			return missing(name)
		}
	}
	switch {
	case !wantsXML(query) && !strings.EqualFold(query.Get("Format"), "JSON"):
		return invalid("Format")
	case query.Get("SignatureMethod") != queryMethod:
		return invalid("SignatureMethod")
	case query.Get("SignatureVersion") != queryVersion:
		return invalid("SignatureVersion")
	case len(query.Get("SignatureNonce")) > maxNonce:
		return invalid("SignatureNonce")
	}
	if no := s.checkDate(query.Get("Timestamp"), now); no != nil {
		return no
	}
	if query.Get("AccessKeyId") != AccessKeyID {
		return unknownKey()
	}
	if !hmac.Equal([]byte(signQuery(r.Method, query, AccessKeySecret)), []byte(query.Get("Signature"))) {
		return wrongSignature()
	}
	return s.useNonce(query.Get("SignatureNonce"), now)
}

// signQuery is the signature of a method and its parameters, whatever signature is among them.
func signQuery(method string, query url.Values, secret string) string {
	var rest []string
	for _, pair := range pairs(query) {
		if !strings.HasPrefix(pair, "Signature=") {
			rest = append(rest, pair)
		}
	}
	mac := hmac.New(sha1.New, []byte(secret+"&"))
	mac.Write([]byte(method + "&%2F&" + escape(strings.Join(rest, "&"))))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// wantsXML says in which form the older scheme wants its answer: XML unless it says otherwise.
func wantsXML(query url.Values) bool {
	format := query.Get("Format")
	return format == "" || strings.EqualFold(format, "XML")
}
