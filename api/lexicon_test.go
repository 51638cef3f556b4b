package api

import (
	"hash/maphash"
	"strconv"
	"strings"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"
)

func TestAnswersHaveTheirTextsInMemoryOnce(t *testing.T) {
	const answer = `{"SyncTaskId":"rst-1","TaskStatus":"SYNCHRONIZING","ImageFrom":{"RegionId":"cn-shanghai","RepoName":"nginx"},
		"LayerTasks":[{"Digest":"sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}]}`
	texts := func() []string {
		task := newDecoder().syncTask(value(strings.Clone(answer)))
		return []string{string(task.Status), task.From.RegionID, task.From.Repo, task.Layers[0].Digest}
	}
	first, second := texts(), texts()
	for i, text := range first {
		assert.NotEmpty(t, text)
		assert.Equal(t, text, second[i])
		assert.Same(t, unsafe.StringData(text), unsafe.StringData(second[i]), text)
	}
}

func TestTheLexiconForgets(t *testing.T) {
	x := lexicon{seed: maphash.MakeSeed()}
	for i := range 10 * len(x.texts) {
		text := strconv.Itoa(i)
		assert.Equal(t, text, x.same(text))
	}
	long := strings.Repeat("x", lexiconLongest+1)
	assert.Equal(t, long, x.same(long))
	assert.NotContains(t, x.texts, long)
}
