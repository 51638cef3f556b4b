package codec

// more says that another element of a list follows.
func (c *Codec) more() bool {
	if c.err != nil || c.at >= len(c.in) || c.in[c.at] == ']' {
		return false
	}
	if !c.fresh {
		c.byte(',')
	}
	c.fresh = false
	return c.err == nil
}

// List is a field with elements. A nil list is left out, an empty one is not.
func List[T any](c *Codec, name string, list *[]T, element func(*Codec, *T)) {
	if !c.Field(name, *list != nil) {
		return
	}
	c.open('[')
	if c.reading {
		read := []T{}
		for c.more() {
			read = append(read, *new(T))
			element(c, &read[len(read)-1])
		}
		*list = read
	} else {
		for i := range *list {
			c.separate()
			element(c, &(*list)[i])
		}
	}
	c.close(']')
}

// Each is a field with a list of as many elements as are known already; it is left out when there are none.
func Each(c *Codec, name string, n int, element func(*Codec, int)) {
	if !c.Field(name, n > 0) {
		return
	}
	c.open('[')
	for i := range n {
		if !c.reading {
			c.separate()
		} else if !c.more() {
			c.Failf("%d elements, not %d", i, n)
			return
		}
		element(c, i)
	}
	c.close(']')
}
