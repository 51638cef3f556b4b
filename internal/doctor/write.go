package doctor

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
)

// Look is how a report is written for people.
type Look struct {
	ASCII bool // no glyphs
	Width int  // columns that a line may take; 0: any number
}

var (
	strong = ansi.Style{}.Bold()
	faint  = ansi.Style{}.Faint()
	// In the middle between black and white, so that they can be read on either.
	inks = [...]ansi.Style{
		OK:   ansi.Style{}.ForegroundColor(ansi.HexColor("#2f9e5b")),
		Warn: ansi.Style{}.ForegroundColor(ansi.HexColor("#b7791f")),
		Fail: ansi.Style{}.ForegroundColor(ansi.HexColor("#d9484f")),
	}
	glyphs      = [...]string{OK: "✓", Warn: "!", Fail: "✗"}
	asciiGlyphs = [...]string{OK: "+", Warn: "!", Fail: "x"}
)

// Write writes the report in lines with colours, which whoever passes w takes out where they do not belong.
func (r *Report) Write(w io.Writer, look Look) error {
	var b strings.Builder
	b.WriteString(strong.Styled(r.Program) + faint.Styled("  "+r.At.Format("2006-01-02 15:04:05 -07:00")) + "\n")
	for _, g := range r.Groups {
		width := g.nameWidth()
		b.WriteString("\n" + strong.Styled(g.Title) + "\n")
		for _, c := range g.Checks {
			look.check(&b, c, width)
		}
	}
	b.WriteString("\n" + r.summary(look) + "\n")
	text := b.String()
	if look.ASCII {
		text = asciiLetters.Replace(text)
	}
	_, err := io.WriteString(w, text)
	return err
}

var asciiLetters = strings.NewReplacer("→", "->", "–", "-", "…", "~", "·", "-")

func (g *Group) nameWidth() int {
	width := 0
	for _, c := range g.Checks {
		width = max(width, ansi.StringWidth(c.Name))
	}
	return width
}

// mark is the glyph and the word of a result.
func (k Look) mark(r Result) string {
	glyph := glyphs[r]
	if k.ASCII {
		glyph = asciiGlyphs[r]
	}
	return inks[r].Styled(fmt.Sprintf("%s %-4s", glyph, r))
}

const markWidth = 6

// check writes a line, and the fix below it where the fact begins.
func (k Look) check(b *strings.Builder, c Check, width int) {
	name := c.Name + strings.Repeat(" ", width-ansi.StringWidth(c.Name))
	indent := 2 + markWidth + 2 + width + 2
	fmt.Fprintf(b, "  %s  %s  %s\n", k.mark(c.Result), name, k.wrap(c.Fact, indent))
	if c.Fix != "" {
		b.WriteString(strings.Repeat(" ", indent) + faint.Styled(k.wrap("fix: "+c.Fix, indent)) + "\n")
	}
}

// leastText is the narrowest column that text is worth wrapping into.
const leastText = 20

// wrap keeps a text within the width, its further lines below the first.
func (k Look) wrap(text string, indent int) string {
	room := k.Width - indent
	if k.Width <= 0 || room < leastText {
		return text
	}
	return strings.ReplaceAll(ansi.Wrap(text, room, ""), "\n", "\n"+strings.Repeat(" ", indent))
}

func (r *Report) summary(k Look) string {
	fails, warnings, all := r.Count(Fail), r.Count(Warn), 0
	for _, g := range r.Groups {
		all += len(g.Checks)
	}
	switch {
	case fails > 0 && warnings > 0:
		return k.mark(Fail) + "  " + fmt.Sprintf("%d of %s failed, with %s", fails, plural(all, "check"), plural(warnings, "warning"))
	case fails > 0:
		return k.mark(Fail) + "  " + fmt.Sprintf("%d of %s failed", fails, plural(all, "check"))
	case warnings > 0:
		return k.mark(Warn) + "  " + fmt.Sprintf("%s, none failed, %s", plural(all, "check"), plural(warnings, "warning"))
	}
	return k.mark(OK) + "  " + fmt.Sprintf("%s, all is well", plural(all, "check"))
}

// version is of the JSON shape.
const version = 1

// WriteJSON writes the report as one object: version, program, at, result (the worst of all), groups.
func (r *Report) WriteJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(struct {
		Version int       `json:"version"`
		Program string    `json:"program"`
		At      time.Time `json:"at"`
		Result  Result    `json:"result"`
		Groups  []Group   `json:"groups"`
	}{version, r.Program, r.At, r.worst(), r.Groups})
}

func (r *Report) worst() Result {
	switch {
	case r.Count(Fail) > 0:
		return Fail
	case r.Count(Warn) > 0:
		return Warn
	}
	return OK
}
