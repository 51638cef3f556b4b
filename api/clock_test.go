package api_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
)

// clockService answers as a service whose clock is off from ours, takes its time, and refuses dates beyond 15 minutes.
type clockService struct {
	off     time.Duration
	date    func(now time.Time) string // the Date header; nil: as it should be
	dates   []time.Time                // what the requests were dated with
	skewed  []time.Duration            // how far those were from the service's clock
	refused int
}

func (s *clockService) RoundTrip(r *http.Request) (*http.Response, error) {
	time.Sleep(2 * time.Second)
	now := time.Now().Add(s.off)
	sent, err := time.Parse("2006-01-02T15:04:05Z", r.Header.Get("x-acs-date"))
	if err != nil {
		return nil, err
	}
	s.dates, s.skewed = append(s.dates, sent), append(s.skewed, now.Sub(sent))
	date := now.UTC().Format(http.TimeFormat)
	if s.date != nil {
		date = s.date(now)
	}
	time.Sleep(2 * time.Second)
	if now.Sub(sent).Abs() > 15*time.Minute {
		s.refused++
		return answering(400, gateway("InvalidTimeStamp.Expired"), "Date", date)(r)
	}
	return answering(200, goodTask, "Date", date)(r)
}

func TestClockIsLearnt(t *testing.T) {
	for _, off := range []time.Duration{20 * time.Minute, -20 * time.Minute, 23 * time.Hour, -23 * time.Hour} {
		t.Run(off.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &clockService{off: off}
				c := newClient(t, s)
				require.Zero(t, c.ClockOffset())
				for range 2 {
					_, e := getTask(t, c)
					require.Nil(t, e)
				}
				assert.Len(t, s.dates, 3, "refused, dated anew, and right from then on")
				assert.Equal(t, 1, s.refused)
				assert.InDelta(t, off.Seconds(), c.ClockOffset().Seconds(), 1, "the middle between sending and receiving")
				for _, skew := range s.skewed[1:] {
					assert.Less(t, skew.Abs(), 5*time.Second)
				}
			})
		})
	}
}

func TestClockIsNotLearntFrom(t *testing.T) {
	header := func(text string) func(time.Time) string { return func(time.Time) string { return text } }
	tests := []struct {
		name     string
		endpoint string
		service  clockService
		learnt   bool
	}{
		{name: "no date", service: clockService{off: 20 * time.Minute, date: header("")}},
		{name: "garbage", service: clockService{off: 20 * time.Minute, date: header("yesterday\x1b[2J")}},
		{name: "beyond a day", service: clockService{off: 25 * time.Hour}},
		{name: "beyond a day behind", service: clockService{off: -25 * time.Hour}},
		{name: "our own time", service: clockService{off: 20 * time.Minute, date: func(now time.Time) string {
			return now.Add(-20 * time.Minute).UTC().Format(http.TimeFormat)
		}}},
		{name: "plain http to another machine", endpoint: "http://10.0.0.1", service: clockService{off: 20 * time.Minute}},
		{name: "plain http to this machine", endpoint: "http://127.0.0.1:8080", service: clockService{off: 20 * time.Minute}, learnt: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c, err := api.NewClient(api.Options{
					Region: "cn-hangzhou", Endpoint: tt.endpoint, AllowPlainHTTP: true,
					Credentials: api.StaticCredentials(testKeys), Transport: &tt.service,
				})
				require.NoError(t, err)
				_, e := getTask(t, c)
				if tt.learnt {
					require.Nil(t, e)
					assert.InDelta(t, 1200, c.ClockOffset().Seconds(), 1)
					return
				}
				require.NotNil(t, e)
				assert.Equal(t, api.ClassClock, e.Class)
				assert.Len(t, tt.service.dates, 1, "asking again with the same date changes nothing")
				assert.Zero(t, c.ClockOffset())
			})
		})
	}
}

// A date that stays refused is refused to the caller, and not asked about for ever.
func TestClockIsTriedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calls := 0
		c := newClient(t, transport(func(r *http.Request) (*http.Response, error) {
			calls++
			date := time.Now().Add(time.Duration(calls) * time.Hour).UTC().Format(http.TimeFormat)
			return answering(400, gateway("InvalidTimeStamp.Expired"), "Date", date)(r)
		}))
		_, e := getTask(t, c)
		require.NotNil(t, e)
		assert.Equal(t, api.ClassClock, e.Class)
		assert.Equal(t, 2, calls)
	})
}

// Somebody sets the clock right while the dashboard runs: it must not be called off any more.
func TestClockIsFollowed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &clockService{off: 20 * time.Minute}
		c := newClient(t, s)
		for _, step := range []struct{ off, want time.Duration }{
			{20 * time.Minute, 20 * time.Minute},
			{7 * time.Minute, 7 * time.Minute}, // slewed: still within what the service takes
			{0, 0},
			{7 * time.Minute, 0}, // never refused, so never learnt
		} {
			s.off = step.off
			_, e := getTask(t, c)
			require.Nil(t, e)
			assert.InDelta(t, step.want.Seconds(), c.ClockOffset().Seconds(), 1)
		}
		assert.Equal(t, 1, s.refused)
	})
}

// Two remedies for two refusals of the same call: first the nonce, then the date.
func TestNonceAndDateRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		answers := []string{gateway("SignatureNonceUsed"), gateway("InvalidTimeStamp.Expired"), `{"TaskId":"crast-x"}`}
		statuses := []int{400, 400, 200}
		calls := 0
		c := newClient(t, transport(func(r *http.Request) (*http.Response, error) {
			calls++
			date := time.Now().Add(time.Hour).UTC().Format(http.TimeFormat)
			return answering(statuses[calls-1], answers[calls-1], "Date", date)(r)
		}))
		_, err := operations["GetArtifactSubscriptionTask"](t.Context(), c)
		require.NoError(t, err)
		assert.Equal(t, 3, calls)
	})
}
