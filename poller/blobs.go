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
	if b.needed += by; by > 0 {
		b.size = bytes
	} else if b.needed == 0 {
		b.size = 0 // of no use any more
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

// plainBlob is a blob of which all say the same, and that all need or all gave up: which of these, how many, and their bytes.
type plainBlob uint64

const (
	plainLost      = 1 << 63
	plainBytesBits = 45 // weightMost is the most
	plainMost      = 1<<(63-plainBytesBits) - 1
)

// plain is the blob as a plainBlob, if it can be one.
func (b *blob) plain() (plainBlob, bool) {
	p, count, bytes := plainBlob(0), b.needed, b.size
	if b.needed == 0 {
		p, count, bytes = plainLost, b.lost, b.moved
	}
	p |= plainBlob(count)<<plainBytesBits | plainBlob(bytes)
	return p, count > 0 && count <= plainMost && bytes >= 0 && bytes <= weightMost && p.blob() == *b
}

func (p plainBlob) blob() blob {
	count, bytes := int32(p>>plainBytesBits&plainMost), int64(p&(1<<plainBytesBits-1))
	if p&plainLost != 0 {
		return blob{lost: count, moved: bytes}
	}
	return blob{needed: count, size: bytes}
}
