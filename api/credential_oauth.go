package api

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/aliyun/credentials-go/credentials/providers"
)

// oauthSites are the sign-in services of the aliyun CLI and the CLI's own client ids there.
var oauthSites = map[string]struct{ url, client string }{
	"CN":   {"https://oauth.aliyun.com", "4038181954557748008"},
	"INTL": {"https://oauth.alibabacloud.com", "4103531455503354461"},
}

// oauth uses the tokens of the CLI. The refresh token is good for a single use: its successor is written into the
// CLI's file, or the CLI would be signed out.
func (f *cliFile) oauth(p *cliProfile, login string) (*source, error) {
	site, ok := oauthSites[strings.ToUpper(p.OAuthSite)]
	if !ok {
		return nil, sayError("has no oauth_site_type CN or INTL")
	}
	if err := need("oauth_access_token", p.OAuthToken+p.OAuthRefresh); err != nil {
		return nil, err
	}
	return &source{
		print: fingerprint(site.url, p.OAuthToken, p.OAuthRefresh, fmt.Sprint(p.OAuthExpire)),
		build: func() (providers.CredentialsProvider, error) {
			inner, err := providers.NewOAuthCredentialsProviderBuilder().
				WithSignInUrl(site.url).WithClientId(site.client).WithRefreshToken(p.OAuthRefresh).
				WithAccessToken(p.OAuthToken).WithAccessTokenExpire(p.OAuthExpire).
				Build()
			if err != nil {
				return nil, err
			}
			return &oauthProvider{inner, f, p.Name, p.OAuthRefresh}, nil
		},
		renew: login,
		keep:  true,
	}, nil
}

// oauthProvider writes a refresh token down as soon as the library has it. The library's own callback comes only when
// the keys came as well, and a token that was got before that failed would be lost.
type oauthProvider struct {
	*providers.OAuthCredentialsProvider
	file    *cliFile
	profile string
	saved   string // the refresh token in the file
}

// GetCredentials gives keys, and leaves in the file what the CLI needs to stay signed in.
func (p *oauthProvider) GetCredentials() (*providers.Credentials, error) {
	defer p.save()
	return p.OAuthCredentialsProvider.GetCredentials()
}

// save replaces the tokens in the file, unless somebody else has done so since it was read. What cannot be written
// stays in memory and is tried again.
func (p *oauthProvider) save() {
	token := p.text("refreshToken")
	if token == "" || token == p.saved {
		return
	}
	err := rewriteProfile(p.file.path, p.profile, p.saved, []change{
		{"oauth_refresh_token", token},
		{"oauth_access_token", p.text("accessToken")},
		{"oauth_access_token_expire", field(p.OAuthCredentialsProvider, "accessTokenExpire").Int()},
	})
	if err == nil {
		p.saved = token
	}
	if p.file.saved != nil {
		p.file.saved(err)
	}
}

func (p *oauthProvider) text(name string) string {
	if v := field(p.OAuthCredentialsProvider, name); v.Kind() == reflect.String {
		return v.String()
	}
	return ""
}
