package doctor

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
)

func TestTheWayByProbe(t *testing.T) {
	now := time.Now()
	refused := &api.Error{Class: api.ClassNetwork, Message: "it broke"}
	const there, https = "1.2.3.4:443", "https://cr.example.com"
	for name, c := range map[string]struct {
		endpoint string
		probe    api.Probe
		err      error
		want     map[string]Result
	}{
		"whole": {
			https,
			api.Probe{Name: "cr.example.com", Addresses: []string{"1.2.3.4"}, Peer: there, TLS: "TLS 1.3", NotAfter: now.Add(100 * 24 * time.Hour), Answer: time.Second},
			nil,
			map[string]Result{"proxy": OK, "name": OK, "connection": OK, "TLS": OK},
		},
		"a certificate that ends soon": {
			https,
			api.Probe{Peer: there, TLS: "TLS 1.3", NotAfter: now.Add(24 * time.Hour)},
			nil,
			map[string]Result{"proxy": OK, "connection": OK, "TLS": Warn},
		},
		"no TLS here":         {"http://127.0.0.1:80", api.Probe{Peer: there}, nil, map[string]Result{"proxy": OK, "connection": OK, "TLS": OK}},
		"no TLS elsewhere":    {"http://example.com", api.Probe{Peer: there}, nil, map[string]Result{"proxy": OK, "connection": OK, "TLS": Warn}},
		"no such name":        {https, api.Probe{Name: "cr.example.com"}, refused, map[string]Result{"proxy": OK, "name": Fail}},
		"no name of a proxy":  {https, api.Probe{Name: "proxy", Proxy: "http://proxy"}, refused, map[string]Result{"proxy": OK, "name": Fail}},
		"no connection":       {https, api.Probe{Name: "cr.example.com", Addresses: []string{"1.2.3.4"}}, refused, map[string]Result{"proxy": OK, "name": OK, "connection": Fail}},
		"no trust":            {https, api.Probe{Peer: there, NotAfter: now}, refused, map[string]Result{"proxy": OK, "TLS": Fail}},
		"no answer":           {https, api.Probe{Peer: there, TLS: "TLS 1.3", NotAfter: now}, refused, map[string]Result{"proxy": OK, "connection": Fail}},
		"an error of no kind": {https, api.Probe{}, errors.New("x\x1b"), map[string]Result{"proxy": OK, "connection": Fail}},
	} {
		t.Run(name, func(t *testing.T) {
			var l checks
			reportWay(&l, c.endpoint, &c.probe, c.err)
			assert.Equal(t, c.want, found(t, l))
		})
	}
}

func TestTheClock(t *testing.T) {
	for off, want := range map[time.Duration]Check{
		0:                 {Result: OK, Fact: "the same as the service's, as far as can be told"},
		-5 * time.Second:  {Result: OK, Fact: "5s ahead of the service's"},
		40 * time.Second:  {Result: Warn, Fact: "40s behind the service's"},
		-20 * time.Minute: {Result: Warn, Fact: "20m 0s ahead of the service's, which refuses such dates; acrwatch follows its clock, other programs do not"},
	} {
		var l checks
		reportClock(&l, api.Some(off))
		found(t, l)
		assert.Equal(t, want.Result, l[0].Result, off)
		assert.Equal(t, want.Fact, l[0].Fact, off)
	}
	var l checks
	reportClock(&l, api.Optional[time.Duration]{})
	assert.Equal(t, Warn, found(t, l)["clock"])
}

func TestHowLongKeysLast(t *testing.T) {
	now := time.Now()
	lasting, temporary := &api.Credentials{ID: "LTAIx"}, &api.Credentials{ID: "STSx", Token: api.NewSecret("t")}
	for name, c := range map[string]struct {
		keys   *api.Credentials
		expiry time.Time
		want   Result
	}{
		"lasting":   {lasting, time.Time{}, OK},
		"not told":  {temporary, time.Time{}, OK},
		"for hours": {temporary, now.Add(6 * time.Hour), OK},
		"not long":  {temporary, now.Add(10 * time.Minute), Warn},
		"over":      {temporary, now.Add(-time.Minute), Fail},
	} {
		t.Run(name, func(t *testing.T) {
			var l checks
			lifetime(&l, c.keys, c.expiry, now)
			assert.Equal(t, map[string]Result{"key lifetime": c.want}, found(t, l))
		})
	}
}

func TestTheFileOfTheKeys(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config.json")
	require.NoError(t, os.WriteFile(path, nil, 0o600))
	result := func(mode os.FileMode, now time.Time) Result {
		require.NoError(t, os.Chmod(path, mode))
		var l checks
		keyFile(&l, path, now)
		return found(t, l)["key file"]
	}
	now := time.Now()
	assert.Equal(t, OK, result(0o600, now))
	assert.Equal(t, Warn, result(0o600, now.Add(400*24*time.Hour)))
	if runtime.GOOS != "windows" {
		assert.Equal(t, Warn, result(0o644, now))
	}
	var l checks
	keyFile(&l, path+".none", now)
	assert.Empty(t, l)
}
