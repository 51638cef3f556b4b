package api

import (
	"strings"

	"github.com/aliyun/credentials-go/credentials/providers"
)

// findINI looks at the credentials file that the Alibaba Cloud SDKs share.
func findINI(o CredentialOptions) (*source, string) {
	path, shown := o.iniFile()
	body, err := readSmall(path, shown)
	if err != nil {
		return nil, err.Error()
	}
	name := o.profileName("")
	keys, ok := iniSection(string(body), name)
	if !ok {
		return nil, say("%s has no section %s", shown, CleanID(name))
	}
	s, err := iniSource(keys)
	if err != nil {
		return nil, say("section %s in %s %v", CleanID(name), shown, err)
	}
	s.name = say("section %s in %s", CleanID(name), shown)
	s.path, s.shown = path, shown
	return s, ""
}

func (o CredentialOptions) iniFile() (path, shown string) {
	return o.file("ALIBABA_CLOUD_CREDENTIALS_FILE", ".alibabacloud", "credentials")
}

// iniSection gives the keys of one section, without the quotes around values.
func iniSection(body, name string) (map[string]string, bool) {
	keys, inside, found := make(map[string]string), false, false
	for line := range strings.Lines(strings.TrimPrefix(body, "\ufeff")) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#' || line[0] == ';':
		case line[0] == '[' && strings.HasSuffix(line, "]"):
			inside = strings.TrimSpace(line[1:len(line)-1]) == name
			found = found || inside
		case inside:
			key, text, _ := strings.Cut(line, "=")
			keys[strings.TrimSpace(key)] = unquote(strings.TrimSpace(text))
		}
	}
	return keys, found
}

func unquote(s string) string {
	if len(s) > 1 && (s[0] == '"' || s[0] == '\'') && s[len(s)-1] == s[0] {
		return s[1 : len(s)-1]
	}
	return s
}

func iniSource(keys map[string]string) (*source, error) {
	id, secret := keys["access_key_id"], keys["access_key_secret"]
	switch keys["type"] {
	case "access_key":
		if err := need("access_key_id", id, "access_key_secret", secret); err != nil {
			return nil, err
		}
		return keySource("", id, secret, "", say("put new keys into the file")), nil
	case "ecs_ram_role":
		return ecsSource("", keys["role_name"]), nil
	case "ram_role_arn":
		return iniRole(keys)
	}
	return nil, sayError("has no type access_key, ram_role_arn or ecs_ram_role")
}

func iniRole(keys map[string]string) (*source, error) {
	id, secret, role, session := keys["access_key_id"], keys["access_key_secret"], keys["role_arn"], keys["role_session_name"]
	if err := need("access_key_id", id, "access_key_secret", secret, "role_arn", role, "role_session_name", session); err != nil {
		return nil, err
	}
	return &source{
		print: fingerprint(id, secret, role, session, keys["policy"]),
		build: func() (providers.CredentialsProvider, error) {
			return providers.NewRAMRoleARNCredentialsProviderBuilder().
				WithAccessKeyId(id).WithAccessKeySecret(secret).WithRoleArn(role).
				WithRoleSessionName(session).WithPolicy(keys["policy"]).
				Build()
		},
		renew: say("check that the role exists and may be assumed"),
	}, nil
}
