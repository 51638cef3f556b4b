package api

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"time"
)

// callTimeout bounds one call with everything it waits for: keys, a free connection, and a second attempt.
const callTimeout = 20 * time.Second

// Options say where a client asks and as whom.
type Options struct {
	Region      string
	Endpoint    string             // "public" (or empty), "vpc", or a full URL
	Credentials CredentialProvider // required
	Transport   http.RoundTripper  // nil: a connection pool of the client's own; see NewTransport
	Log         *slog.Logger       // nil: none; one line per call, at debug level
	UserAgent   string             // empty: "acrwatch"

	// AllowPlainHTTP lets signed requests go over plain http to other machines.
	AllowPlainHTTP bool
}

// Client calls the service. It is safe for use by many goroutines. Each call takes 20 s at most and is made once. Two
// refusals alone are answered by one more attempt: of the nonce, where an operation exists as GET alone, because that
// is net/http having sent the request twice; and of the date, once the service's clock is known.
type Client struct {
	region      string
	endpoint    *url.URL
	credentials CredentialProvider
	transport   http.RoundTripper
	log         *slog.Logger
	userAgent   string
	clock       clock
}

// NewClient checks o and opens nothing. Its errors are one line and name the setting.
func NewClient(o Options) (*Client, error) {
	endpoint, err := ParseEndpoint(o.Endpoint, o.Region, o.AllowPlainHTTP)
	if err != nil {
		return nil, err
	}
	if o.Credentials == nil {
		return nil, errors.New("no credential provider")
	}
	c := &Client{region: o.Region, endpoint: endpoint, credentials: o.Credentials, transport: o.Transport, log: o.Log, userAgent: o.UserAgent}
	if c.transport == nil {
		c.transport = NewTransport()
	}
	if c.log == nil {
		c.log = slog.New(slog.DiscardHandler)
	}
	if c.userAgent == "" {
		c.userAgent = "acrwatch"
	}
	return c, nil
}

// Endpoint is the URL that is asked.
func (c *Client) Endpoint() string { return c.endpoint.Scheme + "://" + c.endpoint.Host }

// CloseIdleConnections closes the connections that no call is using.
func (c *Client) CloseIdleConnections() {
	if t, ok := c.transport.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
}

// query is the parameters of a request: its fields under the names in their tags, without the empty ones.
func query(request any) []param {
	v := reflect.ValueOf(request)
	all := make([]param, 0, v.NumField())
	for i := range v.NumField() {
		name := v.Type().Field(i).Tag.Get("acr")
		switch f := v.Field(i); {
		case f.IsZero():
		case f.Kind() == reflect.String:
			all = append(all, param{name, f.String()})
		case f.Kind() == reflect.Int:
			all = append(all, param{name, strconv.FormatInt(f.Int(), 10)})
		}
	}
	return all
}

// fetch makes one call and reads its answer with decode, which is false when the answer lacks what the operation
// returns.
func fetch[T any](ctx context.Context, c *Client, op operation, query []param, decode func(*decoder, value) (T, bool)) (T, error) {
	var none T
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	call := &call{client: c, op: op, query: query, region: c.region}
	v, err := call.do(ctx)
	if err != nil {
		return none, err
	}
	out, ok := decode(newDecoder(), v)
	if !ok {
		return none, call.failure(ClassBadAnswer, "the answer is not what %s returns", op.name)
	}
	return out, nil
}

func newNonce() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails: without randomness the program ends
	return hex.EncodeToString(b[:])
}
