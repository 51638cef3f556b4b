package api

import (
	"net/http"
	"strings"
)

const codeNonceUsed = "SignatureNonceUsed"

// classify decides by the code first: throttling comes as 400, 403 or 503, and an unknown key as 400 or 404. The one
// status that means a single thing is 429.
func classify(code, message string, status int) Class {
	if status == http.StatusTooManyRequests {
		return ClassThrottled
	}
	code = strings.ToLower(code)
	for _, rule := range codeRules {
		if rule.matches(code) {
			return rule.class
		}
	}
	message = strings.ToLower(message)
	if some(quotaWords, func(words string) bool { return strings.Contains(message, words) }) {
		return ClassThrottled
	}
	return classifyStatus(status)
}

// quotaWords tell a used-up quota behind a code that says nothing of it.
var quotaWords = []string{"qps limit", "exceeded qps", "exceeds the qps", "flow control", "too many requests"}

// codeRule names a class by parts of the code in lower case: the whole, its beginning, its end, or anything in it.
type codeRule struct {
	class                        Class
	whole, begin, end, contained []string
}

func (r codeRule) matches(code string) bool {
	return some(r.whole, func(s string) bool { return code == s }) ||
		some(r.begin, func(s string) bool { return strings.HasPrefix(code, s) }) ||
		some(r.end, func(s string) bool { return strings.HasSuffix(code, s) }) ||
		some(r.contained, func(s string) bool { return strings.Contains(code, s) })
}

func some(all []string, fits func(string) bool) bool {
	for _, s := range all {
		if fits(s) {
			return true
		}
	}
	return false
}

// codeRules are asked from the top: what is more particular stands first. Sources: the error tables of the pages, the
// gateway's common codes, and what other clients of the service have met.
var codeRules = []codeRule{
	{class: ClassThrottled, contained: []string{"throttling", "flowcontrol"}},
	{class: ClassClock, begin: []string{"invalidtimestamp", "illegaltimestamp"}},
	{class: ClassBadCredentials, begin: []string{"invalidsecuritytoken.mismatch", "invalidsecuritytoken.malformed", "missingsecuritytoken"}},
	{class: ClassExpired, contained: []string{"securitytoken"}},
	{
		class: ClassBadCredentials,
		whole: []string{"authentication_failed", "signaturedoesnotmatch", "incompletesignature"},
		begin: []string{"invalidaccesskey", "missingaccesskey", "invalidcredentials"},
	},
	{
		class: ClassDenied,
		whole: []string{"noprivilege", "nopermission", "unauthorized", "unauthorizedoperation"},
		begin: []string{"forbidden", "accessdenied", "nopermission."},
	},
	{class: ClassRejected, begin: []string{"invalidapi.", "invalidaction.", "invalidversion.", "unsupportedhttpmethod"}},
	{class: ClassNotFound, end: []string{"not_exist", "notexist", "not_found", "notfound"}},
	{
		class: ClassServer,
		whole: []string{"systemerror", "serviceunavailable", strings.ToLower(codeNonceUsed)},
		begin: []string{"internal", "slb_service_error"},
		end:   []string{"timeout"},
	},
}

func classifyStatus(status int) Class {
	switch {
	case status == http.StatusUnauthorized:
		return ClassBadCredentials
	case status == http.StatusForbidden:
		return ClassDenied
	case status == http.StatusNotFound:
		return ClassNotFound
	case status >= http.StatusInternalServerError, status == http.StatusRequestTimeout:
		return ClassServer
	}
	return ClassRejected
}
