package command

import (
	"fmt"
	"io"
	"log/slog"
	"os"
)

// openLog starts the log. The file is the user's alone: it names instances and images.
func openLog(path string) (*slog.Logger, io.Closer, error) {
	if path == "" {
		return slog.New(slog.DiscardHandler), io.NopCloser(nil), nil
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, nil, &usageError{fmt.Errorf("open the log: %w", err), "hint: give a file that can be written, such as --log-file acrwatch.log"}
	}
	return slog.New(slog.NewTextHandler(f, &slog.HandlerOptions{Level: slog.LevelDebug})), f, nil
}
