package ui

// The themes by name, as the config and the palette write them. Auto is dark or light as the terminal's background is,
// which high-contrast and colour-blind follow too.
const (
	themeAuto         = "auto"
	themeDark         = "dark"
	themeLight        = "light"
	themeHighContrast = "high-contrast"
	themeColourBlind  = "colour-blind"
)

// Themes are the names of all themes, the default first.
func Themes() []string {
	return []string{themeAuto, themeDark, themeLight, themeHighContrast, themeColourBlind}
}

// shade is one colour in the three depths a terminal may have, for a dark background and for a light one.
type shade struct {
	dark, light           string // 24 bit
	dark256, light256     string
	darkBasic, lightBasic string // of the 16, which are the terminal's own; empty for the colour of text
}

// theme is the colours by what they mean. Text has none: it is the terminal's own.
//
// Of the 16 colours only those are used that can be read in the common palettes. On white that leaves red, blue and
// magenta, and bright black is the background itself in some, so that what recedes is weaker text instead.
type theme struct {
	muted, faint, accent     shade
	queued, syncing, pulling shade
	stalled, failed, done    shade
	doneBar, track, row      shade
	groundDark, groundLight  string // the backgrounds that the colours are made for
	inkOnDark, inkOnLight    string // text, where the theme brings its background with it
}

// standard is dark and light.
var standard = theme{
	muted:   shade{"#949eb8", "#5a6378", "247", "60", "", ""},
	faint:   shade{"#8b94ad", "#5f687e", "247", "241", "", ""},
	accent:  shade{"#5fd3cf", "#006b67", "80", "23", "14", "4"},
	queued:  shade{"#a3adc6", "#4d566b", "146", "60", "", ""},
	syncing: shade{"#6db3ff", "#2760bd", "75", "26", "12", "4"},
	pulling: shade{"#d5caff", "#4d21c3", "189", "55", "13", ""},
	stalled: shade{"#f0c75e", "#795201", "221", "94", "11", "5"},
	failed:  shade{"#ff7272", "#b4443c", "174", "88", "9", "1"},
	done:    shade{"#86de99", "#0d491c", "114", "23", "10", ""},
	doneBar: shade{"#4f8a5b", "#7fb98b", "65", "108", "2", ""},
	track:   shade{"#454c63", "#c3cad8", "239", "251", "", ""},
	row:     shade{"#232c40", "#e3eaf6", "236", "254", "", ""},

	groundDark: "#1a1b26", groundLight: "#ffffff", inkOnDark: "#d8deec", inkOnLight: "#1c2230",
}

// highContrast keeps seven to one, and lets nothing recede into the background.
var highContrast = theme{
	muted:   shade{"#dfe3ec", "#2b303c", "254", "236", "", ""},
	faint:   shade{"#cfd5e2", "#363c49", "188", "237", "", ""},
	accent:  shade{"#6ff0ea", "#004a47", "87", "23", "14", "4"},
	queued:  shade{"#dfe3ec", "#2b303c", "254", "236", "", ""},
	syncing: shade{"#8ac5fc", "#0b3764", "117", "18", "12", "4"},
	pulling: shade{"#e6d8ff", "#5d21a2", "225", "54", "13", ""},
	stalled: shade{"#ffd84d", "#4d3400", "221", "58", "11", "5"},
	failed:  shade{"#fca7a8", "#8a2805", "217", "88", "9", "1"},
	done:    shade{"#7dee92", "#1c5432", "121", "22", "10", ""},
	doneBar: shade{"#7dee92", "#1c5432", "121", "22", "10", ""},
	track:   shade{"#737d96", "#78839c", "245", "243", "", ""},
	row:     shade{"#26304a", "#dbe6fa", "236", "254", "", ""},

	groundDark: "#000000", groundLight: "#ffffff", inkOnDark: "#ffffff", inkOnLight: "#000000",
}

// colourBlind has the hues of Okabe and Ito, in lightnesses that can be read as text and stay apart without their hue:
// sky blue, reddish purple, yellow, vermillion and bluish green.
var colourBlind = theme{
	muted:   shade{"#949eb8", "#5a6378", "247", "60", "", ""},
	faint:   shade{"#8b94ad", "#5f687e", "247", "241", "", ""},
	accent:  shade{"#a8d8f5", "#004a7a", "153", "24", "14", "4"},
	queued:  shade{"#c9ced8", "#3f4759", "188", "237", "", ""},
	syncing: shade{"#56b4e9", "#066bbd", "74", "26", "12", "4"},
	pulling: shade{"#cc79a7", "#ab2589", "175", "125", "13", ""},
	stalled: shade{"#f0e442", "#6e6200", "184", "58", "11", "5"},
	failed:  shade{"#f07030", "#6f2c0a", "208", "52", "9", "1"},
	done:    shade{"#54e1b3", "#05684a", "79", "23", "", ""},
	doneBar: shade{"#2f8f74", "#7fb9a8", "66", "108", "", ""},
	track:   shade{"#454c63", "#c3cad8", "239", "251", "", ""},
	row:     shade{"#232c40", "#e3eaf6", "236", "254", "", ""},

	groundDark: "#1a1b26", groundLight: "#ffffff", inkOnDark: "#d8deec", inkOnLight: "#1c2230",
}

func themeOf(name string) *theme {
	switch name {
	case themeHighContrast:
		return &highContrast
	case themeColourBlind:
		return &colourBlind
	}
	return &standard
}
