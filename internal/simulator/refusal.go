package simulator

import (
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// refusal is an answer that says no. With status 200 it is a business failure, which the service reports inside a
// success; all others come from the gateway.
type refusal struct {
	status        int
	code, message string
	action        string // the RAM action that is missing
	header        [2]string
}

// gatewayError is the body of a refusal by the gateway.
type gatewayError struct {
	RequestID          string        `json:"RequestId"`
	HostID             string        `json:"HostId"`
	Code               string        `json:"Code"`
	Message            string        `json:"Message"`
	Recommend          string        `json:"Recommend"`
	AccessDeniedDetail *accessDenied `json:"AccessDeniedDetail,omitempty"`
}

// accessDenied is what RAM says about a missing permission.
type accessDenied struct {
	AuthAction               string
	AuthPrincipalDisplayName string
	AuthPrincipalOwnerID     string `json:"AuthPrincipalOwnerId"`
	AuthPrincipalType        string
	EncodedDiagnosticMessage string
	NoPermissionType         string
	PolicyType               string
}

// businessFailure is the body of a refusal inside HTTP 200. It has no message.
type businessFailure struct {
	RequestID string `json:"RequestId"`
	Code      string
	IsSuccess bool
}

func refuse(status int, code, format string, args ...any) *refusal {
	return &refusal{status: status, code: code, message: fmt.Sprintf(format, args...)}
}

func missing(parameter string) *refusal {
	return refuse(http.StatusBadRequest, "Missing"+parameter, "%s is mandatory for this action.", parameter)
}

func invalid(parameter string) *refusal {
	return refuse(http.StatusBadRequest, "Invalid"+parameter, "The specified parameter %s is not valid.", parameter)
}

func denied(action string) *refusal {
	r := refuse(http.StatusForbidden, "NoPrivilege", "Access is denied for the user.")
	r.action = action
	return r
}

// throttled is HTTP 400, as the documents have it; the header says in milliseconds how long to wait.
func throttled(code, header string, limit int, wait time.Duration) *refusal {
	r := refuse(http.StatusBadRequest, code, "Request was denied due to user flow control.")
	left := strconv.FormatInt(max(wait.Milliseconds(), 1), 10)
	r.header = [2]string{header, fmt.Sprintf("Limit:%d,Remain:0,TimeLeft:%s,Reset:%s", max(limit, 0), left, left)}
	return r
}

func (r *refusal) body(requestID, host string) any {
	if r.status == http.StatusOK {
		return businessFailure{RequestID: requestID, Code: r.code}
	}
	e := gatewayError{
		RequestID: requestID, HostID: host, Code: r.code, Message: r.message,
		Recommend: "https://api.aliyun.com/troubleshoot?q=" + r.code + "&product=cr&requestId=" + requestID,
	}
	if r.action != "" {
		e.AccessDeniedDetail = &accessDenied{
			AuthAction: r.action, AuthPrincipalDisplayName: "202600000000000001", AuthPrincipalOwnerID: "1000000000000001",
			AuthPrincipalType: "SubUser", EncodedDiagnosticMessage: "AQFhY3J3YXRjaC1zaW11bGF0b3I=",
			NoPermissionType: "ImplicitDeny", PolicyType: "AccountLevelIdentityBasedPolicy",
		}
	}
	return e
}
