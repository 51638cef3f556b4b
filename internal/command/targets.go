package command

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"acrwatch/api"
	"acrwatch/internal/config"
	"acrwatch/poller"
)

// specs makes a client for each target, with the keys and the region that the target leaves to be found out. It asks
// nobody: the first frame does not wait for the network.
func (s *system) specs(settings config.Config, log *slog.Logger) ([]poller.Spec, error) {
	targets := settings.Targets
	if len(targets) == 0 {
		targets = []config.Target{{}}
	}
	keys := map[string]*keyring{}
	pool := api.NewTransport() // targets at one endpoint share its connections
	specs := make([]poller.Spec, 0, len(targets))
	for _, t := range targets {
		ring := keys[t.Profile]
		if ring == nil {
			var err error
			if ring, err = s.keyring(t.Profile, log); err != nil {
				return nil, err
			}
			keys[t.Profile] = ring
		}
		one, err := spec(t, ring, api.Options{Transport: pool, Log: log, AllowPlainHTTP: settings.InsecureHTTP})
		if err != nil {
			return nil, err
		}
		specs = append(specs, one)
	}
	return specs, nil
}

// keyring is one credential profile and what comes with it.
type keyring struct {
	provider api.CredentialProvider
	region   string
}

func (s *system) keyring(profile string, log *slog.Logger) (*keyring, error) {
	o := s.credentials(profile, log)
	if _, err := api.FindCredentials(o); err != nil {
		return nil, noCredentials(profile, err)
	}
	region, _ := s.homeRegion(o)
	return &keyring{api.NewCredentialProvider(o), region}, nil
}

// credentials say where to look for the keys of a profile; empty is the default one.
func (s *system) credentials(profile string, log *slog.Logger) api.CredentialOptions {
	return api.CredentialOptions{Profile: profile, Env: s.env, Home: s.env("HOME"), Log: log}
}

const regionVariable = "ALIBABA_CLOUD_REGION_ID"

// homeRegion is the region of a target that names none, and where it comes from; both are empty when nobody says.
func (s *system) homeRegion(o api.CredentialOptions) (region, from string) {
	if region = s.env(regionVariable); region != "" {
		return region, regionVariable
	}
	if region = api.ProfileRegion(o); region != "" {
		return region, "the aliyun CLI's profile"
	}
	return "", ""
}

// noCredentials is three lines when nothing is configured: what is missing, how to give it, how to go without.
func noCredentials(profile string, err error) error {
	if !errors.Is(err, api.ErrNoCredentials) {
		if profile != "" {
			err = fmt.Errorf("profile %s: %w", profile, err)
		}
		return &usageError{err, "hint: aliyun configure list shows the profiles; ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET do without one"}
	}
	return &usageError{err, "give them: run aliyun configure, or set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET\n" +
		"without an account: acrwatch demo"}
}

// spec makes the client of one target; o holds what all clients share.
func spec(t config.Target, ring *keyring, o api.Options) (poller.Spec, error) {
	region := t.Region
	if region == "" {
		region = ring.region
	}
	if region == "" {
		return poller.Spec{}, &usageError{
			fmt.Errorf("no region for %s", placeOf(t)),
			"hint: give --region cn-hangzhou, set ALIBABA_CLOUD_REGION_ID, or write region in the profile or in config.toml",
		}
	}
	o.Region, o.Endpoint, o.Credentials = region, t.Endpoint, ring.provider
	client, err := api.NewClient(o)
	if err != nil {
		return poller.Spec{}, &usageError{err: err}
	}
	return poller.Spec{
		Name: t.Name, Region: region, Instance: t.Instance, API: client, Profile: t.Profile, Endpoint: client.Endpoint(),
		Quota: strings.Join([]string{t.Profile, region, client.Endpoint()}, " "),
	}, nil
}

func placeOf(t config.Target) string {
	for _, name := range []string{t.Name, t.Instance} {
		if name != "" {
			return name
		}
	}
	if t.Profile != "" {
		return "profile " + t.Profile
	}
	return "the default credentials"
}
