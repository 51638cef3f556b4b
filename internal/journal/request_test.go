package journal

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestRequestIDsAreShortAndNeverTakenForOthers(t *testing.T) {
	for name, test := range map[string]struct{ id, written string }{
		"a UUID":                   {"00112233-4455-6677-8899-AABBCCDDEEFF", `"ABEiM0RVZneImaq7zN3u_w"`},
		"small letters":            {"00112233-4455-6677-8899-aabbccddeeff", `"00112233-4455-6677-8899-aabbccddeeff"`},
		"hyphens elsewhere":        {"001122334-455-6677-8899-AABBCCDDEEFF", `"001122334-455-6677-8899-AABBCCDDEEFF"`},
		"too many hyphens":         {"-0112233-4455-6677-8899-AABBCCDDEEFF", `"-0112233-4455-6677-8899-AABBCCDDEEFF"`},
		"no hexadecimal digits":    {"00112233-4455-6677-8899-AABBCCDDEEFG", `"00112233-4455-6677-8899-AABBCCDDEEFG"`},
		"as long as the short one": {"ABEiM0RVZneImaq7zN3u_w", `"=ABEiM0RVZneImaq7zN3u_w"`},
		"an equals sign in front":  {"=a", `"==a"`},
		"something else":           {"req-1", `"req-1"`},
		"nothing":                  {"", `""`},
	} {
		t.Run(name, func(t *testing.T) {
			written := appendText(nil, requestID(test.id).short())
			assert.Equal(t, test.written, string(written))
			s := scan(written)
			assert.Equal(t, requestID(test.id), s.requestID())
			assert.NoError(t, s.end())
		})
	}
}

func TestDamagedRequestIDsAreRefused(t *testing.T) {
	s := scan([]byte(`"ABEiM0RVZneImaq7zN3u.w"`))
	s.requestID()
	assert.ErrorIs(t, s.end(), errShape)
}
