package report

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	html "html/template"
	"io"
	"path/filepath"
	"strings"
	markdown "text/template"
)

// Format is how a report is written.
type Format string

// The formats; each is the ending of its file's name, too.
const (
	Markdown Format = "md"
	HTML     Format = "html"
	JSON     Format = "json"
)

// Formats are all of them, the default first.
var Formats = []Format{Markdown, HTML, JSON}

// FormatOf is the format that the ending of a file's name asks for, the default when it asks for none.
func FormatOf(path string) Format {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".html", ".htm":
		return HTML
	case ".json":
		return JSON
	}
	return Markdown
}

//go:embed page.html page.css page.md
var texts embed.FS

// Write writes a report. Its errors are those of w.
func (r *Report) Write(w io.Writer, f Format) error {
	var b bytes.Buffer
	var err error
	switch f {
	case JSON:
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		err = e.Encode(r)
	case HTML:
		err = r.page(&b)
	case Markdown:
		err = r.text(&b)
	default:
		err = fmt.Errorf("unknown format %q", string(f))
	}
	if err != nil {
		return err
	}
	_, err = w.Write(b.Bytes())
	return err
}

// text writes Markdown. All that comes from outside goes through a function of the template that escapes it.
func (r *Report) text(w io.Writer) error {
	funcs := markdown.FuncMap(r.words())
	funcs["md"] = escapeMarkdown
	t, err := markdown.New("page.md").Funcs(funcs).ParseFS(texts, "page.md")
	if err != nil {
		return err
	}
	return t.Execute(w, r)
}

// page writes HTML. The template escapes all that comes from outside.
func (r *Report) page(w io.Writer) error {
	style, err := texts.ReadFile("page.css")
	if err != nil {
		return err
	}
	funcs := html.FuncMap(r.words())
	funcs["style"] = func() html.CSS { return html.CSS(style) }           //nolint:gosec // it is ours
	funcs["picture"] = func() html.HTML { return html.HTML(r.picture()) } //nolint:gosec // picture escapes its texts
	t, err := html.New("page.html").Funcs(funcs).ParseFS(texts, "page.html")
	if err != nil {
		return err
	}
	return t.Execute(w, r)
}

// markdownMarks are the characters that mean something in Markdown, or in the HTML that it may hold.
var markdownMarks = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "(", `\(`, ")", `\)`, "<", "&lt;", ">", "&gt;", "&", "&amp;",
	"|", `\|`, "~", `\~`, "#", `\#`, "!", `\!`, "\n", " ", "\r", " ", "@", "&#64;", "://", `:\/\/`,
)

// escapeMarkdown is text that stands in Markdown as it is.
func escapeMarkdown(text string) string { return markdownMarks.Replace(text) }
