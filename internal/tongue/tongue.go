// Package tongue says what is on the screen in the language of whoever reads it. The English text stands in the code,
// where it is used, and is at the same time the key of its translations, which stand in one catalogue per language.
//
// Who speaks to the screen uses a Speaker. Other rooms speak English, with Said and Error, or where they import none of
// ours with a type of their own; the screen has their sentences told again.
package tongue

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Text is a text of the screen in English. With verbs it is a format of fmt. Only constants are texts, so that every
// one of them is known to the tests; what comes from the service or from the user is never one.
type Text string

// Phrase is a text with what belongs into it, for those who do not know in which language it will be said.
type Phrase struct {
	Text Text
	Args []any
}

// String is the phrase in English.
func (p *Phrase) String() string { return Speaker{}.Tell(p) }

// Error is the phrase in English.
func (p *Phrase) Error() string { return p.String() }

// Unwrap gives the errors among what belongs into the phrase.
func (p *Phrase) Unwrap() []error {
	var all []error
	for _, arg := range p.Args {
		if err, ok := arg.(error); ok {
			all = append(all, err)
		}
	}
	return all
}

// Error is an error that can be said in every language. It wraps the errors among args.
func Error(text Text, args ...any) error { return &Phrase{text, args} }

// The languages by their names, as the config and the palette write them. Auto is that of the machine.
const (
	Auto    = "auto"
	English = "en"
	Chinese = "zh"
)

// Names are the names of all languages, the default first.
func Names() []string { return []string{Auto, English, Chinese} }

// Speaker speaks one language. The zero value speaks English.
type Speaker struct {
	language *language
}

// language is the texts of one language by the English ones.
type language struct {
	name    string
	texts   map[Text]string
	sayings func() []saying // the texts that are told again when they come as sentences
}

// New is the speaker of a language by its name; of English where the name is no language.
func New(name string) Speaker {
	if name == Chinese {
		return Speaker{&chinese}
	}
	return Speaker{}
}

// Name is the name of the language.
func (s Speaker) Name() string {
	if s.language == nil {
		return English
	}
	return s.language.name
}

// Say is a text in the speaker's language. Texts and errors among the arguments are translated too.
func (s Speaker) Say(text Text, args ...any) string {
	said := s.word(text)
	if len(args) == 0 {
		return said
	}
	return fmt.Sprintf(said, s.translated(args)...)
}

// Tell is a phrase in the speaker's language.
func (s Speaker) Tell(p *Phrase) string { return s.Say(p.Text, p.Args...) }

// Why is an error in the speaker's language: a phrase, or a sentence of ours. Others speak for themselves.
func (s Speaker) Why(err error) string {
	var p *Phrase
	if errors.As(err, &p) {
		return s.Tell(p)
	}
	return s.Retell(err.Error())
}

func (s Speaker) word(text Text) string {
	if s.language != nil {
		if said, ok := s.language.texts[text]; ok {
			return said
		}
	}
	return string(text)
}

func (s Speaker) translated(args []any) []any {
	if s.language == nil || !slices.ContainsFunc(args, translates) {
		return args
	}
	args = slices.Clone(args)
	for i, a := range args {
		switch a := a.(type) {
		case Text:
			args[i] = s.word(a)
		case error:
			args[i] = s.Why(a)
		}
	}
	return args
}

func translates(arg any) bool {
	switch arg.(type) {
	case Text, error:
		return true
	}
	return false
}

// Locale is the language of the machine by its environment: Chinese or, for all others, English. env reads a variable.
func Locale(env func(name string) string) string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := env(name); value != "" {
			if strings.HasPrefix(strings.ToLower(value), Chinese) {
				return Chinese
			}
			return English
		}
	}
	return English
}
