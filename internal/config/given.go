package config

// Gives says that a flag, a variable or the file sets a key, even to its default, so that nothing weaker may take its
// place. A file that cannot be read sets nothing.
func (in Input) Gives(key string) bool {
	if where, _ := in.given(key); where != "" {
		return true
	}
	path, _ := in.Path()
	if path == "" {
		return false
	}
	data, err := readFile(path)
	if err != nil {
		return false
	}
	root, err := parse(data)
	return err == nil && root.field(key) != nil
}
