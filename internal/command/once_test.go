package command

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/internal/export"
	"acrwatch/internal/simulator"
)

// ended is a run of the binary that is over.
type ended struct {
	code     int
	out, err string
}

// runs runs the binary to its end, with pipes for stdout and stderr.
func runs(t *testing.T, environ []string, args ...string) ended {
	t.Helper()
	var out, err bytes.Buffer
	cmd := exec.CommandContext(t.Context(), binary, args...)
	cmd.Env, cmd.Stdout, cmd.Stderr = environ, &out, &err
	_ = cmd.Run() // the code says more
	return ended{cmd.ProcessState.ExitCode(), out.String(), err.String()}
}

// schema is a part of the schema of what is written: the whole look, or with #/$defs/task a line of ndjson.
func schema(t *testing.T, part string) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	s, err := c.Compile("../../docs/output.schema.json" + part)
	require.NoError(t, err)
	return s
}

func validates(t *testing.T, s *jsonschema.Schema, text []byte) any {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	require.NoError(t, err)
	require.NoError(t, s.Validate(value))
	return value
}

func TestOnceIsAsTheSchemaSays(t *testing.T) {
	t.Parallel()
	scenarios := map[string]simulator.Options{
		"migration": {}, "hostile": {Scenario: "hostile"}, "drift": {Scenario: "drift"},
		"denied": {Deny: []string{"ListArtifactSubscriptionTask"}},
	}
	for name, o := range scenarios {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newLiveService(t, o)
			args := r.args("once", "--output", "json", "--limit", "12")
			if name != "drift" { // some of its tasks tell their parts never, or late
				args = append(args, "--layers")
			}
			got := runs(t, r.environ, args...)
			assert.Zero(t, got.code, got.err)
			look := validates(t, schema(t, ""), []byte(got.out)).(map[string]any)
			assert.Len(t, look["tasks"], 12)
			assert.Equal(t, name == "denied", look["partial"], got.err)
			first := look["tasks"].([]any)[0].(map[string]any)
			if name != "drift" {
				assert.Contains(t, first, "layers")
			}

			got = runs(t, r.environ, r.args("once", "--output", "ndjson", "--filter", "status:active", "--limit", "3")...)
			lines := strings.Split(strings.TrimSuffix(got.out, "\n"), "\n")
			require.Len(t, lines, 3)
			for _, line := range lines {
				task := validates(t, schema(t, "#/$defs/task"), []byte(line)).(map[string]any)
				assert.NotContains(t, task, "layers")
			}
		})
	}
}

// TestTheSchemaHasEveryField keeps a field from being added without a word on it.
func TestTheSchemaHasEveryField(t *testing.T) {
	text, err := os.ReadFile("../../docs/output.schema.json")
	require.NoError(t, err)
	var s struct {
		Defs map[string]struct {
			Properties map[string]any
			Required   []string
		} `json:"$defs"`
	}
	require.NoError(t, json.Unmarshal(text, &s))
	assert.ElementsMatch(t, export.TaskColumns(), s.Defs["task"].Required)
	assert.Len(t, s.Defs["task"].Properties, len(export.TaskColumns())+2)
	page, err := os.ReadFile("../../docs/output.md")
	require.NoError(t, err)
	for name := range s.Defs["task"].Properties {
		assert.Contains(t, string(page), "`"+name+"`", "docs/output.md")
	}
}

func TestOnceFollowsTheFlags(t *testing.T) {
	t.Parallel()
	r := newLiveService(t, simulator.Options{})
	got := runs(t, r.environ, r.args("once", "--output", "csv", "--columns", "id,status,size_bytes", "--filter", "status:syncing", "--sort", "-size")...)
	assert.Zero(t, got.code, got.err)
	assert.Empty(t, got.err)
	rows, err := csv.NewReader(strings.NewReader(got.out)).ReadAll()
	require.NoError(t, err)
	require.Greater(t, len(rows), 5)
	assert.Equal(t, []string{"id", "status", "size_bytes"}, rows[0])
	last := 0.0
	for _, row := range rows[1:] {
		assert.Equal(t, "syncing", row[1])
		var size float64
		require.NoError(t, json.Unmarshal([]byte(row[2]), &size), "active tasks were asked for their bytes")
		assert.GreaterOrEqual(t, size, last, "from the smallest on")
		last = size
	}

	got = runs(t, r.environ, r.args("once", "--filter", "kind:sync status:finished", "--columns", "id,status,image", "--limit", "4")...)
	assert.Zero(t, got.code, got.err)
	lines := strings.Split(strings.TrimSuffix(got.out, "\n"), "\n")
	require.Len(t, lines, 5)
	assert.Regexp(t, `^  ID +STATUS +IMAGE$`, lines[0])
	for _, line := range lines[1:] {
		assert.Regexp(t, `^[✓✗◇] rst-[0-9a-z]{16}  (done|failed|canceled) +\S+:\S+$`, line, "nothing is cut where no terminal is")
	}
}

func TestOnceOfNamedTasks(t *testing.T) {
	t.Parallel()
	r := newLiveService(t, simulator.Options{})
	ids := r.SyncTasks(r.Instances()[0])[:2]
	got := runs(t, r.environ, r.args("once", ids[0], ids[1], "rst-nobody", "--output", "ndjson")...)
	assert.Zero(t, got.code, got.err)
	assert.Equal(t, "acrwatch: rst-nobody: not known to any target that was asked\n", got.err)
	assert.Equal(t, 2, strings.Count(got.out, "\n"))
	for _, id := range ids {
		assert.Contains(t, got.out, id)
	}
	assert.Zero(t, r.Stats().Calls["ListArtifactSubscriptionTask"], "no list is read for two tasks")
}

func TestOnceExitCodes(t *testing.T) {
	t.Parallel()
	all := []string{"ListRepoSyncTask", "GetRepoSyncTask", "ListArtifactSubscriptionTask", "GetArtifactSubscriptionTask"}
	cases := map[string]struct {
		options simulator.Options
		args    []string
		code    int
		last    string // line of standard error
	}{
		"nothing matches the filter": {simulator.Options{}, []string{"--filter", "image:nobody"}, 0, "acrwatch: no tasks, or none that match"},
		"too little time":            {simulator.Options{Quota: 1}, []string{"--timeout", "1s"}, 4, "acrwatch: not all was known after 1s; give a longer --timeout, or ask for less"},
		"nothing permitted":          {simulator.Options{Deny: all}, nil, 6, "acrwatch: nothing could be read: not permitted, or bad credentials"},
		"a name not permitted":       {simulator.Options{Deny: all}, []string{"rst-1"}, 6, "acrwatch: nothing could be read: not permitted, or bad credentials"},
		"no such name":               {simulator.Options{}, []string{"rst-1", "crast-1"}, 7, "acrwatch: none of the tasks that were asked for is there"},
		"no such batch":              {simulator.Options{}, []string{"--batch", "nobody"}, 7, "acrwatch: none of the tasks that were asked for is there"},
		"nobody answers":             {simulator.Options{Plan: []simulator.Phase{{To: 1 << 40, Down: true}}}, []string{"--timeout", "1s"}, 8, "acrwatch: the service was not reached within 1s"},
	}
	for name, c := range cases {
		for _, output := range []string{"table", "json", "ndjson", "csv"} {
			t.Run(name+" "+output, func(t *testing.T) {
				t.Parallel()
				r := newLiveService(t, c.options)
				got := runs(t, r.environ, append(r.args("once", "--output", output), c.args...)...)
				assert.Equal(t, c.code, got.code, got.err)
				if c.code != 0 || output == tableOutput {
					assert.Equal(t, c.last, lastLine(got.err))
				}
				switch {
				case output == "json":
					look := validates(t, schema(t, ""), []byte(got.out)).(map[string]any)
					assert.Equal(t, c.code != 0, look["partial"])
				case c.code == exitDenied || c.code == exitUnreachable:
					assert.Empty(t, got.out, "an error is not an empty registry")
				}
			})
		}
	}
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	return lines[len(lines)-1]
}

func TestOnceWithAWrongKeyEndsAtOnce(t *testing.T) {
	t.Parallel()
	r := newLiveService(t, simulator.Options{})
	got := runs(t, append(r.environ, "ALIBABA_CLOUD_ACCESS_KEY_SECRET=WRONGSECRET"), r.args("once", "--timeout", "1h")...)
	assert.Equal(t, exitDenied, got.code)
	assert.Contains(t, got.err, "SignatureDoesNotMatch")
	assert.NotContains(t, got.err, "WRONGSECRET")
	assert.Empty(t, got.out)
}

func TestOnceMistakes(t *testing.T) {
	cases := map[string]struct {
		args []string
		want []string
	}{
		"an output":            {[]string{"--output", "yaml"}, []string{"acrwatch: --output: yaml: not one of table, json, ndjson, csv; give one of them"}},
		"a column":             {[]string{"--columns", "status,sise"}, []string{"acrwatch: --columns: sise: not a column; did you mean size?"}},
		"no column":            {[]string{"--columns", ","}, []string{"acrwatch: --columns: an empty name: not a column; known are status, image, "}},
		"a column of csv":      {[]string{"--output", "csv", "--columns", "size_byte"}, []string{"acrwatch: --columns: size_byte: not a column; did you mean size_bytes?"}},
		"a column twice":       {[]string{"--columns", "id,id"}, []string{"acrwatch: --columns: id: named twice; name it once"}},
		"columns of json":      {[]string{"--output", "json", "--columns", "id"}, []string{"acrwatch: --columns: json always has every field; give --output table or csv"}},
		"an order":             {[]string{"--sort", "-weight"}, []string{"acrwatch: --sort: weight: not a column; known are status, image, "}},
		"layers in csv":        {[]string{"--output", "csv", "--layers"}, []string{"acrwatch: --layers: csv has no room for layers; give --output json or ndjson"}},
		"a filter":             {[]string{"--filter", "status:faild"}, []string{`acrwatch: --filter "status:faild": column 8: `}},
		"several at once":      {[]string{"--limit", "-1", "--timeout", "0s"}, []string{"acrwatch: --limit: -1: below 0; give ", "acrwatch: --timeout: 0s: not above 0; give "}},
		"a limit of no number": {[]string{"--limit", "many"}, []string{"acrwatch: --limit: many: not a whole number; give one such as 20", "hint: acrwatch once --help shows the flags"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got := run(t, bare(t, someKey...), append([]string{"once", "--region", "cn-hangzhou"}, c.args...)...)
			assert.Equal(t, 2, got.code)
			assert.Empty(t, got.out)
			lines := strings.Split(strings.TrimSuffix(got.err, "\n"), "\n")
			require.Len(t, lines, len(c.want), got.err)
			for i, want := range c.want {
				assert.Contains(t, lines[i], want)
			}
		})
	}
}

func TestOnceIntoAFileAndAPipeThatIsLeft(t *testing.T) {
	t.Parallel()
	r := newLiveService(t, simulator.Options{})
	path := filepath.Join(t.TempDir(), "tasks.json")
	file, err := os.Create(path)
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), binary, r.args("once", "--output", "json", "--filter", "status:finished")...)
	cmd.Env, cmd.Stdout = r.environ, file
	require.NoError(t, cmd.Run())
	require.NoError(t, file.Close())
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	validates(t, schema(t, ""), text)

	read, write, err := os.Pipe()
	require.NoError(t, err)
	var errors bytes.Buffer
	cmd = exec.CommandContext(t.Context(), binary, r.args("once", "--output", "ndjson", "--filter", "status:finished")...)
	cmd.Env, cmd.Stdout, cmd.Stderr = r.environ, write, &errors
	require.NoError(t, cmd.Start())
	require.NoError(t, write.Close())
	_, err = bufio.NewReaderSize(read, 16).ReadString('{')
	require.NoError(t, err)
	require.NoError(t, read.Close())
	require.NoError(t, cmd.Wait(), "a reader may leave")
	assert.Empty(t, errors.String())
}

func TestColumnsThatOneLookFills(t *testing.T) {
	assert.Equal(t, []string{"status", "image", "size", "age"}, seenAtOnce([]string{"status", "rate", "image", "left"}))
	assert.Equal(t, []string{"age", "status", "size"}, seenAtOnce([]string{"age", "left", "status"}))
	assert.Equal(t, []string{"image", "status"}, seenAtOnce([]string{"image", "status"}), "nothing was taken away")
}
