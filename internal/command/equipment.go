package command

import (
	"log/slog"

	"github.com/spf13/cobra"

	"acrwatch/internal/config"
	"acrwatch/poller"
)

// equipment is what a command needs that asks the service.
type equipment struct {
	settings config.Config
	input    *config.Input // that the settings were made of; nil where they cannot be read again
	specs    []poller.Spec
	log      *slog.Logger
}

// equip hands a command its equipment and closes the log after it.
func (s *system) equip(c *cobra.Command, run func(equipment) error) error {
	settings, input, err := s.settings(c, false)
	if err != nil {
		return err
	}
	log, file, err := openLog(settings.LogFile)
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // a log
	specs, err := s.specs(settings, log)
	if err != nil {
		return err
	}
	return run(equipment{settings, &input, specs, log})
}
