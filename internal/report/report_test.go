package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func written(t *testing.T, r *Report, f Format) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, r.Write(&b, f))
	return b.String()
}

func TestWhatANightWas(t *testing.T) {
	r := read(t, taped(t, night))
	const mib = 1 << 20
	s := r.Summary
	assert.Equal(t, []int{4, 1, 1, 0, 2, 1}, []int{s.Tasks, s.Done, s.Failed, s.Canceled, s.Open, s.Earlier})
	assert.EqualValues(t, (1024+380+80)*mib, s.Moved)
	assert.EqualValues(t, (1024+380+1024)*mib, s.Size, "of the failed one what it moved")
	assert.EqualValues(t, (600+424+180+200+424)*mib, s.Unique, "one layer is at eu-west-1 once")

	require.Len(t, r.Routes, 3)
	assert.Equal(t, []any{"eu-west-1", true, 2}, []any{r.Routes[0].To, *r.Routes[0].Accelerated, r.Routes[0].Tasks})
	assert.Equal(t, "subscription", r.Routes[2].Kind)
	assert.Nil(t, r.Routes[2].Moved, "a subscription tells no bytes")
	assert.EqualValues(t, 6, *r.Routes[2].TagsOf)

	require.Len(t, r.Failures, 1, "what failed before is not part of it")
	f := r.Failures[0]
	assert.Equal(t, []string{"NETWORK_ERROR", "helps", "eu-central-1", "nightly"}, []string{f.Issue, f.Retry, f.To, f.Rule})
	assert.Equal(t, "REQ-rst-search", f.Tasks[0].RequestID)
	assert.EqualValues(t, 380*mib, *f.Reached)

	require.Len(t, r.Stalls, 1)
	assert.Equal(t, []any{"rst-search", "moved", 100.0}, []any{r.Stalls[0].ID, r.Stalls[0].End, r.Stalls[0].Seconds})
	assert.Len(t, r.Stalls[0].Layers, 2)
	assert.Equal(t, []string{"rst-slow", "crast-1"}, []string{r.Open[0].ID, r.Open[1].ID})

	require.Len(t, r.Troubles, 2)
	assert.Equal(t, []any{"throttled", 3, true}, []any{r.Troubles[0].Class, r.Troubles[0].Calls, r.Troubles[0].Over})
	assert.Equal(t, []any{"not permitted", 1, false}, []any{r.Troubles[1].Class, r.Troubles[1].Calls, r.Troubles[1].Over})
	kinds := []string{}
	for _, g := range r.Gaps {
		kinds = append(kinds, g.Kind)
	}
	assert.Equal(t, []string{"paused", "suspended"}, kinds)
}

// What moved is the same sum whichever way it is cut.
func sumsAgree(t *testing.T, r *Report) {
	t.Helper()
	periods, steps, routes, batches := int64(0), int64(0), int64(0), int64(0)
	ends := 0
	for _, p := range r.Periods {
		periods += value(p.Moved)
		ends += p.Done + p.Failed + p.Canceled
	}
	for _, m := range r.Timeline.Moved {
		steps += value(m)
	}
	for _, route := range r.Routes {
		routes += value(route.Moved)
	}
	for _, b := range r.Batches {
		batches += b.Moved
	}
	for by, sum := range map[string]int64{"periods": periods, "steps": steps, "routes": routes, "batches": batches} {
		assert.Equal(t, r.Summary.Moved, sum, by)
	}
	assert.Equal(t, r.Summary.Done+r.Summary.Failed+r.Summary.Canceled, ends)
	failures := 0
	for _, g := range r.Failures {
		failures += len(g.Tasks)
	}
	assert.Equal(t, r.Summary.Failed, failures)
	assert.Len(t, r.Open, r.Summary.Open)
}

func TestSumsAgree(t *testing.T) { sumsAgree(t, read(t, taped(t, night))) }

func TestFrames(t *testing.T) {
	r := read(t, taped(t, night))
	for _, f := range Formats {
		t.Run(string(f), func(t *testing.T) { golden.RequireEqual(t, written(t, r, f)) })
	}
}

func TestARecordingOfNothing(t *testing.T) {
	r := read(t, taped(t, func(p *tape) { p.wait(4 * time.Second) }))
	assert.Zero(t, r.Summary.Tasks)
	assert.Nil(t, r.Summary.Rate)
	assert.Contains(t, written(t, r, Markdown), "No task was in hand.")
	wellFormed(t, written(t, r, HTML))
}

// wellFormed holds that a page has no element but ours, and nothing that is fetched or run.
func wellFormed(t *testing.T, page string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(page))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	ours := strings.Fields("html head meta title style body header footer p h1 h2 h3 code span b br ul li div table thead tbody tr th td svg line text path rect")
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		require.NoError(t, err)
		if e, is := token.(xml.StartElement); is {
			require.Contains(t, ours, e.Name.Local)
			for _, a := range e.Attr {
				require.NotContains(t, []string{"src", "href", "onload", "onerror", "srcset"}, strings.ToLower(a.Name.Local))
			}
		}
	}
}

// Names may be anything.
func TestHostileNames(t *testing.T) {
	const bad = "</title><script>alert(1)</script>|`*_[x](http://evil.example)<img src=x onerror=y>&amp;\n# head"
	r := read(t, taped(t, func(p *tape) {
		hostile := p.task("rst-1", bad, bad, true)
		hostile.BatchID, hostile.RuleID = bad, bad
		p.list(hostile)
		for i := range int64(12) {
			p.wait(10 * time.Second)
			p.get(with(hostile, min(100*i, 300), 20))
		}
		p.list(ended(hostile, "ERROR", bad, p.at))
	}))
	require.Len(t, r.Failures, 1)
	require.Len(t, r.Stalls, 1)
	r.Notes, r.Zone, r.Program, r.IDs = []string{bad}, bad, bad, []string{bad}
	r.Troubles = []Trouble{{Target: bad, Class: bad, Operation: bad, Code: bad, Message: bad, RequestID: bad, Action: bad}}
	page := written(t, r, HTML)
	wellFormed(t, page)
	assert.NotContains(t, page, "<script")
	assert.NotContains(t, page, "<img")
	text := written(t, r, Markdown)
	for _, mark := range []string{"<script", "<img", "](http", "http://", "\n# head"} {
		assert.NotContains(t, text, mark)
	}
	columns := 0
	for line := range strings.SplitSeq(text, "\n") {
		bars := strings.Count(line, "|") - strings.Count(line, `\|`)
		if strings.HasPrefix(line, "|") && columns > 0 {
			assert.Equal(t, columns, bars, line)
		}
		if columns = bars; !strings.HasPrefix(line, "|") {
			columns = 0
		}
	}
}

func TestJSONIsAsTheSchemaSays(t *testing.T) {
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	schema, err := c.Compile("../../docs/report.schema.json")
	require.NoError(t, err)
	for name, play := range map[string]func(*tape){"night": night, "nothing": func(p *tape) { p.wait(2 * time.Second) }} {
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(written(t, read(t, taped(t, play)), JSON)))
		require.NoError(t, err)
		require.NoError(t, schema.Validate(value), name)
	}
}

// TestTheSchemaHasEveryField keeps a field from being added without a word on it.
func TestTheSchemaHasEveryField(t *testing.T) {
	text, err := os.ReadFile("../../docs/report.schema.json")
	require.NoError(t, err)
	type object struct {
		Properties map[string]any
		Required   []string
	}
	var s struct {
		Properties map[string]any
		Required   []string
		Defs       map[string]object `json:"$defs"`
	}
	require.NoError(t, json.Unmarshal(text, &s))
	s.Defs["Report"] = object{s.Properties, s.Required}
	shapes := []any{
		Report{},
		Target{},
		Summary{},
		Period{},
		Timeline{},
		Route{},
		Batch{},
		FailureGroup{},
		Failure{},
		Stall{},
		StallLayer{},
		Layer{},
		Open{},
		Gap{},
		Trouble{},
	}
	for _, v := range shapes {
		var fields []string
		of := reflect.TypeOf(v)
		for i := range of.NumField() {
			fields = append(fields, of.Field(i).Tag.Get("json"))
		}
		assert.ElementsMatch(t, fields, s.Defs[of.Name()].Required, of.Name())
		for _, f := range fields {
			assert.Contains(t, s.Defs[of.Name()].Properties, f, of.Name())
		}
	}
}

// Of a step that the recording cuts, only the recorded part counts: what moved in ten seconds of five minutes is not spread
// over all five.
func TestThePeakOfAShortStep(t *testing.T) {
	from := time.Date(2026, 11, 25, 2, 4, 50, 0, time.UTC)
	r := Report{From: Time{from}, To: Time{from.Add(20 * time.Minute)}, Timeline: Timeline{
		From: Time{from.Add(-290 * time.Second)}, Step: 300, Moved: []*int64{some(int64(20_000)), some(int64(30_000)), nil, some(int64(3_000))},
	}}
	peak, at := r.peak()
	require.NotNil(t, peak)
	assert.InDelta(t, 2000, *peak, 1e-9)
	assert.Equal(t, from, at.Time)

	r.Timeline.Moved = []*int64{nil, some(int64(0))}
	peak, at = r.peak()
	assert.Nil(t, peak)
	assert.Zero(t, at)
}
