package command

import (
	"strings"

	"github.com/spf13/pflag"

	"acrwatch/internal/simulator"
)

// addScenarioFlags adds what the simulator can be told.
func addScenarioFlags(flags *pflag.FlagSet, o *simulator.Options) {
	var names []string
	for _, s := range simulator.Scenarios() {
		names = append(names, s.Name)
	}
	flags.StringVar(&o.Scenario, "scenario", names[0], "`name` of what happens: "+strings.Join(names, ", "))
	flags.Int64Var(&o.Seed, "seed", 1, "a `number`: the same one makes the same tasks")
	flags.Float64Var(&o.Speed, "speed", 1, "how many `times` as fast as the clock")
	flags.IntVar(&o.Tasks, "tasks", 0, "how `many` tasks the scenario huge has (default 10000)")
}

// newSimulator takes its complaints for what they are: mistakes in the flags.
func newSimulator(o simulator.Options) (*simulator.Simulator, error) {
	sim, err := simulator.New(o)
	if err != nil {
		return nil, &usageError{err: err}
	}
	return sim, nil
}
