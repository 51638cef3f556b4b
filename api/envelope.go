package api

import (
	"bytes"
	"encoding/xml"
	"net/http"
	"strings"
)

// envelope is what an answer says about the call itself, not yet cleaned: it may repeat the request, and what is
// secret in there is taken out first.
type envelope struct {
	code, message, requestID string
	action                   string // the RAM action that is missing, when the gateway names it
	success                  Optional[bool]
}

func readEnvelope(v value) envelope {
	var e envelope
	for name, x := range v.members() {
		switch string(name) {
		case "Code", "code":
			e.code = unlessNull(raw(x))
		case "Message", "message":
			e.message = unlessNull(raw(x))
		case "RequestId", "requestId":
			e.requestID = unlessNull(raw(x))
		case "IsSuccess":
			e.success = boolean(x)
		case "AccessDeniedDetail":
			e.action = deniedAction(x)
		}
	}
	return e
}

func deniedAction(detail value) string {
	for name, x := range detail.members() {
		if string(name) == "AuthAction" {
			return id(x)
		}
	}
	return ""
}

// readXML reads the gateway's error in its older form, which some paths still answer with.
func readXML(body []byte) (envelope, bool) {
	var e struct {
		XMLName   xml.Name `xml:"Error"`
		Code      string
		Message   string
		RequestID string `xml:"RequestId"`
	}
	if !bytes.HasPrefix(bytes.TrimSpace(body), []byte("<")) || xml.Unmarshal(body, &e) != nil {
		return envelope{}, false
	}
	return envelope{code: e.Code, message: e.Message, requestID: e.RequestID}, e.Code != ""
}

// failed says that the service reports a failure, which it also does under HTTP 200.
func (e envelope) failed() bool {
	return e.success.Known && !e.success.Value || !e.fine()
}

// fine says that the code is that of a success, or missing.
func (e envelope) fine() bool {
	switch strings.ToLower(e.code) {
	case "", "success", "ok", "200", "null":
		return true
	}
	return false
}

// judge tells an answer from a failure.
func (c *call) judge(body []byte) (value, *Error) {
	v, ok := document(body)
	ok = ok && v.kind() == '{'
	if ok {
		c.reply = readEnvelope(v)
	} else {
		c.reply, _ = readXML(body)
	}
	redirect := c.status >= http.StatusMultipleChoices && c.status < http.StatusBadRequest
	switch {
	case redirect, !ok && c.reply.code == "":
		return nil, c.strangeAnswer(body)
	case !ok, c.status >= http.StatusBadRequest, c.reply.failed():
		return nil, c.serviceFailure()
	}
	return v, nil
}
