package query

import (
	"slices"

	"acrwatch/internal/tongue"
	"acrwatch/poller"
)

// Field is a name that a term can begin with, in words fit for a help text.
type Field struct {
	Name     string
	Compares bool        // behind it comes a comparison, not a colon
	Example  string      // a whole term
	Text     tongue.Text // what it holds, in one line
	Values   []Value
}

// Value is a word that a field knows. Only fields with few words have them.
type Value struct {
	Name string
	Text tongue.Text
}

// Line is an example of the language with what it means.
type Line struct {
	Example string
	Text    tongue.Text
}

// field is a Field with where it finds what it is about: texts or a figure, or neither for those that compile knows.
type field struct {
	Field
	texts  func(t *poller.Task, home *poller.Target, has func(string) bool) bool // asks has until it says yes
	figure *figure
}

func (f *field) compares() bool { return f.figure != nil }

var fields = slices.Concat(wordFields, figureFields)

// Fields are all names that a term can begin with, in the order in which they are offered.
func Fields() []Field {
	out := make([]Field, len(fields))
	for i, f := range fields {
		out[i] = f.Field
		out[i].Compares = f.compares()
		out[i].Values = slices.Clone(f.Values)
	}
	return out
}

// Syntax is the language in a few lines for a help text.
func Syntax() []Line {
	return []Line{
		{"web eu-west", "both words, in image, id, namespace or route"},
		{"-web", "without the word; turns any term around"},
		{`"a b"`, "quotes keep blanks"},
		{"/web-[0-9]+/", "a regular expression; image:/…/ in one field"},
		{"status:failed,stalled", "active finished queued syncing pulling done stale …"},
		{"to:eu,us", "also from region target ns repo tag rule batch id …"},
		{"size>1GiB age<2h", "also progress rate left; > < >= <= ="},
	}
}

func statusValues() []Value {
	out := make([]Value, len(statusWords))
	for i, w := range statusWords {
		out[i] = w.Value
	}
	return out
}

var kindValues = []Value{{"sync", "an image from one instance to another"}, {"sub", "a subscription: tags from a public registry"}}

var wordFields = []field{
	{Field: Field{Name: "status", Example: "status:failed,stalled", Text: "where it stands, in the words of the screen or of the service", Values: statusValues()}},
	{Field: Field{Name: "kind", Example: "kind:sync", Text: "sync or sub, a subscription", Values: kindValues}},
	{Field: Field{Name: "image", Example: "image:nginx", Text: "namespace, repository and tag as on the screen"}},
	{Field: Field{Name: "ns", Example: "ns:base", Text: "namespace at either end"}, texts: namespaceTexts},
	{Field: Field{Name: "repo", Example: "repo:nginx", Text: "repository at either end"}, texts: repoTexts},
	{Field: Field{Name: "tag", Example: "tag:1.27", Text: "tag of the image, or one of those a subscription pulls"}, texts: tagTexts},
	{Field: Field{Name: "from", Example: "from:cn-shanghai", Text: "region or instance it comes from, or the public registry"}, texts: fromTexts},
	{Field: Field{Name: "to", Example: "to:eu,us", Text: "region or instance it goes to"}, texts: toTexts},
	{Field: Field{Name: "region", Example: "region:eu-west-1", Text: "region at either end, or that it was seen in"}, texts: regionTexts},
	{Field: Field{Name: "rule", Example: "rule:nightly", Text: "name or id of the sync rule"}, texts: ruleTexts},
	{Field: Field{Name: "batch", Example: "batch:a9434731", Text: "id that the tasks of one push share"}, texts: batchTexts},
	{Field: Field{Name: "issue", Example: "issue:TAG_CONFLICT", Text: "why it failed, as the service says it"}, texts: issueTexts},
	{Field: Field{Name: "target", Example: "target:prod", Text: "name or instance of what is watched"}, texts: targetTexts},
	{Field: Field{Name: "id", Example: "id:rst-4kfd", Text: "id of the task"}, texts: idTexts},
}

var figureFields = []field{
	{Field: Field{Name: "size", Example: "size>1.5GiB", Text: "bytes of all layers: B KiB MiB GiB TiB KB MB GB TB"}, figure: &figure{of: sizeOf, read: readSize, hint: "a size such as 1.5GiB", measured: true}},
	{Field: Field{Name: "synced", Example: "synced>500MiB", Text: "bytes moved so far"}, figure: &figure{of: syncedOf, read: readSize, hint: "a size such as 1.5GiB", measured: true}},
	{Field: Field{Name: "progress", Example: "progress<50%", Text: "share of the bytes, or of a subscription's tags: 50% or 0.5"}, figure: &figure{of: progressOf, read: readShare, hint: "a share such as 50% or 0.5", measured: true}},
	{Field: Field{Name: "rate", Example: "rate>1MiB/s", Text: "bytes per second; 0 while stalled"}, figure: &figure{of: rateOf, read: readRate, hint: "a rate such as 1.5MiB/s", timed: true, measured: true}},
	{Field: Field{Name: "left", Example: "left<10m", Text: "time to go: s m h d; a range counts when all of it does"}, figure: &figure{of: leftOf, read: readTime, hint: "a time such as 10m or 1h30m", timed: true, measured: true}},
	{Field: Field{Name: "age", Example: "age<2h", Text: "time since it began, ended or not: s m h d"}, figure: &figure{of: ageOf, read: readTime, hint: "a time such as 10m or 1h30m", timed: true}},
	{Field: Field{Name: "layers", Example: "layers>20", Text: "number of layers"}, figure: &figure{of: layersOf, read: readCount, hint: "a whole number such as 20", measured: true}},
	{Field: Field{Name: "priority", Example: "priority>=4", Text: "1 to 5, the higher first"}, figure: &figure{of: priorityOf, read: readCount, hint: "a whole number such as 4"}},
}
