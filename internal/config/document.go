package config

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// item is one value of a TOML document with the place it stands at. The decoder of go-toml stops at the first wrong
// type; a tree with places lets all of them be told.
type item struct {
	line   int
	raw    string // the value as it was written, shortened; empty for tables
	value  any    // string, bool, int64 or float64; nil for anything else
	list   []*item
	fields []field // in the order of the file
	kind   kind
}

type kind uint8

const (
	scalar kind = iota
	array
	table
)

type field struct {
	name string
	item *item
}

func (i *item) field(name string) *item {
	for _, f := range i.fields {
		if f.name == name {
			return f.item
		}
	}
	return nil
}

// plain is the value as a setting takes it: a list of texts is one value too.
func (i *item) plain() any {
	if list, ok := texts(i); ok {
		return list
	}
	return i.value
}

// syntaxError is a document that is not TOML at all.
type syntaxError struct {
	line, column int
	what         string
}

func (e *syntaxError) Error() string { return fmt.Sprintf("%d:%d: %s", e.line, e.column, e.what) }

// parse reads a document. The decoder goes first, since it knows every rule of TOML (a key given twice, a table
// reopened); after that the tree cannot clash.
func parse(data []byte) (*item, error) {
	var whole map[string]any
	if err := toml.Unmarshal(data, &whole); err != nil {
		return nil, readSyntax(err)
	}
	d := document{data: data, root: &item{kind: table, line: 1}}
	d.parser.Reset(data)
	at := d.root
	for d.parser.NextExpression() {
		switch e := d.parser.Expression(); e.Kind {
		case unstable.KeyValue:
			d.put(at, e)
		case unstable.Table, unstable.ArrayTable:
			at = d.open(e)
		}
	}
	if err := d.parser.Error(); err != nil {
		return nil, readSyntax(err)
	}
	return d.root, nil
}

func readSyntax(err error) error {
	var decode *toml.DecodeError
	if errors.As(err, &decode) {
		line, column := decode.Position()
		return &syntaxError{line, column, quote(strings.TrimPrefix(decode.Error(), "toml: "))}
	}
	return &syntaxError{1, 1, quote(strings.TrimPrefix(err.Error(), "toml: "))}
}

type document struct {
	data   []byte
	parser unstable.Parser
	root   *item
}

func (d *document) lineOf(n *unstable.Node) int {
	return 1 + bytes.Count(d.data[:min(int(n.Raw.Offset), len(d.data))], []byte("\n"))
}

// open goes to the table that a header names, and adds it when it is new.
func (d *document) open(header *unstable.Node) *item {
	names, line := d.path(header)
	at := d.root
	for i, name := range names {
		last := i == len(names)-1
		next := at.field(name)
		if next == nil {
			next = &item{kind: table, line: line}
			if last && header.Kind == unstable.ArrayTable {
				next.kind = array
			}
			at.fields = append(at.fields, field{name, next})
		}
		if last && next.kind == array {
			next.list = append(next.list, &item{kind: table, line: line})
		}
		if next.kind == array && len(next.list) > 0 {
			next = next.list[len(next.list)-1]
		}
		at = next
	}
	return at
}

func (d *document) path(n *unstable.Node) (names []string, line int) {
	line = 1
	for it := n.Key(); it.Next(); {
		if len(names) == 0 {
			line = d.lineOf(it.Node())
		}
		names = append(names, string(it.Node().Data))
	}
	return names, line
}

// put stores one "key = value"; a dotted key opens the tables on its way.
func (d *document) put(at *item, n *unstable.Node) {
	names, line := d.path(n)
	for _, name := range names[:len(names)-1] {
		next := at.field(name)
		if next == nil {
			next = &item{kind: table, line: line}
			at.fields = append(at.fields, field{name, next})
		}
		at = next
	}
	at.fields = append(at.fields, field{names[len(names)-1], d.value(n.Value(), line)})
}

// value reads one value. Arrays and inline tables carry no place of their own in every version of the parser, so they
// take the line of their key.
func (d *document) value(n *unstable.Node, line int) *item {
	text := string(n.Data)
	v := &item{line: line, raw: quote(text)}
	switch n.Kind {
	case unstable.String:
		v.value, v.raw = text, quote(strconv.Quote(text))
	case unstable.Bool:
		v.value = text == "true"
	case unstable.Integer:
		if number, err := strconv.ParseInt(text, 0, 64); err == nil {
			v.value = number
		}
	case unstable.Float:
		if number, err := strconv.ParseFloat(strings.ReplaceAll(text, "_", ""), 64); err == nil {
			v.value = number
		}
	case unstable.Array:
		v.kind, v.raw = array, "[…]"
		for it := n.Children(); it.Next(); {
			if c := it.Node(); c.Kind != unstable.Comment {
				v.list = append(v.list, d.value(c, line))
			}
		}
	case unstable.InlineTable:
		v.kind, v.raw = table, "{…}"
		for it := n.Children(); it.Next(); {
			if it.Node().Kind == unstable.KeyValue {
				d.put(v, it.Node())
			}
		}
	}
	return v
}
