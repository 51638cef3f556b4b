package api

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/aliyun/credentials-go/credentials/providers"
)

// CredentialOptions say where to look for keys.
//
// An explicit Profile or ECS is the only place. Otherwise the first of these that is configured is taken, in the
// order that Alibaba Cloud's own tools document: the environment, an OIDC token, the aliyun CLI's profile, the file
// ~/.alibabacloud/credentials, a credentials URI. The metadata service of an ECS machine is asked only with ECS or a
// profile of that mode: elsewhere the question takes seconds to fail.
type CredentialOptions struct {
	Profile string // of the aliyun CLI, or a section of ~/.alibabacloud/credentials
	ECS     bool
	Env     func(string) string // nil: os.Getenv
	Home    string              // empty: the user's home folder
	Log     *slog.Logger        // nil: none; hears when keys begin and cease to fail, and of files open to others

	saved func(error) // hears of every try to write into the CLI's file
}

// FindCredentials says which source would be used, without a call and without waiting. Its error says in one line
// what was looked at; errors.Is finds ErrNoCredentials in it when nothing is configured.
func FindCredentials(o CredentialOptions) (source string, err error) {
	s, err := o.find()
	if err != nil {
		return "", err
	}
	return s.name, nil
}

// ProfileRegion is the region that the aliyun CLI's profile names, or "".
func ProfileRegion(o CredentialOptions) string {
	file, err := readCLIFile(o.cliFile())
	if err != nil {
		return ""
	}
	p, err := file.profile(o.profileName(file.Current))
	if err != nil {
		return ""
	}
	return CleanID(p.Region)
}

// source is one place that keys can come from, found but not asked.
type source struct {
	name  string
	print string // changes when what is configured there changes
	build func() (providers.CredentialsProvider, error)
	// renew is what to do when temporary keys have run out and nothing here can get new ones.
	renew string

	path, shown string    // the file that holds the keys, if one does
	files       []string  // more files that the keys depend on
	expiry      time.Time // as far as the configuration tells
	keep        bool      // the object built for it is not replaced after a failure
}

// finder looks at one place: a source, or a note on what is missing there.
type finder func(CredentialOptions) (*source, string)

func (o CredentialOptions) find() (*source, error) {
	if o.ECS {
		return ecsSource(say("ECS metadata"), ""), nil
	}
	if o.Profile != "" {
		return o.findProfile()
	}
	var notes []string
	for _, look := range []finder{findEnvironment, findOIDC, findCLI, findINI, findURI} {
		s, note := look(o)
		if s != nil {
			return s, nil
		}
		if note != "" {
			notes = append(notes, note)
		}
	}
	return nil, &credentialError{
		class:   ClassBadCredentials,
		message: Clean(say("no credentials: %v", joined(notes))),
		none:    true,
	}
}

// joined is several notes as one.
func joined(notes []string) string {
	var all string
	for i, note := range notes {
		if i == 0 {
			all = note
			continue
		}
		all = say("%v; %v", all, note)
	}
	return all
}

// findProfile keeps to the profile that was asked for: falling back to other keys would show another account.
func (o CredentialOptions) findProfile() (*source, error) {
	s, note := findCLI(o)
	if s != nil {
		return s, nil
	}
	notes := []string{note}
	s, missing := findINI(o)
	if s != nil {
		return s, nil
	}
	if path, _ := o.iniFile(); exists(path) { // elsewhere nobody expects a section
		notes = append(notes, missing)
	}
	return nil, &credentialError{class: ClassBadCredentials, message: Clean(joined(notes))}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func (o CredentialOptions) env(name string) string {
	if o.Env != nil {
		return o.Env(name)
	}
	return os.Getenv(name)
}

func (o CredentialOptions) profileName(current string) string {
	for _, name := range []string{o.Profile, o.env("ALIBABA_CLOUD_PROFILE"), current} {
		if name != "" {
			return name
		}
	}
	return "default"
}

// file is a path from the environment or one under the home folder, and the way to show it.
func (o CredentialOptions) file(variable string, elements ...string) (path, shown string) {
	if path = o.env(variable); path != "" {
		return path, CleanID(path)
	}
	home := o.Home
	if home == "" {
		home, _ = os.UserHomeDir()
	}
	shown = "~/" + strings.Join(elements, "/")
	if home == "" { // joined, it would name a file of the current folder
		return "", shown
	}
	return filepath.Join(append([]string{home}, elements...)...), shown
}
