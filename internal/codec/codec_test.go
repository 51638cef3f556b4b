package codec

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// thing has a field of every type.
type thing struct {
	Text, Word string
	Number     int64
	Small      uint8
	Float      float64
	Halves     []float32
	Yes        bool
	When       time.Time
	Date       time.Time
	Things     []thing
	Pair       [2]int
}

func (t *thing) describe(c *Codec) {
	c.Text("text", &t.Text)
	Word(c, "word", &t.Word)
	Int(c, "number", &t.Number)
	Int(c, "small", &t.Small)
	c.Float("float", &t.Float)
	List(c, "halves", &t.Halves, (*Codec).Float32Value)
	c.Bool("yes", &t.Yes)
	c.Time("when", &t.When, time.Time{})
	c.Date("date", &t.Date)
	List(c, "things", &t.Things, func(c *Codec, t *thing) { c.Object(t.describe) })
	Each(c, "pair", 2, func(c *Codec, i int) { IntValue(c, &t.Pair[i]) })
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	at := time.Date(2026, 3, 4, 12, 0, 0, 123456789, time.UTC)
	for name, want := range map[string]thing{
		"nothing": {},
		"everything": {
			Text: "a", Word: "b", Number: math.MinInt64, Small: 255, Float: math.Pi, Halves: []float32{0.1, 0, 3e38}, Yes: true,
			When: at, Date: at.Truncate(time.Millisecond), Things: []thing{{Text: "in"}, {}, {Things: []thing{}}}, Pair: [2]int{-1, 7},
		},
		"texts to be escaped": {Text: "\"\\ 中文 </b>", Word: `\`, Things: []thing{{Text: `a\\"b`}, {Word: `"`}}},
		"an empty list":       {Things: []thing{}, Halves: []float32{}},
		"far numbers":         {Number: math.MaxInt64, Float: 1e-300, When: time.Unix(0, 0).UTC(), Date: time.Unix(0, 0).UTC()},
	} {
		t.Run(name, func(t *testing.T) {
			text := Append(nil, want.describe)
			require.True(t, json.Valid(text), "%s", text)
			var got thing
			require.NoError(t, new(Reader).Read(text, got.describe))
			assert.Equal(t, want, got)
		})
	}
}

func TestFaultsTellTheirPlace(t *testing.T) {
	for text, want := range map[string]string{
		``:                       `at byte 0: '{' is missing`,
		`{`:                      `at byte 1: '}' is missing`,
		`{"text":"a}`:            `at byte 11: not a string`,
		`{"text":1}`:             `at byte 8: '"' is missing`,
		`{"number":"1"}`:         `at byte 10: not a number that fits here`,
		`{"small":256}`:          `at byte 12: not a number that fits here`,
		`{"float":1e999}`:        `at byte 14: not a number that fits here`,
		`{"word":"a","text":""}`: `at byte 11: not known here: ",\"text\":\"\"}"`,
		`{"pair":[1]}`:           `at byte 10: 1 elements, not 2`,
		`{"pair":[1,2,3]}`:       `at byte 12: not known here: ",3]}"`,
		`{"things":[{}{}]}`:      `at byte 13: ',' is missing`,
		`{"things":[1]}`:         `at byte 11: '{' is missing`,
		`{} `:                    `at byte 2: more than one value`,
	} {
		t.Run(text, func(t *testing.T) {
			var got thing
			assert.EqualError(t, new(Reader).Read([]byte(text), got.describe), want)
		})
	}
}

func TestTextsAreCleaned(t *testing.T) {
	var got thing
	text := `{"text":"\u001b]0;a\u0007","word":"` + "\u009b\u202e" + `","things":[{"word":"` + "\u009b\u202e" + `"}]}`
	require.NoError(t, new(Reader).Read([]byte(text), got.describe))
	assert.Equal(t, thing{Text: "·]0;a·", Word: "··", Things: []thing{{Word: "··"}}}, got)
}

func FuzzRead(f *testing.F) {
	whole := thing{Text: `a"`, Halves: []float32{1}, Things: []thing{{Word: "中"}}, Pair: [2]int{1, 2}}
	f.Add(Append(nil, whole.describe))
	f.Add([]byte(`{"text":"\`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var got, again thing
		if new(Reader).Read(text, got.describe) != nil {
			return
		}
		require.NoError(t, new(Reader).Read(Append(nil, got.describe), again.describe))
		assert.Equal(t, Append(nil, got.describe), Append(nil, again.describe))
	})
}
