package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"
)

// maxFile bounds a configuration file in bytes.
const maxFile = 1 << 20

// cliFile is the aliyun CLI's config.json. The library would quote a file that it cannot parse in its error, keys
// included, and follow a profile that refers to itself until the stack is gone, so it never sees the file.
type cliFile struct {
	Current  string        `json:"current"`
	Profiles []*cliProfile `json:"profiles"`
	path     string
	shown    string
	saved    func(error)
}

// cliProfile has the fields of all modes, under the CLI's names.
type cliProfile struct {
	Name            string `json:"name"`
	Mode            string `json:"mode"`
	ID              string `json:"access_key_id"`
	Secret          string `json:"access_key_secret"`
	Token           string `json:"sts_token"`
	Region          string `json:"region_id"`
	RoleARN         string `json:"ram_role_arn"`
	RoleSession     string `json:"ram_session_name"`
	RoleName        string `json:"ram_role_name"`
	Seconds         int    `json:"expired_seconds"`
	STSRegion       string `json:"sts_region"`
	VPC             bool   `json:"enable_vpc"`
	SourceProfile   string `json:"source_profile"`
	Policy          string `json:"policy"`
	ExternalID      string `json:"external_id"`
	OIDCTokenFile   string `json:"oidc_token_file"`
	OIDCToken       string `json:"oidc_token"`
	OIDCProviderARN string `json:"oidc_provider_arn"`
	SignInURL       string `json:"cloud_sso_sign_in_url"`
	AccountID       string `json:"cloud_sso_account_id"`
	AccessConfig    string `json:"cloud_sso_access_config"`
	AccessToken     string `json:"access_token"`
	AccessExpire    int64  `json:"cloud_sso_access_token_expire"`
	OAuthSite       string `json:"oauth_site_type"`
	OAuthToken      string `json:"oauth_access_token"`
	OAuthRefresh    string `json:"oauth_refresh_token"`
	OAuthExpire     int64  `json:"oauth_access_token_expire"`
	STSExpire       int64  `json:"sts_expiration"`
	Command         string `json:"process_command"`
}

func (o CredentialOptions) cliFile() (path, shown string) {
	return o.file("ALIBABA_CLOUD_CONFIG_FILE", ".aliyun", "config.json")
}

// readCLIFile reads and checks the file. Its errors name the file and never quote it.
func readCLIFile(path, shown string) (*cliFile, error) {
	body, err := readSmall(path, shown)
	if err != nil {
		return nil, err
	}
	file := &cliFile{path: path, shown: shown}
	err = json.Unmarshal(body, file)
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		line := 1 + bytes.Count(body[:min(max(int(syntax.Offset), 0), len(body))], []byte("\n"))
		return nil, sayError("%s is not valid JSON near line %d", shown, line)
	case errors.As(err, &kind) && kind.Field != "":
		return nil, sayError("%s has a value of the wrong type in %s", shown, CleanID(kind.Field))
	case err != nil:
		return nil, sayError("%s is not the aliyun CLI's configuration", shown)
	}
	return file, nil
}

// profile finds a profile by name.
func (f *cliFile) profile(name string) (*cliProfile, error) {
	var names []string
	for _, p := range f.Profiles {
		if p == nil {
			continue
		}
		if p.Name == name {
			return p, nil
		}
		names = append(names, CleanID(p.Name))
	}
	if len(names) == 0 {
		return nil, sayError("%s has no profiles", f.shown)
	}
	return nil, sayError("profile %s is not in %s, which has: %s", CleanID(name), f.shown, strings.Join(names, ", "))
}

// readSmall reads a plain file, whose errors call it as it is shown. A pipe or a device in its place could hang or never
// end.
func readSmall(path, shown string) ([]byte, error) {
	errUnread := sayError("%s cannot be read", shown)
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, sayError("%s does not exist", shown)
	case err != nil:
		return nil, errUnread
	case !info.Mode().IsRegular() || info.Size() > maxFile:
		return nil, sayError("%s is not a plain file of at most 1 MiB", shown)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, errUnread
	}
	defer func() { _ = file.Close() }()
	body, err := io.ReadAll(io.LimitReader(file, maxFile))
	if err != nil {
		return nil, errUnread
	}
	return body, nil
}
