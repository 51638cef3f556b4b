package command

import (
	"fmt"

	"github.com/spf13/cobra"
)

func unknownWord(word string) error { return fmt.Errorf("unknown command %q", word) }

// dashboardCommand is acrwatch without a command: the dashboard on real targets.
func dashboardCommand(s *system) *cobra.Command {
	c := &cobra.Command{
		Use:   "acrwatch [ID ...]",
		Short: "watch Alibaba Cloud Container Registry tasks live",
		Long: "acrwatch shows the image sync and artifact subscription tasks of Alibaba Cloud Container Registry\n" +
			"(Enterprise Edition) live. It only reads. With ids of tasks it watches those alone.",
		Example: "  acrwatch demo                        try it without an account\n" +
			"  acrwatch                             the targets of config.toml, or the profile's region\n" +
			"  acrwatch --region cn-hangzhou        every running instance of a region\n" +
			"  acrwatch rst-zxjkiv5oil6f            one task, without reading the lists\n" +
			"  acrwatch --region cn-hangzhou --instance cri-sgedpenzw80e --profile prod",
		Args:    taskIDs,
		Version: version(),
		RunE: func(c *cobra.Command, args []string) error {
			selection, err := selected(c, args)
			if err != nil {
				return err
			}
			return s.equip(c, func(e equipment) error {
				w := watch{system: s, equipment: e, selection: selection, remembers: true}
				return w.run(c.Context())
			})
		},
	}
	c.SetVersionTemplate("acrwatch {{.Version}}\n")
	addSelectionFlags(c.Flags())
	addTargetFlags(c.Flags())
	addScreenFlags(c.Flags())
	addRecordFlags(c.Flags())
	c.Flags().SortFlags = false
	return c
}
