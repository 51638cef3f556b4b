package api

import (
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/aliyun/credentials-go/credentials/providers"
)

// findCLI looks at the aliyun CLI's profile.
func findCLI(o CredentialOptions) (*source, string) {
	if o.Profile == "" && strings.EqualFold(o.env("ALIBABA_CLOUD_CLI_PROFILE_DISABLED"), "true") {
		return nil, say("aliyun CLI profiles are disabled by ALIBABA_CLOUD_CLI_PROFILE_DISABLED")
	}
	file, err := readCLIFile(o.cliFile())
	if err != nil {
		return nil, err.Error()
	}
	file.saved = o.saved
	p, err := file.profile(o.profileName(file.Current))
	if err != nil {
		return nil, err.Error()
	}
	s, err := file.source(p, nil)
	if err != nil {
		return nil, say("profile %s in %s %v", CleanID(p.Name), file.shown, err)
	}
	s.name = say("profile %s in %s", CleanID(p.Name), file.shown)
	s.path, s.shown = file.path, file.shown
	return s, ""
}

// source is what a profile stands for. Its errors continue a sentence that begins with the profile's name. above
// holds the profiles that lead here: a circle of them would never end.
func (f *cliFile) source(p *cliProfile, above []string) (*source, error) {
	if slices.Contains(above, p.Name) {
		return nil, sayError("refers to itself through source_profile")
	}
	login := say("run aliyun configure --mode %s --profile %s", CleanID(p.Mode), CleanID(p.Name))
	switch p.Mode {
	case "AK", "":
		if err := need("access_key_id", p.ID, "access_key_secret", p.Secret); err != nil {
			return nil, err
		}
		return keySource("", p.ID, p.Secret, "", login), nil
	case "StsToken":
		if err := need("access_key_id", p.ID, "access_key_secret", p.Secret, "sts_token", p.Token); err != nil {
			return nil, err
		}
		s := keySource("", p.ID, p.Secret, p.Token, login)
		if p.STSExpire > 0 {
			s.expiry = time.Unix(p.STSExpire, 0)
		}
		return s, nil
	case "RamRoleArn":
		if err := need("access_key_id", p.ID, "access_key_secret", p.Secret); err != nil {
			return nil, err
		}
		return p.role(keySource("", p.ID, p.Secret, "", login))
	case "ChainableRamRoleArn":
		return f.chained(p, append(above, p.Name))
	case "EcsRamRole":
		return ecsSource("", p.RoleName), nil
	case "OIDC":
		return p.oidc()
	case "CloudSSO":
		return p.cloudSSO(login)
	case "OAuth":
		return f.oauth(p, login)
	case "External":
		return p.external()
	}
	return nil, sayError("has the mode %s, which is not supported", CleanID(p.Mode))
}

// need takes names and values in turn and complains about the first that is empty.
func need(pairs ...string) error {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			return sayError("has no %s", pairs[i])
		}
	}
	return nil
}

func (f *cliFile) chained(p *cliProfile, above []string) (*source, error) {
	below, err := f.profile(p.SourceProfile)
	if err != nil {
		return nil, sayError("has a source_profile that does not exist")
	}
	s, err := f.source(below, above)
	if err != nil {
		return nil, sayError("has the source_profile %s, which %v", CleanID(below.Name), err)
	}
	return p.role(s)
}

// role assumes the profile's RAM role with the keys of base.
func (p *cliProfile) role(base *source) (*source, error) {
	if err := p.roleFields(); err != nil {
		return nil, err
	}
	return &source{
		print: fingerprint(base.print, p.RoleARN, p.RoleSession, p.Policy, p.ExternalID, p.STSRegion, fmt.Sprint(p.Seconds, p.VPC)),
		build: func() (providers.CredentialsProvider, error) {
			keys, err := base.build()
			if err != nil {
				return nil, err
			}
			return providers.NewRAMRoleARNCredentialsProviderBuilder().
				WithCredentialsProvider(keys).WithRoleArn(p.RoleARN).WithRoleSessionName(p.RoleSession).
				WithDurationSeconds(p.Seconds).WithStsRegionId(p.STSRegion).WithEnableVpc(p.VPC).
				WithPolicy(p.Policy).WithExternalId(p.ExternalID).
				Build()
		},
		renew: say("check that the role exists and may be assumed"),
		files: base.files,
		keep:  base.keep,
	}, nil
}

// shortestRole is the shortest life of a role's keys that the library accepts, in seconds.
const shortestRole = 900

func (p *cliProfile) roleFields() error {
	if p.Seconds != 0 && p.Seconds < shortestRole {
		return sayError("has expired_seconds below %d", shortestRole)
	}
	return need("ram_role_arn", p.RoleARN)
}

func (p *cliProfile) oidc() (*source, error) {
	if err := p.roleFields(); err != nil {
		return nil, err
	}
	if err := need("oidc_provider_arn", p.OIDCProviderARN, "oidc_token_file", p.OIDCTokenFile+p.OIDCToken); err != nil {
		return nil, err
	}
	return &source{
		print: fingerprint(p.RoleARN, p.OIDCProviderARN, p.OIDCTokenFile, p.OIDCToken, p.RoleSession, p.Policy, p.STSRegion, fmt.Sprint(p.Seconds, p.VPC)),
		build: func() (providers.CredentialsProvider, error) {
			return providers.NewOIDCCredentialsProviderBuilder().
				WithOIDCToken(p.OIDCToken).WithOIDCTokenFilePath(p.OIDCTokenFile).WithOIDCProviderARN(p.OIDCProviderARN).
				WithRoleArn(p.RoleARN).WithRoleSessionName(p.RoleSession).WithDurationSeconds(p.Seconds).
				WithStsRegionId(p.STSRegion).WithEnableVpc(p.VPC).WithPolicy(p.Policy).
				Build()
		},
		renew: say("renew the OIDC token"),
		files: []string{p.OIDCTokenFile},
	}, nil
}

func (p *cliProfile) cloudSSO(login string) (*source, error) {
	if err := need("cloud_sso_sign_in_url", p.SignInURL, "cloud_sso_account_id", p.AccountID, "cloud_sso_access_config", p.AccessConfig); err != nil {
		return nil, err
	}
	if !carriesTokens(p.SignInURL) {
		return nil, sayError("has a cloud_sso_sign_in_url that is not an https URL")
	}
	return &source{
		print: fingerprint(p.SignInURL, p.AccountID, p.AccessConfig, p.AccessToken, fmt.Sprint(p.AccessExpire)),
		build: func() (providers.CredentialsProvider, error) {
			return providers.NewCloudSSOCredentialsProviderBuilder().
				WithSignInUrl(p.SignInURL).WithAccountId(p.AccountID).WithAccessConfig(p.AccessConfig).
				WithAccessToken(p.AccessToken).WithAccessTokenExpire(p.AccessExpire).
				Build()
		},
		renew: login,
	}, nil
}

// carriesTokens says that a token may be sent to the address: nobody on the way can read it.
func carriesTokens(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Scheme == "https" || u.Scheme == "http" && (u.Hostname() == "localhost" || ip != nil && ip.IsLoopback())
}

// external runs the profile's command, without the library's habit of storing the keys in the CLI's file.
func (p *cliProfile) external() (*source, error) {
	if err := need("process_command", p.Command); err != nil {
		return nil, err
	}
	return &source{
		print: fingerprint("external", p.Command),
		build: func() (providers.CredentialsProvider, error) {
			return providers.NewExternalCredentialsProviderBuilder().WithProcessCommand(p.Command).
				WithExternalOptions(&providers.ExternalOptions{Timeout: int(fetchLimit.Milliseconds())}).Build()
		},
		renew: say("run the profile's process_command by hand: it must print the keys as JSON"),
	}, nil
}
