package simulator

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// codes is what a call gets in each second of a while; empty for an answer. A silence is not waited for.
func (v *service) codes(from, to time.Duration) []string {
	v.t.Helper()
	var out []string
	for at := from; at < to; at += time.Second {
		v.at(at)
		r := v.request("POST", "ListInstance")
		ctx, cancel := context.WithCancel(r.Context())
		cancel()
		w := v.do(r.WithContext(ctx))
		switch body := w.Body.String(); {
		case w.Code == http.StatusOK && strings.Contains(body, `"IsSuccess":true`):
			out = append(out, "")
		case strings.HasPrefix(body, `{"RequestId":"`) && strings.HasSuffix(body, "}"):
			out = append(out, decode[struct{ Code string }](v.t, w.Body.Bytes()).Code)
		case w.Code == http.StatusBadGateway:
			out = append(out, "502")
		default:
			out = append(out, "cut")
		}
	}
	return out
}

// runs is codes without repetitions.
func runs(codes []string) string {
	var out []string
	for i, c := range codes {
		if i == 0 || codes[i-1] != c {
			out = append(out, c)
		}
	}
	return strings.Join(out, ",")
}

func TestCyclesOfFaults(t *testing.T) {
	const minute = time.Minute
	cases := map[string]struct {
		scenario string
		from, to time.Duration
		want     string
	}{
		"storm": {"storm", 0, minute, ",Throttling.User,,Throttling.Api,,TooManyRequests,,ServiceUnavailable,,Throttling.User,"},
		"storm again": {
			"storm", 7 * minute, 8 * minute,
			",Throttling.User,,Throttling.Api,,TooManyRequests,,ServiceUnavailable,,Throttling.User,",
		},
		"outage":       {"outage", 0, 4 * minute, ",SystemError,502,cut,"},
		"outage again": {"outage", 5 * minute, 9 * minute, ",SystemError,502,cut,"},
		"expiry":       {"expiry", 0, 5 * minute, ",InvalidSecurityToken.Expired,,InvalidAccessKeyId.Inactive,"},
		"none":         {"quiet", 0, 10 * minute, ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			v := serve(t, Options{Scenario: c.scenario, Quota: 100})
			assert.Equal(t, c.want, runs(v.codes(c.from, c.to)))
		})
	}
}

func TestFaultsAreAFunctionOfSeedAndTime(t *testing.T) {
	for name, c := range cycles {
		differ := 0
		for at := time.Duration(0); at < time.Hour; at += 100 * time.Millisecond {
			one, left := c.at(1, at)
			same, _ := c.at(1, at)
			require.Equal(t, one, same)
			require.Equal(t, one != well, left > 0, "%s at %s", name, at)
			if another, _ := c.at(2, at); another != one {
				differ++
			}
		}
		assert.NotZero(t, differ, name)
	}
}

func TestFaultsComeWithTheWorld(t *testing.T) {
	v := serve(t, Options{Scenario: "outage", Speed: 10})
	assert.Equal(t, []string{"", "", "SystemError", "502", "502", "cut", ""}, v.codes(500*time.Millisecond, 7*time.Second))
}

func TestStormSaysHowLong(t *testing.T) {
	v := serve(t, Options{Scenario: "storm", Speed: 2})
	headers := map[string]string{}
	for at := time.Duration(0); at < 30*time.Second; at += 100 * time.Millisecond {
		v.at(at)
		w := v.do(v.request("POST", "ListInstance"))
		code := decode[struct{ Code string }](t, w.Body.Bytes()).Code
		headers[code] += w.Header().Get("x-ratelimit-user") + w.Header().Get("x-ratelimit-user-api") + w.Header().Get("Retry-After")
	}
	assert.Contains(t, headers["Throttling.User"], "TimeLeft:")
	assert.Contains(t, headers["Throttling.Api"], "TimeLeft:")
	assert.Regexp(t, `^2+1+$`, headers["TooManyRequests"], "3 s of the world are 1.5 s of the clock")
	assert.Empty(t, headers["success"])
	refused := v.Stats().Refused
	assert.Greater(t, refused["Throttling.User"], 150, "3 calls in a second are answered, of 10")
}

func TestOutageMovesOnMeanwhile(t *testing.T) {
	v := serve(t, Options{Scenario: "outage", Waves: 1})
	id := v.find("web/frontend:v2.14.0", "eu-west-1").SyncTaskID
	before := v.synced(id)
	assert.Greater(t, v.at(65*time.Second).synced(id), before+100*mib)
	still := serve(t, Options{Waves: 1})
	assert.Equal(t, still.at(65*time.Second).synced(id), v.synced(id), "the world is that of migration")
}

func TestExpiryAsksForARightSignatureFirst(t *testing.T) {
	v := serve(t, Options{Scenario: "expiry"}).at(40 * time.Second)
	r := v.request("POST", "ListInstance")
	resign(r, AccessKeyID, "another")
	assert.Contains(t, v.do(r).Body.String(), "SignatureDoesNotMatch")
	assert.Contains(t, v.do(v.older("ListInstance").request()).Body.String(), "InvalidSecurityToken.Expired")
}

// during is an instant at which the outage cuts connections in this way.
func during(t *testing.T, v *service, code string) {
	t.Helper()
	for at := 47 * time.Second; at < 57*time.Second; at += time.Millisecond {
		if v.ruin(broken, at) == code {
			v.at(at)
			return
		}
	}
	require.Fail(t, "never", code)
}

func TestConnectionsAreCut(t *testing.T) {
	for code, wants := range map[string]error{codeCut: io.EOF, codeCutWithin: io.ErrUnexpectedEOF} {
		v := serve(t, Options{Scenario: "outage"})
		server := httptest.NewServer(v)
		defer server.Close()
		during(t, v, code)
		r := v.request("POST", "ListInstance")
		r.RequestURI = ""
		var err error
		r.URL, err = url.Parse(server.URL + "/?" + r.URL.RawQuery)
		require.NoError(t, err)
		answer, err := http.DefaultClient.Do(r)
		if err == nil {
			_, err = io.ReadAll(answer.Body)
			require.NoError(t, answer.Body.Close())
		}
		require.ErrorIs(t, err, wants, code)
		assert.Equal(t, 1, v.Stats().Refused[code])
		assert.Equal(t, 1, v.Stats().Pace.Total)
	}
}

func TestConnectionsAreCutWithoutSockets(t *testing.T) {
	for code, want := range map[string]string{codeCut: "", codeCutWithin: halfAnswer} {
		v := serve(t, Options{Scenario: "outage"})
		during(t, v, code)
		w := v.do(v.request("POST", "ListInstance"))
		assert.Equal(t, want, w.Body.String())
	}
}

func TestWhereNothingCanBeTakenTheServerIsTold(t *testing.T) {
	v := serve(t, Options{Scenario: "outage"})
	during(t, v, codeCut)
	r := v.request("POST", "ListInstance")
	r = r.WithContext(context.WithValue(r.Context(), http.ServerContextKey, &http.Server{}))
	defer func() {
		err, _ := recover().(error)
		assert.ErrorIs(t, err, http.ErrAbortHandler)
	}()
	v.do(r)
}

func TestSilenceEndsWithTheOutageOrTheClient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := serve(t, Options{Scenario: "outage"})
		during(t, v, codeSilence)
		from := time.Now()
		v.do(v.request("POST", "ListInstance"))
		waited := time.Since(from)
		assert.Greater(t, waited, time.Second)
		assert.Less(t, waited, 15*time.Second)

		r := v.request("POST", "ListInstance")
		ctx, cancel := context.WithTimeoutCause(r.Context(), time.Second, errors.New("the client leaves"))
		defer cancel()
		from = time.Now()
		v.do(r.WithContext(ctx))
		assert.Equal(t, time.Second, time.Since(from))
		assert.Equal(t, 2, v.Stats().Refused[codeSilence])
	})
}
