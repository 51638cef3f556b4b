package api

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"syscall"
	"testing"

	"github.com/aliyun/credentials-go/credentials/providers"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// fakeProvider stands where an object of the library would.
type fakeProvider func() (*providers.Credentials, error)

func (p fakeProvider) GetCredentials() (*providers.Credentials, error) { return p() }
func (fakeProvider) GetProviderName() string                           { return "fake" }

// keeperOf keeps the keys of p, which every build gives.
func keeperOf(p providers.CredentialsProvider) *keeper {
	k := newKeeper(CredentialOptions{Env: func(string) string { return "" }, Home: "nowhere"})
	k.find = func() (*source, error) {
		build := func() (providers.CredentialsProvider, error) { return p, nil }
		return &source{name: "fake", print: "fake", build: build, renew: "mend it"}, nil
	}
	return k
}

// The library's errors quote files and answers; ours tell what went wrong in words that are fixed.
func TestLibraryErrorsAreTranslated(t *testing.T) {
	const canary = "canary-secret"
	s := &source{name: "profile p in f", renew: "do this"}
	tests := []struct {
		text  string
		class Class
		want  string
	}{
		{"unmarshal failed: {\"secret\":\"" + canary + "\"}", ClassBadCredentials, "profile p in f gave no keys: do this"},
		{"CloudSSO access token is empty or expired, " + canary, ClassExpired, "profile p in f has expired: do this"},
		{"dial tcp 1.2.3.4:443: i/o timeout " + canary, ClassBadCredentials, "profile p in f could not be reached: do this"},
		{"refresh session token failed: {\"Code\":\"NoPermission\"}" + canary, ClassBadCredentials, "profile p in f was refused by the service that gives out keys: do this"},
		{"{\"Code\":\"InvalidAccessKeyId.NotFound\"}" + canary, ClassBadCredentials, "profile p in f holds an AccessKey that is not accepted: do this"},
	}
	for _, tt := range tests {
		e := s.failure(errors.New(tt.text))
		assert.Equal(t, tt.want, e.Error())
		assert.Equal(t, tt.class, e.class)
	}
}

func TestLibraryCrashesAndEmptyAnswers(t *testing.T) {
	for name, p := range map[string]fakeProvider{
		"crash":    func() (*providers.Credentials, error) { panic("nil pointer") },
		"nothing":  func() (*providers.Credentials, error) { return nil, nil },
		"no key":   func() (*providers.Credentials, error) { return &providers.Credentials{AccessKeyId: "i"}, nil },
		"an error": func() (*providers.Credentials, error) { return nil, errors.New("x") },
	} {
		t.Run(name, func(t *testing.T) {
			_, err := keeperOf(p).Credentials(t.Context())
			require.EqualError(t, err, "fake gave no keys: mend it")
		})
	}
	k := keeperOf(nil)
	k.find = func() (*source, error) {
		build := func() (providers.CredentialsProvider, error) { panic("nil pointer") }
		return &source{name: "fake", build: build, renew: "mend it"}, nil
	}
	_, err := k.Credentials(t.Context())
	require.EqualError(t, err, "fake gave no keys: mend it")
}

func TestSectionsWithRoles(t *testing.T) {
	tests := []struct{ section, want string }{
		{"type=ram_role_arn\naccess_key_id=i\naccess_key_secret=s\nrole_arn=r\nrole_session_name=n", ""},
		{"type=ecs_ram_role\nrole_name=r", ""},
		{"type=ram_role_arn\naccess_key_id=i\naccess_key_secret=s", "has no role_arn"},
		{"type=access_key\naccess_key_id=i", "has no access_key_secret"},
		{"type=bearer", "has no type access_key, ram_role_arn or ecs_ram_role"},
	}
	for _, tt := range tests {
		keys, ok := iniSection("[other]\ntype=x\n[p]\n"+tt.section+"\n; end\n[more]\ntype=y", "p")
		require.True(t, ok)
		s, err := iniSource(keys)
		if tt.want != "" {
			assert.EqualError(t, err, tt.want)
			continue
		}
		require.NoError(t, err)
		_, err = s.build()
		assert.NoError(t, err)
	}
}

func TestNetworkTexts(t *testing.T) {
	const host = "cr.example.com"
	tests := []struct {
		err  error
		want string
	}{
		{context.Canceled, "canceled"},
		{fmt.Errorf("x: %w", context.DeadlineExceeded), "cr.example.com did not answer in time"},
		{&net.DNSError{Name: "cr.example.com", IsNotFound: true}, "the name cr.example.com cannot be found"},
		{&tls.CertificateVerificationError{Err: errors.New("x")}, "the certificate of cr.example.com is not trusted"},
		{tls.RecordHeaderError{Msg: "x"}, "cr.example.com does not speak TLS"},
		{&net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}, "the connection to cr.example.com was refused"},
		{&net.OpError{Op: "read", Err: syscall.ECONNRESET}, "cr.example.com closed the connection without an answer"},
		{io.EOF, "cr.example.com closed the connection without an answer"},
		{&net.DNSError{Name: "cr.example.com", IsTimeout: true}, "the name cr.example.com cannot be found"},
		{errors.New("proxy http://user:password@proxy"), "cr.example.com cannot be reached"},
	}
	for _, tt := range tests {
		assert.Equal(t, tt.want, networkText(tt.err, host))
	}
}
