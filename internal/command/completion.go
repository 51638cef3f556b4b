package command

import (
	"fmt"

	"github.com/spf13/cobra"

	"acrwatch/api"
)

var shells = []string{"bash", "zsh", "fish"}

// completionCommand prints what a shell must read to complete our words.
func completionCommand(s *system) *cobra.Command {
	return &cobra.Command{
		Use:   "completion SHELL",
		Short: "print the completion for bash, zsh or fish",
		Long: "completion prints what a shell must read to complete commands, flags and their values: regions, profiles,\n" +
			"themes, the fields and words of --filter, and the instances and tasks that were seen last.",
		Example: "  source <(acrwatch completion bash)                     in ~/.bashrc, with bash-completion installed\n" +
			"  source <(acrwatch completion zsh)                      in ~/.zshrc, behind compinit\n" +
			"  acrwatch completion fish | source                      in ~/.config/fish/config.fish",
		ValidArgs: shells,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return &usageError{fmt.Errorf("completion takes one shell, not %d", len(args)), "hint: acrwatch completion bash, zsh or fish"}
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			switch args[0] {
			case "bash":
				return quietly(c.Root().GenBashCompletionV2(s.out, true))
			case "zsh":
				return quietly(c.Root().GenZshCompletion(s.out))
			case "fish":
				return quietly(c.Root().GenFishCompletion(s.out, true))
			}
			return &usageError{fmt.Errorf("shell %q is not known", api.CleanID(args[0])), "hint: acrwatch completion bash, zsh or fish"}
		},
	}
}
