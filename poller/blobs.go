package poller

// blobKey is one layer at one destination: it is moved there once, whoever needs it.
type blobKey int64

func (p piece) at(to hash) blobKey { return blobKey(p.digest) ^ blobKey(to) }

// blob counts who needs a layer. Those who gave up count for what they moved, and only when nobody else needs it.
type blob struct {
	needed, lost int32
	size, moved  int64
	mixed        bool // the tasks that have it do not tell the same of it, or once did not
}

func (b *blob) bytes() int64 {
	switch {
	case b.needed > 0:
		return b.size
	case b.lost > 0:
		return b.moved
	}
	return 0
}

// hold counts one more task that has the layer, or one less, which tells so many bytes of it.
func (b *blob) hold(bytes int64, lost bool, by int32) {
	b.mixed = b.mixed || b.mixes(bytes, lost, by)
	if lost {
		b.lost += by
		b.moved = max(b.moved, bytes)
		return
	}
	b.needed += by
	if by > 0 {
		b.size = bytes
	}
}

// mixes says that from now on the tasks that have a layer cannot tell any more what is known of it: they do not agree on
// its bytes, or the one that knew them has gone.
func (b *blob) mixes(bytes int64, lost bool, by int32) bool {
	if lost {
		return b.lost > 0 && b.moved != bytes || b.lost+by == 0 && b.needed > 0
	}
	return b.needed > 0 && b.size != bytes
}

// blobs are the layers of the work in hand, which may never rest: those that nobody has any more are forgotten.
type blobs struct {
	plain map[blobKey]plainBlob // nearly all of them, in half the memory
	other map[blobKey]blob      // what a plainBlob cannot tell
}

// newBlobs has room for so many.
func newBlobs(room int) blobs {
	return blobs{make(map[blobKey]plainBlob, room), make(map[blobKey]blob)}
}

// get is the blob of a key, the zero value when there is none.
func (x *blobs) get(key blobKey) blob {
	if p, found := x.plain[key]; found {
		return p.blob()
	}
	return x.other[key]
}

func (x *blobs) put(key blobKey, b blob) {
	p, plain := b.plain()
	switch {
	case plain:
		x.plain[key] = p
		delete(x.other, key)
	case b.needed+b.lost > 0:
		x.other[key] = b
		delete(x.plain, key)
	default:
		delete(x.other, key)
		delete(x.plain, key)
	}
}

// mixed are those that the tasks do not tell.
func (x *blobs) mixed() map[blobKey]blob {
	found := make(map[blobKey]blob)
	for key, b := range x.other {
		if b.mixed {
			found[key] = b
		}
	}
	return found
}

// plainBlob is a blob that nobody gave up, and of which all say the same: how many need it, and its size.
type plainBlob uint64

const (
	plainSizeBits = 45 // weightMost is the largest size
	plainMost     = 1<<(64-plainSizeBits) - 1
)

// plain is the blob as a plainBlob, if it can be one.
func (b *blob) plain() (plainBlob, bool) {
	if b.needed <= 0 || b.needed > plainMost || b.lost != 0 || b.mixed || b.moved != 0 || b.size < 0 || b.size > weightMost {
		return 0, false
	}
	return plainBlob(b.needed)<<plainSizeBits | plainBlob(b.size), true
}

func (p plainBlob) blob() blob {
	return blob{needed: int32(p >> plainSizeBits), size: int64(p & (1<<plainSizeBits - 1))}
}
