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
func (s *system) specs(targets []config.Target, log *slog.Logger) ([]poller.Spec, error) {
	if len(targets) == 0 {
		targets = []config.Target{{}}
	}
	keys := map[string]*keyring{}
	specs := make([]poller.Spec, 0, len(targets))
	for _, t := range targets {
		ring := keys[t.Profile]
		if ring == nil {
			var err error
			if ring, err = s.keyring(t.Profile); err != nil {
				return nil, err
			}
			keys[t.Profile] = ring
		}
		spec, err := s.spec(t, ring, log)
		if err != nil {
			return nil, err
		}
		specs = append(specs, spec)
	}
	return specs, nil
}

// keyring is one credential profile and what comes with it.
type keyring struct {
	provider api.CredentialProvider
	region   string
}

func (s *system) keyring(profile string) (*keyring, error) {
	o := api.CredentialOptions{Profile: profile, Env: s.env, Home: s.env("HOME")}
	if _, err := api.FindCredentials(o); err != nil {
		return nil, noCredentials(profile, err)
	}
	region := s.env("ALIBABA_CLOUD_REGION_ID")
	if region == "" {
		region = api.ProfileRegion(o)
	}
	return &keyring{api.NewCredentialProvider(o), region}, nil
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

func (s *system) spec(t config.Target, ring *keyring, log *slog.Logger) (poller.Spec, error) {
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
	client, err := api.NewClient(api.Options{Region: region, Endpoint: t.Endpoint, Credentials: ring.provider, Log: log})
	if err != nil {
		return poller.Spec{}, &usageError{err: err}
	}
	return poller.Spec{
		Name: t.Name, Region: region, Instance: t.Instance, API: client,
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
