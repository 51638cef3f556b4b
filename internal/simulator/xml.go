package simulator

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"maps"
	"slices"
)

// encodeXML writes an answer as the older scheme has it when nobody asked for JSON. root is Error, or the operation
// with Response behind it. The elements of a list stand under its name without the plural.
func encodeXML(root string, v any) []byte {
	var b bytes.Buffer
	b.WriteString("<?xml version='1.0' encoding='UTF-8'?>")
	element(&b, root, v)
	return b.Bytes()
}

func element(b *bytes.Buffer, name string, v any) {
	b.WriteString("<" + name + ">")
	switch x := v.(type) {
	case map[string]any:
		for _, member := range slices.Sorted(maps.Keys(x)) {
			if member != "" {
				element(b, member, x[member])
			}
		}
	case []any:
		single := name
		if len(name) > 1 && name[len(name)-1] == 's' {
			single = name[:len(name)-1]
		}
		for _, one := range x {
			element(b, single, one)
		}
	case nil:
	default:
		_ = xml.EscapeText(b, fmt.Append(nil, x)) // a buffer takes everything
	}
	b.WriteString("</" + name + ">")
}
