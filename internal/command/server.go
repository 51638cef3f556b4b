package command

import (
	"context"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// server is the simulator on a loopback port.
type server struct {
	url  string
	http *http.Server
}

// serve listens and answers until close. failed learns, once, of an end that nobody asked for.
func serve(listen string, handler http.Handler, log *slog.Logger, failed func(error)) (*server, error) {
	if err := checkLoopback(listen); err != nil {
		return nil, err
	}
	var lc net.ListenConfig
	listener, err := lc.Listen(context.Background(), "tcp", listen)
	if err != nil {
		return nil, &usageError{fmt.Errorf("--listen: %s: %w", listen, cause(err)), "hint: --listen 127.0.0.1:0 takes a free port"}
	}
	s := &server{url: "http://" + listener.Addr().String(), http: &http.Server{
		Handler:           guarded(handler, failed),
		ReadHeaderTimeout: 10 * time.Second,
		ErrorLog:          quietLog(log),
	}}
	go func() {
		err := guard(func() error { return s.http.Serve(listener) })
		if !errors.Is(err, http.ErrServerClosed) {
			failed(fmt.Errorf("the simulator ended: %w", err))
		}
	}()
	return s, nil
}

func (s *server) close() { _ = s.http.Close() }

// guarded makes a panic of the simulator the end of the command: the server would only drop the connection, and the
// dashboard would show a fault of the network.
func guarded(handler http.Handler, failed func(error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		err := guard(func() error {
			handler.ServeHTTP(w, r)
			return nil
		})
		if err != nil {
			failed(err)
			panic(http.ErrAbortHandler)
		}
	})
}

// quietLog keeps the server's words about lost connections off the terminal.
func quietLog(to *slog.Logger) *log.Logger { return slog.NewLogLogger(to.Handler(), slog.LevelDebug) }

// checkLoopback refuses to serve the network: the key of the simulator is known to everybody.
func checkLoopback(listen string) error {
	host, _, err := net.SplitHostPort(listen)
	if err != nil {
		return &usageError{fmt.Errorf("--listen: %s: not an address with a port", listen), "hint: give one such as 127.0.0.1:0"}
	}
	if ip := net.ParseIP(host); host == "localhost" || ip != nil && ip.IsLoopback() {
		return nil
	}
	return &usageError{
		fmt.Errorf("--listen: %s: not an address of this machine alone, and the simulator is for nobody else", listen),
		"hint: give one such as 127.0.0.1:0",
	}
}
