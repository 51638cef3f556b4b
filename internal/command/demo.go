package command

import (
	"context"

	"github.com/spf13/cobra"

	"acrwatch/api"
	"acrwatch/internal/simulator"
	"acrwatch/poller"
)

// demoCommand is the dashboard on the simulator: the same client, the same poller, over HTTP.
func demoCommand(s *system) *cobra.Command {
	var o simulator.Options
	c := &cobra.Command{
		Use:   "demo",
		Short: "the dashboard on a simulated registry, no account needed",
		Example: "  acrwatch demo\n" +
			"  acrwatch demo --scenario huge --tasks 10000\n" +
			"  acrwatch demo --speed 20 | cat       a line per change, until the first wave is over",
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return s.demo(c, o) },
	}
	addScenarioFlags(c.Flags(), &o)
	addFilterFlag(c.Flags())
	addScreenFlags(c.Flags())
	addRecordFlags(c.Flags())
	c.Flags().SortFlags = false
	return c
}

func (s *system) demo(c *cobra.Command, o simulator.Options) error {
	settings, input, err := s.settings(c, true)
	if err != nil {
		return err
	}
	selection, err := selected(c, nil)
	if err != nil {
		return err
	}
	asLines := terminalFile(s.out, s.environ) == nil
	if asLines {
		o.Waves = 1 // what is read by a program must end
	}
	sim, err := newSimulator(o)
	if err != nil {
		return err
	}
	log, file, err := openLog(settings.LogFile)
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // a log
	ctx, stop := context.WithCancelCause(c.Context())
	defer stop(nil)
	server, err := serve("127.0.0.1:0", sim, log, stop)
	if err != nil {
		return err
	}
	defer server.close()
	client, err := api.NewClient(api.Options{Region: sim.Region(), Endpoint: server.url, Credentials: simulatorKey(), Log: log})
	if err != nil {
		return err
	}
	specs := []poller.Spec{{Region: sim.Region(), API: client, Endpoint: client.Endpoint()}}
	d := dashboard{system: s, equipment: equipment{settings, &input, specs, log}, title: "demo", settles: asLines, selection: selection}
	return d.run(ctx)
}

// simulatorKey is the key that the simulator takes; the user's own never go to it.
func simulatorKey() api.CredentialProvider {
	return api.StaticCredentials(api.Credentials{
		ID: simulator.AccessKeyID, Secret: api.NewSecret(simulator.AccessKeySecret), Source: "simulator",
	})
}
