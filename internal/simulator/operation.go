package simulator

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// call is a genuine request.
type call struct {
	name, version, method, requestID string

	query url.Values
	now   time.Time

	largest int           // rows of a page
	at      time.Duration // world time
	from    int           // index of the instance
	to      int           // index of the destination that was asked instead, -1 for none
}

// operation is what the service can be asked.
type operation struct {
	action   string   // the RAM action that allows it
	getOnly  bool     // POST is refused
	required []string // parameters, without InstanceId
	global   bool     // it takes no InstanceId
	answer   func(*Simulator, *call) (any, *refusal)
}

// operations by name. The map is filled in init because the answers look at it through New.
var operations map[string]operation

func init() {
	operations = map[string]operation{
		"GetRepoSyncTask":                   {action: "cr:GetRepositorySync", required: []string{"SyncTaskId"}, answer: (*Simulator).getSyncTask},
		"ListRepoSyncTask":                  {action: "cr:GetRepositorySync", answer: (*Simulator).listSyncTasks},
		"ListRepoSyncRule":                  {action: "cr:ListSyncRule", answer: (*Simulator).listSyncRules},
		"ListInstance":                      {action: "cr:ListInstance", global: true, answer: (*Simulator).listInstances},
		"GetArtifactSubscriptionTask":       {action: "cr:GetArtifactSubscriptionTask", getOnly: true, required: []string{"TaskId"}, answer: (*Simulator).getSubscription},
		"ListArtifactSubscriptionTask":      {action: "cr:ListArtifactSubscriptionTask", getOnly: true, answer: (*Simulator).listSubscriptions},
		"GetArtifactSubscriptionTaskResult": {action: "cr:GetArtifactSubscriptionTaskResult", getOnly: true, required: []string{"TaskId"}, answer: (*Simulator).listTags},
	}
}

func operationNames() []string { return slices.Sorted(maps.Keys(operations)) }

// answer decides in the order of the gateway: is there such an operation, may it be asked this way, by this key,
// now, with these parameters, and of which instance.
func (s *Simulator) answer(c call) (any, *refusal) {
	op, ok := operations[c.name]
	switch {
	case c.version != apiVersion:
		return nil, invalid("Version")
	case !ok:
		return nil, refuse(http.StatusNotFound, "InvalidAction.NotFound", "Specified api is not found, please check your url and method.")
	case c.method != http.MethodGet && (op.getOnly && !s.quirks.PostAnywhere || c.method != http.MethodPost):
		return nil, refuse(http.StatusBadRequest, "UnsupportedHTTPMethod", "This http method is not supported.")
	case slices.Contains(s.deny, c.name):
		return nil, denied(op.action)
	}
	s.quota.limit = s.phase(c.now).Quota
	if wait, ok := s.quota.take(c.now); !ok {
		return nil, s.throttle("Throttling.User", s.quota.limit, wait)
	}
	if q := s.quotas[c.name]; q != nil {
		if wait, ok := q.take(c.now); !ok {
			return nil, s.throttle("Throttling.Api", q.limit, wait)
		}
	}
	if no := s.checkParameters(&c, op); no != nil {
		return nil, no
	}
	c.at, c.to, c.largest = s.worldTime(c.now), -1, s.quirks.LargestPage
	if !op.global {
		if no := s.locate(&c); no != nil {
			return nil, no
		}
	}
	return op.answer(s, &c)
}

// locate finds the instance that a call is about, at either end of a route.
func (s *Simulator) locate(c *call) *refusal {
	id := c.query.Get("InstanceId")
	if s.quirks.AtDestination {
		c.to = slices.IndexFunc(destinations, func(d destination) bool { return d.instance == id })
	}
	from, no := find(id)
	c.from = from
	return no
}

// throttle is a refusal by quota in the way of this service.
func (s *Simulator) throttle(code string, limit int, wait time.Duration) *refusal {
	return s.quirks.throttle(throttled(code, "x-ratelimit-user-api", limit, wait))
}

func (q *Quirks) throttle(r *refusal) *refusal {
	r.status = q.ThrottlingStatus
	if q.NoQuotaHeaders {
		r.header = [2]string{}
	}
	return r
}

func (s *Simulator) checkParameters(c *call, op operation) *refusal {
	if !op.global && c.query.Get("InstanceId") == "" {
		return missing("InstanceId")
	}
	for _, name := range op.required {
		if c.query.Get(name) == "" {
			return missing(name)
		}
	}
	for _, name := range []string{"PageNo", "PageSize"} {
		if text := c.query.Get(name); text != "" {
			if n, err := strconv.Atoi(text); err != nil || n < 1 || n > 1<<30 {
				return invalid(name)
			} else if name == "PageSize" && s.quirks.RefusePages && n > s.quirks.LargestPage {
				return invalid(name)
			}
		}
	}
	return nil
}

// find is the index of an instance. A name that could be an instance's stands for the first one, so that any
// configuration shows the whole demo.
func find(id string) (int, *refusal) {
	i := slices.IndexFunc(instances, func(i instance) bool { return i.id == id })
	switch {
	case i < 0 && strings.HasPrefix(id, "cri-"):
		return prod, nil
	case i < 0:
		return 0, &refusal{status: http.StatusOK, code: "INSTANCE_NOT_EXIST"}
	case instances[i].status != "RUNNING":
		return 0, &refusal{status: http.StatusOK, code: "INSTANCE_STATUS_NOT_SUPPORT"}
	}
	return i, nil
}

// Pages of the lists.
const (
	defaultPage = 30
	largestPage = 100
)

// page is the part of a list that is asked for. A size that is too large is quietly made to fit.
func (c *call) page() page {
	number, size := 1, defaultPage
	if n, err := strconv.Atoi(c.query.Get("PageNo")); err == nil {
		number = n
	}
	if n, err := strconv.Atoi(c.query.Get("PageSize")); err == nil {
		size = n
	}
	return page{number, min(size, c.largest)}
}

func (c *call) reply() reply { return reply{RequestID: c.requestID, Code: "success", IsSuccess: true} }

// list is the frame of every answer with a numeric total.
func (c *call) list(total int) list {
	p := c.page()
	return list{reply: c.reply(), PageNo: p.number, PageSize: p.size, TotalCount: total}
}
