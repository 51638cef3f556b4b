package simulator

import "fmt"

const (
	kib = 1 << 10
	mib = 1 << 20
)

// blob is one layer of one manifest. Keys stand for digests: equal keys are the same bytes.
type blob struct {
	digest, artifact uint64
	size             int64
}

// recipe is a repository and what its images are made of.
type recipe struct {
	namespace, repo string
	base            string             // images with the same base share its layers
	arches          int                // manifests; each has layers of its own, and the empty layer again
	own             []int64            // bytes of its own layers, oldest first; the last two change with every tag
	tag             func(v int) string // v counts the versions, 0 is the one of the first wave
}

// bases are the layers that many repositories start from, in bytes.
var bases = map[string][]int64{
	"alpine": {3_623_807},
	"debian": {30_539_000},
	"ubuntu": {29_720_000, 847, 162},
	"python": {30_539_000, 23_655_489, 64_140_000, 6_290_000, 1_468_006},
	"jdk":    {30_539_000, 1_291_000, 198_400_000, 160},
	"cuda":   {29_720_000, 7_940_000, 59_300_000, 186, 6_880, 1_310_000_000},
}

// recipes is what the simulated company ships.
var recipes = []recipe{
	{"web", "frontend", "debian", 1, []int64{23_655_489, 32, 1_468_006, 101_100_000, 92_280_000, 429_920_000, 1_260_000_000, 602}, dotted3("v", 2140)},
	{"web", "api", "alpine", 2, []int64{32, 41_300_000, 9_240, 88_100_000, 70_200_000, 1_312}, dotted3("v", 2140)},
	{"web", "search", "jdk", 1, []int64{32, 12_100_000, 2_270, 780_000_000, 602}, dotted2("", 14)},
	{"data", "spark", "jdk", 1, []int64{32, 287_900_000, 144_000_000, 398_000_000, 73_000_000, 912_000_000, 690_000_000, 5_871}, func(v int) string { return dotted3("", 351)(v) + "-arm64" }},
	{"data", "flink", "jdk", 2, []int64{32, 176_000_000, 4_480_000, 331_000_000, 602}, dotted2("1.", 200)},
	{"ml", "训练-resnet", "cuda", 1, []int64{32, 318_000_000, 1_740_000_000, 14_800_000, 946_000_000, 402_000_000, 11_204}, monthly(11)},
	{"ml", "embed", "cuda", 1, []int64{32, 96_000_000, 220_000_000, 351_000_000, 9_811}, monthly(10)},
	{"infra", "envoy", "ubuntu", 2, []int64{32, 1_180_000, 58_700_000, 17_400_000, 602}, dotted2("", 131)},
	{"infra", "otel-collector", "alpine", 2, []int64{32, 84_000_000, 602}, dotted3("", 1120)},
	{"pay", "ledger", "jdk", 1, []int64{32, 38_200_000, 187_000_000, 246_000_000, 1_894}, dotted2("", 29)},
	{"pay", "gateway", "jdk", 1, []int64{32, 21_500_000, 96_400_000, 112_000_000, 602}, dotted3("", 510)},
	{"base", "runtime", "ubuntu", 2, []int64{32, 68_800_000, 201_000_000, 602}, dotted2("", 244)},
	{"base", "python", "python", 2, []int64{32, 17_800_000, 602}, dotted3("", 3127)},
	{"edge", "agent", "alpine", 2, []int64{32, 33_900_000, 102_000_000, 602}, dotted2("", 72)},
}

// recipeOf finds a recipe that the scripts name; they name only those that exist.
func recipeOf(namespace, repo string) *recipe {
	for i := range recipes {
		if recipes[i].namespace == namespace && recipes[i].repo == repo {
			return &recipes[i]
		}
	}
	panic("no recipe for " + namespace + "/" + repo)
}

// dotted2 makes tags like 1.31: v = 0 is the number at.
func dotted2(prefix string, at int) func(int) string {
	return func(v int) string {
		n := max(at+v, 0)
		if at < 100 {
			return fmt.Sprintf("%s%d.%d", prefix, n/10, n%10)
		}
		return fmt.Sprintf("%s%d.%d", prefix, n/100, n%100)
	}
}

// dotted3 makes tags like v2.14.0; of three digits, each is a part: 351 is 3.5.1.
func dotted3(prefix string, at int) func(int) string {
	major := 1000
	if at < 1000 {
		major = 100
	}
	return func(v int) string {
		n := max(at+v, 0)
		return fmt.Sprintf("%s%d.%d.%d", prefix, n/major, n%major/10, n%10)
	}
}

// monthly makes tags like 2026-11, then 2026-11.1 for what is built after it.
func monthly(month int) func(int) string {
	return func(v int) string {
		if v > 0 {
			return fmt.Sprintf("2026-%02d.%d", month, v)
		}
		m := max(2026*12+month-1+v, 0)
		return fmt.Sprintf("%04d-%02d", m/12, m%12+1)
	}
}

// blobs lists the layers of an image. The same seed and tag give the same bytes wherever the image goes.
func (r *recipe) blobs(seed uint64, tag string) []blob {
	out := make([]blob, 0, r.arches*(len(bases[r.base])+len(r.own)))
	for arch := range uint64(r.arches) {
		artifact := hash(hashText(seed, "manifest", r.namespace, r.repo, tag), arch)
		base := hashText(seed, "base", r.base)
		for i, size := range bases[r.base] {
			out = append(out, layerBlob(hash(base, arch, uint64(i)), artifact, size))
		}
		for i, size := range r.own {
			key := hashText(seed, r.namespace, r.repo)
			if i >= len(r.own)-2 {
				key = hashText(seed, r.namespace, r.repo, tag)
			}
			out = append(out, layerBlob(hash(key, arch, uint64(i)), artifact, size))
		}
	}
	return out
}

// layerBlob lets the digest decide the exact size, so that equal digests have equal sizes.
func layerBlob(key, artifact uint64, size int64) blob {
	switch {
	case size == 32:
		key = emptyKey
	case size >= 4*kib:
		size = int64(float64(size) * (0.96 + 0.08*unit(key)))
	}
	return blob{digest: key, artifact: artifact, size: size}
}
