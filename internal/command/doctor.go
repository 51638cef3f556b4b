package command

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"acrwatch/api"
	"acrwatch/internal/config"
	"acrwatch/internal/doctor"
)

// doctorWithin bounds all checks together.
const doctorWithin = 20 * time.Second

const asText, asJSON = "text", "json"

// doctorCommand looks at everything that the dashboard needs.
func doctorCommand(s *system) *cobra.Command {
	var policy bool
	var output string
	c := &cobra.Command{
		Use:   "doctor",
		Short: "check settings, keys, network, clock, permissions and terminal",
		Long: "doctor looks at everything that the dashboard needs, and says of what is missing how to mend it. It takes the\n" +
			"flags of the dashboard: put doctor in front of those that fail. It only reads: each operation is called once\n" +
			"or twice. Nothing secret is in what it prints, so that it can be pasted into a ticket.\n\n" +
			"Exit codes: 0 all is well, or there are warnings alone; 1 a check failed; 2 wrong use.",
		Example: "  acrwatch doctor\n" +
			"  acrwatch doctor --region cn-hangzhou --instance cri-sgedpenzw80e --profile prod\n" +
			"  acrwatch doctor --policy --region cn-hangzhou --instance cri-sgedpenzw80e",
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			if output != asText && output != asJSON {
				return &usageError{err: fmt.Errorf("--output: %s: not one of text, json; give one of them", api.CleanID(output))}
			}
			if policy {
				return s.policy(c)
			}
			return s.doctor(c, output)
		},
	}
	c.Flags().BoolVar(&policy, "policy", false, "print the RAM policy that suffices for the targets, and nothing else")
	c.Flags().StringVarP(&output, "output", "o", asText, "`form` of the report: text or json")
	addTargetFlags(c.Flags())
	addScreenFlags(c.Flags())
	c.Flags().SortFlags = false
	return c
}

// policy prints what RAM must allow. It looks at no credentials, for whoever asks may have none yet.
func (s *system) policy(c *cobra.Command) error {
	settings, _, err := s.settings(c, false)
	if err != nil {
		return err
	}
	var places []doctor.Place
	for _, t := range settings.Targets {
		p := doctor.Place{Region: t.Region, Instance: t.Instance}
		if p.Region == "" {
			p.Region, _ = s.homeRegion(s.credentials(t.Profile, nil))
		}
		if p.Instance == "" {
			p.Instance = "*"
		}
		places = append(places, p)
	}
	if !slices.ContainsFunc(places, func(p doctor.Place) bool { return p.Instance != "*" }) {
		places = nil
	}
	return quietly(doctor.WritePolicy(s.out, places))
}

// quietly takes it for a good end that nobody reads any more.
func quietly(err error) error {
	if errors.Is(err, syscall.EPIPE) {
		return errEnded
	}
	return err
}

func (s *system) doctor(c *cobra.Command, output string) error {
	settings, input, mistakes := s.read(c, false)
	ctx, stop := context.WithTimeout(c.Context(), doctorWithin)
	defer stop()
	r := doctor.Report{Program: "acrwatch " + version(), At: time.Now().Truncate(time.Second)}
	done := s.busy()
	r.Groups = append([]doctor.Group{s.checkSettings(settings, input, mistakes)}, s.checkTargets(ctx, settings)...)
	done()
	r.Groups = append(r.Groups, s.checkTerminal(ctx, settings.Color))
	if err := s.report(&r, output, settings); err != nil {
		return quietly(err)
	}
	switch {
	case c.Context().Err() != nil:
		return context.Cause(c.Context())
	case r.Count(doctor.Fail) > 0:
		return errTold
	}
	return nil
}

func (s *system) report(r *doctor.Report, output string, settings config.Config) error {
	if output == asJSON {
		return r.WriteJSON(s.out)
	}
	width, _ := s.size()
	return r.Write(s.painted(settings.Color), doctor.Look{ASCII: settings.ASCII, Width: width})
}

// busy says on a terminal that there is something to wait for, until the result comes.
func (s *system) busy() (done func()) {
	f, ok := s.err.(*os.File)
	if !ok || !term.IsTerminal(f.Fd()) || s.env("TERM") == "dumb" {
		return func() {}
	}
	_, _ = fmt.Fprint(f, "checking ...")
	return func() { _, _ = fmt.Fprint(f, "\r\x1b[K") }
}

// checkTargets looks at all targets at once, and tells of them in their order.
func (s *system) checkTargets(ctx context.Context, settings config.Config) []doctor.Group {
	targets := settings.Targets
	if len(targets) == 0 {
		targets = []config.Target{{}}
	}
	pool := api.NewTransport()
	found := make([][]doctor.Group, len(targets))
	var all sync.WaitGroup
	for i, t := range targets {
		all.Go(func() { found[i] = s.checkTarget(ctx, t, settings, pool) })
	}
	all.Wait()
	return slices.Concat(found...)
}

func (s *system) checkTarget(ctx context.Context, t config.Target, settings config.Config, pool http.RoundTripper) []doctor.Group {
	o := s.credentials(t.Profile, nil)
	ring := &keyring{provider: api.NewCredentialProvider(o)}
	ring.region, _ = s.homeRegion(o)
	one, err := spec(t, ring, api.Options{Transport: pool, AllowPlainHTTP: settings.InsecureHTTP})
	if err != nil {
		return []doctor.Group{{Title: "Target " + titleOf(t), Checks: []doctor.Check{mistake("target", err)}}}
	}
	client, ok := one.API.(*api.Client)
	if !ok {
		return nil
	}
	t.Region = one.Region
	d := doctor.Target{Title: titleOf(t), Instance: t.Instance, Client: client, Keys: ring.provider}
	return d.Check(ctx)
}

// titleOf names a target by all that tells it from another.
func titleOf(t config.Target) string {
	keys := "default credentials"
	if t.Profile != "" {
		keys = "profile " + t.Profile
	}
	parts := slices.DeleteFunc([]string{t.Name, t.Instance, t.Region, keys}, func(part string) bool { return part == "" })
	return strings.Join(parts, ", ")
}

// mistake is a failed check made of an error of ours, whose hint is the fix.
func mistake(name string, err error) doctor.Check {
	check := doctor.Check{Name: name, Result: doctor.Fail, Fact: api.Clean(err.Error())}
	var usage *usageError
	if errors.As(err, &usage) {
		check.Fix = strings.TrimPrefix(usage.hint, "hint: ")
	}
	return check
}
