package simulator

import (
	"math"
	"time"
)

// regionID is the region of every simulated instance.
const regionID = "cn-shanghai"

// instance is a registry instance of the simulated account.
type instance struct {
	id, name, specification, status string
	slots                           int // sync tasks at a time; more wait in the queue
}

// instances of the account, the one that other names stand for first.
var instances = []instance{
	{"cri-sgedpenzw80e", "prod-shanghai", "Enterprise_Advanced", "RUNNING", 10},
	{"cri-b8x1r5mq2vhf", "edge-shanghai", "Enterprise_Standard", "RUNNING", 3},
	{"cri-d4u7o0yj9cla", "lab-shanghai", "Enterprise_Basic", "STOPPED", 0},
}

const (
	prod = 0
	edge = 1
)

// destination is a region that images are mirrored to.
type destination struct {
	region, instance, nick string
	accelerated, cross     bool
	link                   string // a custom link, empty for the default one
	rate                   int    // MiB/s that the link to it carries from prod, all tasks together
}

var destinations = []destination{
	{"eu-west-1", "cri-leqzomz5vijc", "nightly-eu", true, true, "", 27},
	{"us-east-1", "cri-0hw7kq2m1xya", "us-mirror", true, false, "", 42},
	{"ap-southeast-1", "cri-7m2v9c0qpl3d", "apac-live", false, false, "stl-b3fpik5nq6oy7xw2", 26},
	{"eu-central-1", "cri-k3p9t6wz4e1s", "dach-archive", false, false, "", 13},
}

const (
	euWest = iota
	usEast
	apSoutheast
	euCentral
)

// route is the way from an instance to a destination. Everything on it shares its link.
type route struct {
	index    int // in routes
	from, to int // in instances and destinations
	plain    bool
	capacity float64 // bytes/s before weather
	key      uint64
}

// routes gives every pair its link, and a plain one for tasks without a rule, which pay for no acceleration.
func routes(seed uint64) []*route {
	var out []*route
	for from := range []int{prod, edge} {
		for to := range destinations {
			for _, plain := range []bool{false, true} {
				rate := float64(destinations[to].rate)
				if plain {
					rate = 11
				}
				if from == edge {
					rate /= 3
				}
				key := hash(seed, uint64(from), uint64(to), uint64(rate))
				out = append(out, &route{len(out), from, to, plain, rate * mib, key})
			}
		}
	}
	return out
}

func routeIndex(from, to int, plain bool) int {
	i := 2 * (from*len(destinations) + to)
	if plain {
		i++
	}
	return i
}

func (r *route) accelerated() bool { return destinations[r.to].accelerated && !r.plain }

func (r *route) link() string {
	if r.plain {
		return ""
	}
	return destinations[r.to].link
}

// weather is how a link varies: a slow swell and a little noise, so that rates look alive.
func (r *route) weather(t time.Duration) float64 {
	swell := math.Sin(2 * math.Pi * (t.Seconds()/47 + unit(r.key)))
	return 1 + 0.10*swell + 0.12*(unit(hash(r.key, uint64(t/weatherStep)))-0.5)
}

// weatherStep is how long a rate holds before the weather changes it.
const weatherStep = 2 * time.Second

// rule mirrors a namespace to a destination.
type rule struct {
	id, name, namespace string
	from, to            int
	created             time.Duration
}

// rules has one for every namespace and destination of prod, and those of the edge.
func rules(seed uint64) map[ruleKey]*rule {
	out := map[ruleKey]*rule{}
	for i := range recipes {
		namespace := recipes[i].namespace
		from := prod
		if namespace == "edge" {
			from = edge
		}
		for to, d := range destinations {
			name := d.nick
			if namespace != "web" {
				name += "-" + namespace
			}
			h := hashText(seed, "rule", name)
			out[ruleKey{namespace, to}] = &rule{
				id: rulePrefix + word(h, 16), name: name, namespace: namespace, from: from, to: to,
				created: -90*24*time.Hour - time.Duration(unit(h)*float64(300*24*time.Hour)),
			}
		}
	}
	return out
}

type ruleKey struct {
	namespace string
	to        int
}
