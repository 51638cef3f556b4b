package oracle

import (
	"context"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	openapiutil "github.com/alibabacloud-go/darabonba-openapi/v2/utils"
	"github.com/alibabacloud-go/tea/dara"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
)

const (
	signAs     = "AKID-EXAMPLE"
	signSecret = "SECRET-EXAMPLE"
	signRuns   = 20_000
)

// recorder keeps the last request and answers as if nothing were there.
type recorder struct{ last *http.Request }

func (r *recorder) RoundTrip(request *http.Request) (*http.Response, error) {
	r.last = request
	const body = `{"Code":"success","SyncTasks":[]}`
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)), Request: request}, nil
}

// signer is acrwatch's client with the requests caught on their way out.
type signer struct {
	recorder
	client *api.Client
}

func newSigner(t testing.TB, token string) *signer {
	t.Helper()
	s := &signer{}
	var err error
	s.client, err = api.NewClient(api.Options{
		Region: "cn-hangzhou", Transport: &s.recorder,
		Credentials: api.StaticCredentials(api.Credentials{ID: signAs, Secret: api.NewSecret(signSecret), Token: api.NewSecret(token)}),
	})
	require.NoError(t, err)
	return s
}

// agree signs one request with all four values in its query, has the vendor sign the same, and compares. What is in
// the query is taken from the values, not from the request, so that neither side can lose one.
func (s *signer) agree(t testing.TB, values [4]string) {
	_, err := s.client.ListRepoSyncTask(context.Background(), api.ListRepoSyncTaskRequest{
		InstanceID: "cri-x", Namespace: values[0], Repo: values[1], Tag: values[2], BatchID: values[3], PageNo: 1, PageSize: 100,
	})
	require.NoError(t, err)
	query := map[string]*string{"InstanceId": dara.String("cri-x"), "PageNo": dara.String("1"), "PageSize": dara.String("100")}
	for i, name := range []string{"RepoNamespaceName", "RepoName", "Tag", "SyncRecordId"} {
		if values[i] != "" {
			query[name] = dara.String(values[i])
		}
	}
	headers := map[string]*string{"host": dara.String(s.last.URL.Host)}
	for name, all := range s.last.Header {
		headers[name] = dara.String(all[0])
	}
	request := &dara.Request{Method: dara.String(s.last.Method), Pathname: dara.String("/"), Query: query, Headers: headers}
	hash := dara.String(s.last.Header.Get("x-acs-content-sha256"))
	want := dara.StringValue(openapiutil.GetAuthorization(request, dara.String("ACS3-HMAC-SHA256"), hash, dara.String(signAs), dara.String(signSecret)))
	if got := s.last.Header.Get("Authorization"); got != want {
		require.Equal(t, want, got, "%q", values)
	}
	sent, err := url.ParseQuery(s.last.URL.RawQuery)
	require.NoError(t, err)
	if len(sent) != len(query) {
		require.Len(t, sent, len(query), "%q", values)
	}
	for name, value := range query {
		if got := sent.Get(name); got != *value {
			require.Equal(t, *value, got, "%q on the wire", name)
		}
	}
}

// awkward are the pieces that signers have been known to differ on.
var awkward = []string{
	" ", "+", "*", "~", "/", "%", "%20", "%2A", "%7E", "&", "=", "?", "#", "é", "命名空间", "👩‍💻", "\x00", "\x1b", "\xff", "\xed\xa0\x80", "\u202e", "\r\n", "'", `"`, "\\",
}

// someValue is a value as likely to be awkward as not.
func someValue(random *rand.Rand) string {
	var b strings.Builder
	for range random.IntN(12) {
		switch random.IntN(4) {
		case 0:
			b.WriteString(awkward[random.IntN(len(awkward))])
		case 1:
			b.WriteByte(byte(random.IntN(256)))
		case 2:
			b.WriteRune(rune(random.IntN(0x110000)))
		default:
			b.WriteByte(byte(' ' + random.IntN(95)))
		}
	}
	return b.String()
}

// The vendor's own signer and acrwatch's agree on every query: 20,000 of four values each, or as many as
// ACRWATCH_SIGN_RUNS says.
func TestSignersAgree(t *testing.T) {
	runs := signRuns
	if text := os.Getenv("ACRWATCH_SIGN_RUNS"); text != "" {
		var err error
		runs, err = strconv.Atoi(text)
		require.NoError(t, err, "ACRWATCH_SIGN_RUNS is a number such as 1000000")
	}
	signers := []*signer{newSigner(t, ""), newSigner(t, "TOKEN+/==")}
	random := rand.New(rand.NewPCG(2018, 12))
	start := time.Now()
	for i := range runs {
		signers[i%2].agree(t, [4]string{someValue(random), someValue(random), someValue(random), someValue(random)})
	}
	t.Logf("%d runs in %s, no difference", runs, time.Since(start).Round(time.Millisecond))
}

// A comparison that cannot fail proves nothing.
func TestSignersDisagreeOnAnotherSecret(t *testing.T) {
	s := newSigner(t, "")
	s.agree(t, [4]string{"a b*~/é+%"})
	request := &dara.Request{Method: dara.String("POST"), Pathname: dara.String("/"), Headers: map[string]*string{"host": dara.String(s.last.URL.Host)}}
	other := openapiutil.GetAuthorization(request, dara.String("ACS3-HMAC-SHA256"), dara.String(""), dara.String(signAs), dara.String("another"))
	assert.NotEqual(t, dara.StringValue(other), s.last.Header.Get("Authorization"))
}

func FuzzSignersAgree(f *testing.F) {
	require.GreaterOrEqual(f, len(awkward), 25)
	for i, piece := range awkward {
		f.Add(piece, "a"+piece, awkward[len(awkward)-1-i]+"b", "")
	}
	plain, temporary := newSigner(f, ""), newSigner(f, "TOKEN+/==")
	f.Fuzz(func(t *testing.T, a, b, c, d string) {
		plain.agree(t, [4]string{a, b, c, d})
		temporary.agree(t, [4]string{a, b, c, d})
	})
}
