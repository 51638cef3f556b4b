package command

import (
	"errors"
	"fmt"
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
	flags.StringVar(&o.Scenario, "scenario", names[0], "`scenario` to play: "+strings.Join(names, ", "))
	flags.Int64Var(&o.Seed, "seed", 1, "`number` that decides all that is random")
	flags.Float64Var(&o.Speed, "speed", 1, "`times` the speed of the clock")
	flags.IntVar(&o.Tasks, "tasks", 10_000, "`count` of tasks in the scenario huge")
	flags.IntVar(&o.Active, "active", 40, "`count` of those that are active at any time")
}

// newSimulator takes its complaints for what they are: mistakes in the flags.
func newSimulator(o simulator.Options) (*simulator.Simulator, error) {
	switch { // what the simulator takes for "not said" was said here
	case o.Speed == 0:
		return nil, &usageError{err: errors.New("--speed: 0: time would stand still; give a number above 0, such as 20")}
	case o.Tasks == 0:
		return nil, &usageError{err: errors.New("--tasks: 0: nothing to show; give a number such as 10000")}
	case o.Active == 0:
		return nil, &usageError{err: errors.New("--active: 0: nothing would move; give a number such as 40, or --scenario quiet")}
	}
	sim, err := simulator.New(o)
	if err != nil {
		return nil, &usageError{err: fmt.Errorf("--%w", err)} // it begins with the name of the option, which is that of the flag
	}
	return sim, nil
}
