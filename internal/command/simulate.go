package command

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"acrwatch/internal/simulator"
)

// simulateCommand serves the simulator to other programs of this machine.
func simulateCommand(s *system) *cobra.Command {
	var o simulator.Options
	var listen, logFile string
	c := &cobra.Command{
		Use:   "simulate",
		Short: "the simulated registry as a server on this machine",
		Example: "  acrwatch simulate\n" +
			"  acrwatch simulate --listen 127.0.0.1:8080 --speed 10",
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return s.simulate(c.Context(), o, listen, logFile) },
	}
	c.Flags().StringVar(&listen, "listen", "127.0.0.1:0", "`address` to answer at; port 0 takes a free one")
	addScenarioFlags(c.Flags(), &o)
	c.Flags().StringVar(&logFile, "log-file", "", "log to this `file`")
	c.Flags().SortFlags = false
	return c
}

func (s *system) simulate(ctx context.Context, o simulator.Options, listen, logFile string) error {
	sim, err := newSimulator(o)
	if err != nil {
		return err
	}
	log, file, err := openLog(logFile)
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // a log
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	server, err := serve(listen, sim, log, stop)
	if err != nil {
		return err
	}
	defer server.close()
	if _, err := fmt.Fprintf(s.out, howToUse, server.url, simulator.AccessKeyID, simulator.AccessKeySecret, sim.Region(), server.url); err != nil {
		return fmt.Errorf("write how to use it: %w", err)
	}
	<-ctx.Done()
	var signal *interrupted
	if cause := context.Cause(ctx); !errors.As(cause, &signal) {
		return cause
	}
	return nil // a signal is how it is meant to end
}

// howToUse can be pasted into a shell: the first line is a comment, the others are commands.
const howToUse = `# the simulator answers at %s until it is interrupted; in another shell:
export ALIBABA_CLOUD_ACCESS_KEY_ID=%s
export ALIBABA_CLOUD_ACCESS_KEY_SECRET=%s
acrwatch --region %s --endpoint %s
`
