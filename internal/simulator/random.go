package simulator

import "time"

// mix is the finalizer of splitmix64. It is a bijection, which unmix reverses.
func mix(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	x ^= x >> 31
	return x
}

func unmix(x uint64) uint64 {
	x ^= x>>31 ^ x>>62
	x *= 0x319642b2d24d8ec3
	x ^= x>>27 ^ x>>54
	x *= 0x96de1b173f119089
	x ^= x>>30 ^ x>>60
	return x
}

// hash folds numbers into one that looks random.
func hash(seed uint64, parts ...uint64) uint64 {
	for _, p := range parts {
		seed = mix(seed + 0x9e3779b97f4a7c15 + mix(p))
	}
	return seed
}

// hashText is FNV-1a, mixed: names become numbers.
func hashText(seed uint64, texts ...string) uint64 {
	h := uint64(14695981039346656037) ^ seed
	for _, s := range texts {
		for i := range len(s) {
			h = (h ^ uint64(s[i])) * 1099511628211
		}
		h = (h ^ 0xff) * 1099511628211
	}
	return mix(h)
}

// dice is a stream of numbers that a seed determines.
type dice struct{ state uint64 }

func (d *dice) next() uint64 {
	d.state += 0x9e3779b97f4a7c15
	return mix(d.state)
}

func (d *dice) intn(n int) int { return int(d.next() % uint64(n)) }

// unit is in [0, 1).
func (d *dice) unit() float64 { return unit(d.next()) }

func (d *dice) between(lo, hi time.Duration) time.Duration {
	return lo + time.Duration(d.unit()*float64(hi-lo))
}

// unit turns a hash into a number in [0, 1).
func unit(h uint64) float64 { return float64(h>>11) / (1 << 53) }
