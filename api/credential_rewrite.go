package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
)

// change is a new value of one field of a profile: a string or an integer.
type change struct {
	name  string
	value any
}

var errOtherFile = errors.New("the file is not the one that was read")

// rewriteProfile replaces fields of a profile in the CLI's file and nothing else, not even a blank. It does not when
// the refresh token there is not used any more: somebody else has signed in or refreshed.
func rewriteProfile(path, profile, used string, changes []change) error {
	path, err := filepath.EvalSymlinks(path) // the link stays, what it points to is replaced
	if err != nil {
		return errOtherFile
	}
	body, err := readSmall(path, path)
	if err != nil {
		return err
	}
	body, err = edit(body, profile, used, changes)
	if err != nil {
		return err
	}
	return replaceFile(path, body)
}

// replaceFile makes path hold body, at any instant either the old or the new whole, readable by its owner alone.
func replaceFile(path string, body []byte) (err error) {
	temp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*") // 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(temp.Name())
		}
	}()
	_, err = temp.Write(body)
	err = errors.Join(err, temp.Sync(), temp.Close())
	if err != nil {
		return err
	}
	return os.Rename(temp.Name(), path)
}

// edit is body with the changes in the profile.
func edit(body []byte, profile, used string, changes []change) ([]byte, error) {
	for _, list := range members(body, 0) {
		if list.name != "profiles" {
			continue
		}
		for _, p := range members(body[list.start:list.end], list.start) {
			fields := members(body[p.start:p.end], p.start)
			if len(fields) == 0 || textOf(body, fields, "name") != profile {
				continue
			}
			if textOf(body, fields, "oauth_refresh_token") != used {
				return nil, errOtherFile
			}
			return splice(body, p, fields, changes)
		}
	}
	return nil, errOtherFile
}

// member is a value of an object or a list, by its place in the file.
type member struct {
	name       string
	start, end int
}

// members are the values in a JSON object or list that begins at the offset.
func members(text []byte, offset int) []member {
	d := json.NewDecoder(bytes.NewReader(text))
	open, err := d.Token()
	if err != nil || open != json.Delim('{') && open != json.Delim('[') {
		return nil
	}
	var all []member
	for d.More() {
		var m member
		if open == json.Delim('{') {
			name, err := d.Token()
			if err != nil {
				return nil
			}
			m.name, _ = name.(string)
		}
		var raw json.RawMessage
		if d.Decode(&raw) != nil {
			return nil
		}
		m.end = offset + int(d.InputOffset())
		m.start = m.end - len(raw)
		all = append(all, m)
	}
	return all
}

func textOf(body []byte, fields []member, name string) (text string) {
	for _, f := range fields {
		if f.name == name {
			_ = json.Unmarshal(body[f.start:f.end], &text)
		}
	}
	return text
}

// splice puts the values in their places, the last first so that the offsets hold. A field that is not there yet goes
// to the front of the profile.
func splice(body []byte, profile member, fields []member, changes []change) ([]byte, error) {
	slices.SortFunc(fields, func(a, b member) int { return b.start - a.start })
	body = slices.Clone(body)
	missing := slices.Clone(changes)
	for _, f := range fields {
		for _, c := range changes {
			if c.name != f.name {
				continue
			}
			value, err := json.Marshal(c.value)
			if err != nil {
				return nil, err
			}
			body = slices.Replace(body, f.start, f.end, value...)
			missing = slices.DeleteFunc(missing, func(m change) bool { return m.name == c.name })
		}
	}
	for _, c := range missing {
		value, err := json.Marshal(map[string]any{c.name: c.value})
		if err != nil {
			return nil, err
		}
		value[0], value[len(value)-1] = ' ', ',' // an object's inside, and a comma to what follows: a name at least
		body = slices.Insert(body, profile.start+1, value[1:]...)
	}
	return body, nil
}
