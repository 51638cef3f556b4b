package config

// Gives says that a flag, a variable or the file sets a key, even to its default, so that nothing weaker may take its
// place. A file that cannot be read sets nothing.
func (in Input) Gives(key string) bool {
	if where, _ := in.given(key); where != "" {
		return true
	}
	root, _ := in.document()
	return root.field(key) != nil
}

// document is the file as a tree and its name: an empty tree when there is none, or none that can be read.
func (in Input) document() (root *item, name string) {
	path, _ := in.Path()
	if path == "" {
		return &item{}, ""
	}
	data, err := readFile(path)
	if err != nil {
		return &item{}, ""
	}
	if root, err = parse(data); err != nil {
		return &item{}, ""
	}
	return root, printable(path)
}
