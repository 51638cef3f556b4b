package simulator

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The vector is the worked example of the vendor's description of the scheme.
func TestOlderSignatureMatchesTheDocuments(t *testing.T) {
	query := url.Values{
		"Timestamp": {"2016-02-23T12:46:24Z"}, "Format": {"XML"}, "AccessKeyId": {"testid"}, "Action": {"DescribeRegions"},
		"SignatureMethod": {"HMAC-SHA1"}, "SignatureNonce": {"3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf"}, "Version": {"2014-05-26"},
		"SignatureVersion": {"1.0"}, "Signature": {"left out"},
	}
	assert.Equal(t, "OLeaidS1JvxuMvnyHOwuJ+uX5qY=", signQuery("GET", query, "testsecret"))
}

// older is a request as the vendor's command line sends it. Everything is worked out here again.
type older struct {
	method     string
	parameters map[string]string
	secret     string
}

func (v *service) older(operation string, parameters ...string) *older {
	v.calls++
	o := &older{http.MethodPost, map[string]string{
		"AccessKeyId": AccessKeyID, "Action": operation, "Format": "JSON", "RegionId": "cn-shanghai", "SignatureMethod": "HMAC-SHA1",
		"SignatureNonce": fmt.Sprintf("older-%d", v.calls), "SignatureType": "", "SignatureVersion": "1.0",
		"Timestamp": v.clock.UTC().Format("2006-01-02T15:04:05Z"), "Version": "2018-12-01",
	}, AccessKeySecret}
	for _, p := range parameters {
		name, value, _ := strings.Cut(p, "=")
		o.parameters[name] = value
	}
	return o
}

var percent = strings.NewReplacer("+", "%20", "*", "%2A", "%7E", "~")

func (o *older) request() *http.Request {
	var fields []string
	for _, name := range slices.Sorted(maps.Keys(o.parameters)) {
		fields = append(fields, percent.Replace(url.QueryEscape(name))+"="+percent.Replace(url.QueryEscape(o.parameters[name])))
	}
	query := strings.Join(fields, "&")
	mac := hmac.New(sha1.New, []byte(o.secret+"&"))
	_, _ = mac.Write([]byte(o.method + "&%2F&" + percent.Replace(url.QueryEscape(query))))
	query += "&Signature=" + url.QueryEscape(base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	r := httptest.NewRequest(o.method, "http://cr.example/?"+query, http.NoBody)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

func TestOlderSchemeIsAnswered(t *testing.T) {
	v := serve(t, Options{})
	id := instances[prod].id
	w := v.do(v.older("ListRepoSyncTask", "InstanceId="+id, "RepoName=frontend", "PageSize=100").request())
	require.Equal(t, http.StatusOK, w.Code, w.Body.String())
	page := decode[gotPage](t, w.Body.Bytes())
	require.NotEmpty(t, page.SyncTasks)
	same := decode[gotPage](t, v.ask("ListRepoSyncTask", "InstanceId="+id, "RepoName=frontend", "PageSize=100"))
	assert.Equal(t, same, page)
	assert.Equal(t, 2, v.Stats().Calls["ListRepoSyncTask"])

	get := v.older("ListArtifactSubscriptionTask", "InstanceId="+id)
	get.method = http.MethodGet
	assert.Equal(t, http.StatusOK, v.do(get.request()).Code)
	odd := v.older("ListRepoSyncTask", "InstanceId="+id, "RepoName=a b*~/é+%")
	assert.Equal(t, http.StatusOK, v.do(odd.request()).Code)
}

func TestRefusalsOfTheOlderScheme(t *testing.T) {
	set := func(name, value string) func(*older) { return func(o *older) { o.parameters[name] = value } }
	cases := map[string]struct {
		change func(*older)
		status int
		code   string
	}{
		"wrong secret":            {func(o *older) { o.secret = "another" }, 400, "SignatureDoesNotMatch"},
		"unknown key":             {set("AccessKeyId", "LTAI-another"), 404, "InvalidAccessKeyId.NotFound"},
		"no key":                  {set("AccessKeyId", ""), 400, "MissingAccessKeyId"},
		"no nonce":                {set("SignatureNonce", ""), 400, "MissingSignatureNonce"},
		"nonce too long":          {set("SignatureNonce", strings.Repeat("n", maxNonce+1)), 400, "InvalidSignatureNonce"},
		"no time":                 {set("Timestamp", ""), 400, "MissingTimestamp"},
		"time that is none":       {set("Timestamp", "now"), 400, "InvalidTimeStamp.Format"},
		"time long ago":           {set("Timestamp", noon.Add(-16*time.Minute).Format(dateFormat)), 400, "InvalidTimeStamp.Expired"},
		"time ahead":              {set("Timestamp", noon.Add(16*time.Minute).Format(dateFormat)), 400, "InvalidTimeStamp.Expired"},
		"method that is not ours": {set("SignatureMethod", "HMAC-MD5"), 400, "InvalidSignatureMethod"},
		"scheme that is not ours": {set("SignatureVersion", "2.0"), 400, "InvalidSignatureVersion"},
		"form that is not ours":   {set("Format", "YAML"), 400, "InvalidFormat"},
		"unknown action":          {set("Action", "DeleteEverything"), 404, "InvalidAction.NotFound"},
		"other version":           {set("Version", "2016-06-07"), 400, "InvalidVersion"},
		"POST where only GET goes": {
			set("Action", "ListArtifactSubscriptionTask"), 400, "UnsupportedHTTPMethod",
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			v := serve(t, Options{Scenario: "quiet"})
			o := v.older("ListRepoSyncTask", "InstanceId="+instances[prod].id)
			c.change(o)
			w := v.do(o.request())
			assert.Equal(t, c.status, w.Code)
			assert.Equal(t, c.code, decode[map[string]any](t, w.Body.Bytes())["Code"])
			assert.Equal(t, 1, v.Stats().Refused[c.code])
			assert.NotContains(t, w.Body.String(), AccessKeySecret)
		})
	}
}

func TestOlderRequestsAreTamperedOrReplayedInVain(t *testing.T) {
	v := serve(t, Options{Scenario: "quiet"})
	code := func(r *http.Request) any { return decode[map[string]any](t, v.do(r).Body.Bytes())["Code"] }
	r := v.older("ListInstance", "PageNo=1").request()
	assert.Equal(t, "success", code(r))
	assert.Equal(t, "SignatureNonceUsed", code(r))

	r = v.older("ListInstance", "PageNo=1").request()
	r.URL.RawQuery = strings.Replace(r.URL.RawQuery, "PageNo=1", "PageNo=2", 1)
	assert.Equal(t, "SignatureDoesNotMatch", code(r))
	r = v.older("ListInstance").request()
	r.Method = http.MethodGet
	assert.Equal(t, "SignatureDoesNotMatch", code(r))
	r = v.older("ListInstance").request()
	r.URL.RawQuery += "&PageNo=1"
	assert.Equal(t, "SignatureDoesNotMatch", code(r))
	r = v.older("ListInstance").request()
	r.Header.Set("Authorization", algorithm+" Credential="+AccessKeyID+",SignedHeaders=host,Signature=00")
	assert.NotEqual(t, "success", code(r), "one scheme at a time")
}

func TestXMLUnlessJSONIsAskedFor(t *testing.T) {
	for _, format := range []string{"", "XML", "xml"} {
		v := serve(t, Options{Scenario: "quiet"})
		o := v.older("ListRepoSyncTask", "InstanceId="+instances[prod].id, "Format="+format)
		o.secret = "another"
		w := v.do(o.request())
		assert.Equal(t, "text/xml;charset=utf-8", w.Header().Get("Content-Type"))
		var e struct {
			XMLName   xml.Name `xml:"Error"`
			Code      string
			Message   string
			RequestID string `xml:"RequestId"`
			HostID    string `xml:"HostId"`
		}
		require.NoError(t, xml.Unmarshal(w.Body.Bytes(), &e))
		assert.Equal(t, "SignatureDoesNotMatch", e.Code)
		assert.Equal(t, "cr.example", e.HostID)
		assert.NotEmpty(t, e.Message)
		assert.NotEmpty(t, e.RequestID)

		w = v.do(v.older("ListInstance", "Format="+format).request())
		var page struct {
			XMLName   xml.Name `xml:"ListInstanceResponse"`
			IsSuccess bool
			Instances struct {
				Instance []struct{ InstanceName string }
			}
		}
		require.NoError(t, xml.Unmarshal(w.Body.Bytes(), &page))
		assert.True(t, page.IsSuccess)
		require.Len(t, page.Instances.Instance, len(instances))
		assert.Equal(t, "prod-shanghai", page.Instances.Instance[0].InstanceName)
	}
}

// FuzzOlder sends queries that nobody signed: none may be answered, none may bring the service down.
func FuzzOlder(f *testing.F) {
	seeds := []string{"Signature=", "AccessKeyId=a&Signature=b&Action=ListInstance", "SignatureVersion=1.0&%zz", "Signature=a&Signature=b&=;"}
	require.NotEmpty(f, seeds)
	for _, s := range seeds {
		f.Add(http.MethodGet, s)
	}
	v := serve(f, Options{Scenario: "quiet"})
	f.Fuzz(func(t *testing.T, method, query string) {
		r := httptest.NewRequest(http.MethodPost, "http://cr.example/", http.NoBody)
		r.Method, r.URL.RawQuery = method, query
		assert.GreaterOrEqual(t, v.do(r).Code, 400)
	})
}
