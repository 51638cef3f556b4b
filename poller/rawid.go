package poller

import (
	"encoding/hex"
	"strconv"
	"strings"
)

const (
	digestStart  = "sha256:"
	digestBytes  = 32
	digestLength = len(digestStart) + 2*digestBytes
)

// rawDigest is the bytes of a digest of SHA-256 as the service writes it; nil for any other text.
func rawDigest(digest string) []byte {
	if len(digest) != digestLength || !strings.HasPrefix(digest, digestStart) || strings.ContainsAny(digest, "ABCDEF") {
		return nil
	}
	raw, err := hex.DecodeString(digest[len(digestStart):])
	if err != nil {
		return nil
	}
	return raw
}

// digestOf is the digest of its bytes.
func digestOf(raw string) string {
	text := append(make([]byte, 0, digestLength), digestStart...)
	return string(hex.AppendEncode(text, []byte(raw)))
}

// The id of a layer is, as a rule, a prefix and two times eight digits of base 36.
const (
	idStart  = "rslt-"
	idDigits = 8
	idBytes  = 2 * halfBytes

	halfBytes = 6
)

// rawID is the bytes of the id of a layer; nil for one that is unlike most.
func rawID(id string) []byte {
	digits, found := strings.CutPrefix(id, idStart)
	if !found || len(digits) != 2*idDigits {
		return nil
	}
	var raw []byte
	for _, half := range []string{digits[:idDigits], digits[idDigits:]} {
		n, err := strconv.ParseUint(half, 36, 64)
		if err != nil {
			return nil
		}
		for shift := 8 * (halfBytes - 1); shift >= 0; shift -= 8 {
			raw = append(raw, byte(n>>shift))
		}
	}
	if idOf(string(raw)) != id {
		return nil
	}
	return raw
}

// idOf is the id of its bytes.
func idOf(raw string) string {
	text := append(make([]byte, 0, len(idStart)+2*idDigits), idStart...)
	for _, half := range []string{raw[:halfBytes], raw[halfBytes:]} {
		var n uint64
		for i := range halfBytes {
			n = n<<8 | uint64(half[i])
		}
		digits := strconv.FormatUint(n, 36)
		text = append(append(text, zeros[:idDigits-len(digits)]...), digits...)
	}
	return string(text)
}

const zeros = "00000000"
