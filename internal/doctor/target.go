package doctor

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"acrwatch/api"
)

const (
	// checkWithin bounds one check with all that it waits for.
	checkWithin = 8 * time.Second
	// mostInstances is how many of the instances that were found are looked at: it shall not cost the account's quota.
	mostInstances = 4
)

// Target is a place to check.
type Target struct {
	Title    string // as the settings name it
	Instance string // empty: those that ListInstance finds
	Client   *api.Client
	Keys     api.CredentialProvider

	pace *rate.Limiter
}

// Check looks at the target: first at the keys and the way at once, then at what the keys may read. Each instance is a
// group of its own.
func (t *Target) Check(ctx context.Context) []Group {
	t.pace = rate.NewLimiter(perSecond, burst)
	var keys, way, found checks
	var instances []api.Instance
	able := false
	var both sync.WaitGroup
	both.Go(func() {
		if able = t.checkKeys(ctx, &keys); able {
			instances, able = t.discover(ctx, &found)
		}
	})
	both.Go(func() { t.checkWay(ctx, &way) })
	both.Wait()
	groups := []Group{{"Target " + t.Title, append(append(keys, way...), found...)}}
	if !able {
		return groups
	}
	return append(groups, t.checkInstances(ctx, instances)...)
}

// checkInstances looks at all instances at once.
func (t *Target) checkInstances(ctx context.Context, instances []api.Instance) []Group {
	groups := make([]Group, len(instances))
	var all sync.WaitGroup
	for i, instance := range instances {
		all.Go(func() { groups[i] = Group{titleOf(instance), t.checkReads(ctx, instance.ID)} })
	}
	all.Wait()
	return groups
}

func titleOf(i api.Instance) string {
	if i.Name == "" {
		return "Instance " + i.ID
	}
	return "Instance " + i.ID + ", " + i.Name
}

// discover asks for the instances, and says whether there is any to go on with. A target that names its instance does
// not depend on it.
func (t *Target) discover(ctx context.Context, l *checks) (instances []api.Instance, able bool) {
	const most = 100 // rows of one page; a region with more has enough to look at
	var page api.Page[api.Instance]
	err := t.patiently(ctx, func(ctx context.Context) (err error) {
		page, err = t.Client.ListInstance(ctx, api.ListInstanceRequest{PageNo: 1, PageSize: most, Status: running})
		return err
	})
	named := t.Instance != ""
	if err != nil {
		return t.undiscovered(l, err)
	}
	if named {
		return t.listed(l, page.Items), true
	}
	if len(page.Items) == 0 {
		l.warn(listInstance, "permitted "+api.Permissions()[0].Action+"; no instance runs in this region", "check the region, or give --instance")
		return nil, false
	}
	fact := permitted(listInstance, plural(len(page.Items), "running instance"))
	if len(page.Items) > mostInstances {
		fact += fmt.Sprintf(", of which %d are looked at; --instance names others", mostInstances)
		page.Items = page.Items[:mostInstances]
	}
	l.ok(listInstance, fact)
	return page.Items, true
}

// undiscovered is what a failure of ListInstance means.
func (t *Target) undiscovered(l *checks, err error) ([]api.Instance, bool) {
	var e *api.Error
	if t.Instance == "" || !errors.As(err, &e) {
		*l = append(*l, refused(listInstance, err))
		return nil, false
	}
	named := []api.Instance{{ID: t.Instance}}
	if e.Class == api.ClassDenied {
		l.warn(listInstance, "not permitted, and not needed while the instance is named", e.Hint()+" to find instances by themselves")
		return named, true
	}
	*l = append(*l, refused(listInstance, err))
	switch e.Class {
	case api.ClassThrottled, api.ClassServer, api.ClassRejected:
		return named, true // it says nothing of the other operations
	}
	return nil, false
}

// listed looks for the named instance among those that run.
func (t *Target) listed(l *checks, instances []api.Instance) []api.Instance {
	for _, i := range instances {
		if i.ID == t.Instance {
			l.ok(listInstance, permitted(listInstance, "the instance runs"))
			return []api.Instance{i}
		}
	}
	l.warn(listInstance, permitted(listInstance, t.Instance+" is not among the running instances of this region"), "check the instance and its region")
	return []api.Instance{{ID: t.Instance}}
}

const running = "RUNNING"

// checkKeys looks at the credentials, and says whether there are any.
func (t *Target) checkKeys(ctx context.Context, l *checks) bool {
	ctx, stop := context.WithTimeout(ctx, checkWithin)
	defer stop()
	keys, err := t.Keys.Credentials(ctx)
	state := t.Client.CredentialState()
	if err != nil {
		l.fail("credentials", reasonOf(err, state), "aliyun configure list shows the profiles; ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET do without one")
		return false
	}
	l.ok("credentials", keys.String())
	lifetime(l, &keys, state.Expiry, time.Now())
	if state.File != "" {
		keyFile(l, state.File, time.Now())
	}
	return true
}

// reasonOf is why there are no keys, in the words of the provider.
func reasonOf(err error, state api.CredentialState) string {
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return "they did not come within " + checkWithin.String()
	case errors.Is(err, context.Canceled):
		return "interrupted"
	case state.Reason != "":
		return state.Reason
	}
	return api.Clean(err.Error())
}

// endsSoon is when the end of keys is worth a warning: a migration takes longer.
const endsSoon = time.Hour

// lifetime tells how long the keys last.
func lifetime(l *checks, keys *api.Credentials, expiry, now time.Time) {
	left := expiry.Sub(now)
	switch {
	case keys.Token.Empty():
		l.ok("key lifetime", "lasting keys, which do not expire")
	case expiry.IsZero():
		l.ok("key lifetime", "temporary keys; their source does not say when they end")
	case left <= 0:
		l.fail("key lifetime", "ended "+ago(-left), "renew them where they come from; acrwatch goes on by itself")
	case left < endsSoon:
		l.warn("key lifetime", "they end in "+span(left)+", at "+expiry.Local().Format("15:04"), "get new ones in time, unless their source renews them by itself")
	default:
		l.ok("key lifetime", "they end in "+span(left)+", at "+expiry.Local().Format("2006-01-02 15:04"))
	}
}

// permitted is the fact of an operation that answered.
func permitted(operation, rest string) string {
	for _, p := range api.Permissions() {
		if p.Operation == operation {
			return "permitted " + p.Action + "; " + rest
		}
	}
	return rest
}
