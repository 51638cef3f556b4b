package journal

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"acrwatch/api"
)

// A list can only be built from what there was before it.
func TestListsOutOfBoundsAreRefused(t *testing.T) {
	was := each([]api.Layer{{ID: "a"}, {ID: "b"}})
	for text, good := range map[string]bool{
		`[2]`: true, `[-2]`: true, `[1,-1]`: true,
		`[3]`: false, `[-3]`: false, `[1,2]`: false, `[9223372036854775807]`: false,
		`[-9223372036854775808]`: false, `[-9223372036854775808,{"s":"x"}]`: false,
	} {
		s := scan([]byte(text))
		layerTable.readList(s, was, nil, nil)
		assert.Equal(t, good, s.end() == nil, text)
	}
}
