package command

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"acrwatch/api"
	"acrwatch/internal/columns"
	"acrwatch/internal/lastlook"
	"acrwatch/internal/query"
	"acrwatch/internal/simulator"
	"acrwatch/internal/tongue"
	"acrwatch/ui"
)

// completer gives the ways in which a value can go on.
type completer = func(c *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective)

// completing says that a shell asks for completions, with one of the hidden commands that its script knows.
func completing(args []string) bool {
	return len(args) > 0 && (args[0] == cobra.ShellCompRequestCmd || args[0] == cobra.ShellCompNoDescRequestCmd)
}

// completes teaches every command of the tree to complete. It goes by the names of flags and by what a command's usage
// says that it takes, so that a new command needs nothing of its own.
func (s *system) completes(c *cobra.Command) {
	if c.ValidArgsFunction == nil && len(c.ValidArgs) == 0 {
		c.ValidArgsFunction = s.arguments(c.Use)
	}
	c.Flags().VisitAll(func(f *pflag.Flag) {
		if _, known := c.GetFlagCompletionFunc(f.Name); !known {
			_ = c.RegisterFlagCompletionFunc(f.Name, s.flagValues(f)) // fails for what is there already, and this is not
		}
		f.Usage = strings.ReplaceAll(f.Usage, "`", "") // a mark for the help, which is not asked for now
	})
	for _, below := range c.Commands() {
		s.completes(below)
	}
}

// arguments is what stands behind a command: ids, recordings, folders or nothing.
func (s *system) arguments(usage string) completer {
	switch {
	case strings.Contains(usage, "[ID"):
		return s.seenTasks
	case strings.Contains(usage, "FILE"):
		return recordings
	case strings.Contains(usage, "DIR"):
		return folders
	}
	return cobra.NoFileCompletions
}

func recordings(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return []string{"ndjson", "zst"}, cobra.ShellCompDirectiveFilterFileExt
}

func anything(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveDefault
}

func folders(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveFilterDirs
}

// flagValues is what can stand behind a flag.
func (s *system) flagValues(f *pflag.Flag) completer {
	switch f.Name {
	case "filter":
		return filterTerms
	case "region":
		return listOf(func() []string { return regions })
	case "instance":
		return listOf(func() []string { return described(s.lastLook().Instances) })
	case "profile":
		return listOf(func() []string { return api.Profiles(s.credentials("", nil)) })
	case "columns":
		return columnNames
	case "sort":
		return oneOf(columns.Known...)
	case "endpoint":
		return oneOf("public", "vpc")
	case "theme":
		return oneOf(ui.Themes()...)
	case "lang":
		return oneOf(tongue.Names()...)
	case "color":
		return oneOf("auto", "always", "never")
	case "scenario":
		return scenarios
	case "output":
		return oneOf(formatsIn(f.Usage)...)
	}
	if kind, _ := pflag.UnquoteUsage(f); strings.EqualFold(kind, "file") {
		return anything
	}
	return cobra.NoFileCompletions
}

func oneOf(words ...string) completer {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return words, cobra.ShellCompDirectiveNoFileComp
	}
}

// listOf completes the last word of a list with commas, without those that are in it already.
func listOf(words func() []string) completer {
	return func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		before := typed[:strings.LastIndex(typed, ",")+1]
		var out []string
		for _, w := range words() {
			word, _, _ := strings.Cut(w, "\t")
			if !slices.Contains(strings.Split(before, ","), word) {
				out = append(out, before+w)
			}
		}
		return out, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
	}
}

// columnNames are those of the table, or of csv where that is asked for.
func columnNames(c *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	output, _ := c.Flags().GetString("output")
	return listOf(func() []string { return columnsOf(output) })(c, args, typed)
}

// formatsIn are the formats that a flag's help names.
func formatsIn(usage string) []string {
	known := []string{"text", "table", "json", "ndjson", "csv", "toml", "plain", "md", "html"}
	words := strings.FieldsFunc(usage, func(r rune) bool { return r < 'a' || r > 'z' })
	return slices.DeleteFunc(known, func(format string) bool { return !slices.Contains(words, format) })
}

func scenarios(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	var out []string
	for _, s := range simulator.Scenarios() {
		out = append(out, s.Name+"\t"+s.Text)
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}

// described are ids with what they stand for, as a shell shows them.
func described(seen []lastlook.Seen) []string {
	var out []string
	for _, each := range seen {
		out = append(out, each.ID+"\t"+each.Text)
	}
	return out
}

// seenTasks are the tasks that were seen last, in the order of interest, without those that are given already.
func (s *system) seenTasks(_ *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	seen := slices.DeleteFunc(s.lastLook().Tasks, func(each lastlook.Seen) bool {
		return !strings.HasPrefix(each.ID, typed) || slices.Contains(args, each.ID)
	})
	return described(seen), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
}

// filterTerms goes on with the filter language: its fields, and the words of those that know theirs.
func filterTerms(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	var out []string
	runes := []rune(typed)
	for _, way := range query.Complete(typed, utf8.RuneCountInString(typed)) {
		out = append(out, string(runes[:way.Offset])+way.Text+"\t"+string(way.Help))
	}
	return out, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}

// regions are offered, and others are taken too: the service opens new ones.
var regions = []string{
	"cn-hangzhou", "cn-shanghai", "cn-beijing", "cn-shenzhen", "cn-zhangjiakou", "cn-qingdao", "cn-huhehaote",
	"cn-wulanchabu", "cn-heyuan", "cn-guangzhou", "cn-chengdu", "cn-nanjing", "cn-fuzhou", "cn-hongkong",
	"ap-southeast-1", "ap-southeast-3", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7", "ap-northeast-1",
	"ap-northeast-2", "us-west-1", "us-east-1", "eu-central-1", "eu-west-1", "me-east-1", "me-central-1",
}
