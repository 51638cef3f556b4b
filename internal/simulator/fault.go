package simulator

import (
	"net/http"
	"strconv"
	"time"
)

// fault is what befalls every call of a while.
type fault uint8

const (
	well          fault = iota
	userThrottled       // Throttling.User with the headers of the quota
	apiThrottled        // Throttling.Api with the other header
	tooMany             // 429 with Retry-After
	unavailable         // 503 ServiceUnavailable
	systemError         // 500 SystemError
	badGateway          // a page of HTML
	broken              // the connection is cut, before or within the answer, or nothing is said at all
	tokenExpired        // the key is refused
	keyInactive         // the key is refused for another reason
	oddlySpelt          // a passing failure whose code and message are hostile as well
)

// spell is one fault from an instant of its cycle until another.
type spell struct {
	from, to time.Duration
	fault    fault
}

// cycle is what goes wrong in a scenario, again and again in world time.
type cycle struct {
	every  time.Duration // 0: nothing goes wrong
	spells []spell
}

// cycles of the scenarios that have one. Nobody can time them by the second: see at.
var cycles = map[string]cycle{
	"storm": {time.Minute, []spell{
		{9 * time.Second, 13 * time.Second, userThrottled},
		{20 * time.Second, 22 * time.Second, apiThrottled},
		{30 * time.Second, 33 * time.Second, tooMany},
		{40 * time.Second, 43 * time.Second, unavailable},
		{48 * time.Second, 53 * time.Second, userThrottled},
	}},
	"outage": {5 * time.Minute, []spell{
		{20 * time.Second, 33 * time.Second, systemError},
		{33 * time.Second, 46 * time.Second, badGateway},
		{46 * time.Second, 60 * time.Second, broken},
	}},
	"expiry": {5 * time.Minute, []spell{
		{20 * time.Second, 60 * time.Second, tokenExpired},
		{150 * time.Second, 180 * time.Second, keyInactive},
	}},
	"hostile": {13 * time.Second, []spell{{7 * time.Second, 7*time.Second + 700*time.Millisecond, oddlySpelt}}},
}

// at is the fault of an instant and how much of it is left. Every cycle is moved by up to a second either way.
func (c cycle) at(seed uint64, at time.Duration) (fault, time.Duration) {
	if c.every == 0 {
		return well, 0
	}
	shift := time.Duration((unit(hash(seed, 40, uint64(at/c.every))) - 0.5) * float64(2*time.Second))
	within := at%c.every + shift
	for _, s := range c.spells {
		if s.from <= within && within < s.to {
			return s.fault, s.to - within
		}
	}
	return well, 0
}

// refusal is the fault as the gateway words it, nil for those that are no proper answer. left is on the protocol
// clock.
func (f fault) refusal(q *Quirks, left time.Duration) *refusal {
	switch f {
	case userThrottled:
		return q.throttle(throttled("Throttling.User", "x-ratelimit-user", stormQuota, left))
	case apiThrottled:
		return q.throttle(throttled("Throttling.Api", "x-ratelimit-user-api", stormQuota, left))
	case tooMany:
		r := refuse(http.StatusTooManyRequests, "TooManyRequests", "Too many requests, please retry later.")
		r.header = [2]string{"Retry-After", strconv.Itoa(int(left/time.Second) + 1)}
		return r
	case unavailable:
		return refuse(http.StatusServiceUnavailable, "ServiceUnavailable", "The request has failed due to a temporary failure of the server.")
	case systemError:
		return refuse(http.StatusInternalServerError, "SystemError", "The system has an internal error, please try again later.")
	case oddlySpelt:
		return refuse(http.StatusInternalServerError, "SystemError\x1b]0;pwned\a\u009b31m\r\n", "The system has an internal error.")
	case tokenExpired:
		return refuse(http.StatusBadRequest, "InvalidSecurityToken.Expired", "Specified SecurityToken is expired.")
	case keyInactive:
		return refuse(http.StatusBadRequest, "InvalidAccessKeyId.Inactive", "Specified access key is disabled.")
	}
	return nil
}

// stormQuota is how many calls in a second the scenario storm answers, unless another quota is asked for.
const stormQuota = 3

// inProtocol turns a length of world time after the start into one of the protocol clock.
func (s *Simulator) inProtocol(d time.Duration) time.Duration {
	return time.Duration(float64(d) / s.speed)
}
