package api

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"

	"github.com/aliyun/credentials-go/credentials/providers"
)

func findEnvironment(o CredentialOptions) (*source, string) {
	id, secret := o.env("ALIBABA_CLOUD_ACCESS_KEY_ID"), o.env("ALIBABA_CLOUD_ACCESS_KEY_SECRET")
	switch {
	case id == "" && secret == "":
		return nil, say("ALIBABA_CLOUD_ACCESS_KEY_ID is not set")
	case id == "":
		return nil, say("ALIBABA_CLOUD_ACCESS_KEY_SECRET is set but ALIBABA_CLOUD_ACCESS_KEY_ID is not")
	case secret == "":
		return nil, say("ALIBABA_CLOUD_ACCESS_KEY_ID is set but ALIBABA_CLOUD_ACCESS_KEY_SECRET is not")
	}
	return keySource(say("environment"), id, secret, o.env("ALIBABA_CLOUD_SECURITY_TOKEN"), say("set new keys and start again")), ""
}

func findOIDC(o CredentialOptions) (*source, string) {
	role, arn := o.env("ALIBABA_CLOUD_ROLE_ARN"), o.env("ALIBABA_CLOUD_OIDC_PROVIDER_ARN")
	file, token := o.env("ALIBABA_CLOUD_OIDC_TOKEN_FILE"), o.env("ALIBABA_CLOUD_OIDC_TOKEN")
	if role == "" || arn == "" || file == "" && token == "" {
		return nil, ""
	}
	return &source{
		name:  say("OIDC token from the environment"),
		print: fingerprint(role, arn, file, token),
		build: func() (providers.CredentialsProvider, error) {
			return providers.NewOIDCCredentialsProviderBuilder().
				WithRoleArn(role).WithOIDCProviderARN(arn).WithOIDCTokenFilePath(file).WithOIDCToken(token).
				WithRoleSessionName(o.env("ALIBABA_CLOUD_ROLE_SESSION_NAME")).
				WithStsRegionId(o.env("ALIBABA_CLOUD_STS_REGION")).
				Build()
		},
		renew: say("renew the OIDC token"),
		files: []string{file},
	}, ""
}

func findURI(o CredentialOptions) (*source, string) {
	uri := o.env("ALIBABA_CLOUD_CREDENTIALS_URI")
	if uri == "" {
		return nil, ""
	}
	u, err := url.Parse(uri)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, say("ALIBABA_CLOUD_CREDENTIALS_URI is not an http URL")
	}
	return &source{
		name:  say("credentials URI on %s", CleanID(u.Host)),
		print: fingerprint(uri),
		build: func() (providers.CredentialsProvider, error) {
			return providers.NewURLCredentialsProviderBuilder().WithUrl(uri).Build()
		},
		renew: say("check what serves ALIBABA_CLOUD_CREDENTIALS_URI"),
	}, ""
}

func ecsSource(name, role string) *source {
	return &source{
		name:  name,
		print: fingerprint("ecs", role),
		build: func() (providers.CredentialsProvider, error) {
			return providers.NewECSRAMRoleCredentialsProviderBuilder().WithRoleName(role).Build()
		},
		renew: say("check that this is an ECS machine with a RAM role, and that ALIBABA_CLOUD_ECS_METADATA_DISABLED is not set"),
	}
}

// keySource is a source whose keys are at hand. The builders would fill an empty field from the environment, so
// callers have checked that id and secret are there.
func keySource(name, id, secret, token, renew string) *source {
	return &source{
		name:  name,
		print: fingerprint(id, secret, token),
		build: func() (providers.CredentialsProvider, error) {
			if token == "" {
				return providers.NewStaticAKCredentialsProviderBuilder().WithAccessKeyId(id).WithAccessKeySecret(secret).Build()
			}
			return providers.NewStaticSTSCredentialsProviderBuilder().
				WithAccessKeyId(id).WithAccessKeySecret(secret).WithSecurityToken(token).Build()
		},
		renew: renew,
	}
}

// fingerprint stands for a configuration without holding it.
func fingerprint(parts ...string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q", parts))
	return hex.EncodeToString(sum[:])
}
