package api_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
)

// behindProxy says to the test below that it runs in a process of its own: net/http reads the environment once.
const behindProxy = "ACRWATCH_TEST_BEHIND_PROXY"

func TestProxyOfTheEnvironment(t *testing.T) {
	if os.Getenv(behindProxy) != "" {
		t.Skip("the child")
	}
	tests := map[string]string{
		"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n": "the proxy answers HTTP 407 to a connection with cr.example.invalid",
		"": "the proxy on the way to cr.example.invalid cannot be reached",
	}
	for answer, want := range tests {
		t.Run(want, func(t *testing.T) {
			listener, err := net.Listen("tcp", "127.0.0.1:0")
			require.NoError(t, err)
			asked := make(chan string, 1)
			if answer == "" {
				require.NoError(t, listener.Close())
				asked <- "cr.example.invalid:443"
			} else {
				t.Cleanup(func() { _ = listener.Close() })
				go refuseOne(listener, answer, asked)
			}
			child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestChildBehindProxy$", "-test.v")
			child.Env = append(os.Environ(), behindProxy+"=1", "HTTPS_PROXY=http://user:"+testSecret+"@"+listener.Addr().String(), "NO_PROXY=")
			out, err := child.CombinedOutput()
			require.NoError(t, err, string(out))
			assert.Equal(t, "cr.example.invalid:443", <-asked)
			assert.Contains(t, string(out), want)
			assert.NotContains(t, string(out), testSecret)
		})
	}
}

// refuseOne answers one request to connect.
func refuseOne(listener net.Listener, answer string, asked chan<- string) {
	conn, err := listener.Accept()
	if err != nil {
		return
	}
	defer conn.Close() //nolint:errcheck // the test is over
	request, err := http.ReadRequest(bufio.NewReader(conn))
	if err != nil {
		asked <- err.Error()
		return
	}
	asked <- request.Host
	_, _ = io.WriteString(conn, answer)
}

func TestChildBehindProxy(t *testing.T) {
	if os.Getenv(behindProxy) == "" {
		t.Skip("runs behind a proxy only")
	}
	c, err := api.NewClient(api.Options{Endpoint: "https://cr.example.invalid", Credentials: api.StaticCredentials(testKeys)})
	require.NoError(t, err)
	_, e := getTask(t, c)
	require.NotNil(t, e)
	assert.Equal(t, api.ClassNetwork, e.Class)
	t.Logf("%v: %+v", e, e.Err)
}
