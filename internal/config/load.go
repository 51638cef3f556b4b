package config

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"acrwatch/internal/tongue"
)

// Input is where settings come from, besides the defaults.
type Input struct {
	// Flags holds the flags that were given, by name without dashes; a repeated flag has several values.
	Flags map[string][]string
	// Env reads a variable of the environment; empty means that it is not set.
	Env func(name string) string
	// NoTargets leaves out everything that says what to watch: the demo has a target of its own.
	NoTargets bool
	// InsecureHTTP allows endpoints on other machines without TLS. It is a flag alone: nobody shall find it in a file.
	InsecureHTTP bool
}

// maxFile is far above any real config file; what is larger is the wrong file.
const maxFile = 1 << 20

// Load reads all sources. The error joins one *Problem for each mistake.
func Load(in Input) (Config, error) {
	c, p := Default(), &problems{}
	c.InsecureHTTP = in.InsecureHTTP
	loadFile(in, &c, p)
	loadText(in, &c, p)
	if in.NoTargets {
		c.Targets = nil
		return c, p.err()
	}
	if asked := in.selection(p).targets(p); asked != nil {
		c.Targets = asked
	}
	return c, p.err()
}

// Path is the config file that applies, and the flag or variable that named it: empty for the usual place.
func (in Input) Path() (path, namedBy string) {
	if values := in.Flags["config"]; len(values) > 0 {
		return values[len(values)-1], "--config"
	}
	if path := in.Env("ACRWATCH_CONFIG"); path != "" {
		return path, "ACRWATCH_CONFIG"
	}
	folder := in.Env("XDG_CONFIG_HOME")
	if !filepath.IsAbs(folder) { // the XDG rules call a relative one invalid
		home := in.home()
		if home == "" {
			return "", ""
		}
		folder = filepath.Join(home, ".config")
	}
	return filepath.Join(folder, "acrwatch", "config.toml"), ""
}

func (in Input) home() string {
	if home := in.Env("HOME"); home != "" {
		return home
	}
	return in.Env("USERPROFILE")
}

func loadFile(in Input, c *Config, p *problems) {
	path, namedBy := in.Path()
	if path == "" && namedBy == "" {
		return
	}
	data, err := readFile(path)
	switch {
	case err == nil:
	case errors.Is(err, fs.ErrNotExist) && namedBy == "":
		return // most people have none
	case namedBy != "":
		p.add(namedBy, printable(path), reason(err), tongue.Said("give the path of a config file such as config.example.toml"))
		return
	default:
		p.add(printable(path), "", reason(err), tongue.Said("mend or remove it"))
		return
	}
	f := file{name: printable(path), c: c, noTargets: in.NoTargets}
	f.read(data)
	for _, each := range f.found {
		p.all = append(p.all, each)
	}
}

func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // nothing was written
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err == nil && len(data) > maxFile {
		err = tongue.Error("larger than a config file can be")
	}
	return data, err
}

// reason drops the operation and the path, which the line has already.
func reason(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err.Error()
	}
	return err.Error()
}

// loadText applies variables, then flags, over what the file said.
func loadText(in Input, c *Config, p *problems) {
	for _, s := range settings {
		where, text := in.given(s.key)
		if where == "" {
			continue
		}
		var wrong *fault
		if err := s.set(c, words(text)); errors.As(err, &wrong) {
			p.add(where, quote(text), wrong.what, wrong.fix)
		}
	}
	for _, path := range []*string{&c.LogFile, &c.Record.Path} {
		if rest, ok := strings.CutPrefix(*path, "~/"); ok && in.home() != "" {
			*path = filepath.Join(in.home(), rest)
		}
	}
}

// given is the flag's value or else the variable's, and the name of whichever it was: empty when neither is given. A
// setting that is on by default has a flag that turns it off, such as --no-mouse.
func (in Input) given(key string) (where, text string) {
	if values := in.Flags["no-"+key]; len(values) > 0 {
		return "--no-" + key, negated(values[len(values)-1])
	}
	if values := in.Flags[key]; len(values) > 0 {
		return "--" + key, values[len(values)-1]
	}
	if text := in.Env(Variable(key)); text != "" {
		return Variable(key), text
	}
	return "", ""
}

// negated turns a truth around; what is none stays for the setting to refuse.
func negated(text string) string {
	if value, err := strconv.ParseBool(text); err == nil {
		return strconv.FormatBool(!value)
	}
	return text
}

// selection reads the targets that flags and variables name.
func (in Input) selection(p *problems) selection {
	var s selection
	s.regions, _ = in.list("region", p)
	s.instances, s.instanceAt = in.list("instance", p)
	s.profiles, _ = in.list("profile", p)
	if where, text := in.given("endpoint"); where != "" {
		s.endpoint = strings.TrimSpace(text)
		in.checkTarget("endpoint", where, text, p)
	}
	return s
}

// list splits what may be repeated and may hold commas.
func (in Input) list(key string, p *problems) (list []string, where string) {
	where, text := in.given(key)
	if strings.HasPrefix(where, "--") {
		text = strings.Join(in.Flags[key], ",")
	}
	for each := range strings.SplitSeq(text, ",") {
		if each = strings.TrimSpace(each); each == "" || slices.Contains(list, each) {
			continue
		}
		in.checkTarget(key, where, each, p)
		list = append(list, each)
	}
	return list, where
}

func (in Input) checkTarget(key, where, text string, p *problems) {
	var t Target
	var wrong *fault
	if err := t.set(key, words(text), in.InsecureHTTP); errors.As(err, &wrong) {
		if secretive(key, text) {
			text = "(hidden)"
		}
		p.add(where, quote(text), wrong.what, wrong.fix)
	}
}
