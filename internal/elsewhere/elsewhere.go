// Package elsewhere says where else a task can be seen: in the vendor's console and with the vendor's command line.
package elsewhere

import (
	"net/url"
	"strings"

	"acrwatch/poller"
)

// Console is the address of a task in the vendor's web console; empty when there is none, as for a service on this
// machine. No document gives the address of a task or of the list of tasks, so this is the page of the task's instance,
// from whose menu the synchronization records are two steps away.
func Console(home *poller.Target) string {
	if home.Region == "" || home.Instance == "" || onThisMachine(home.Endpoint) {
		return ""
	}
	return "https://cr.console.aliyun.com/" + url.PathEscape(home.Region) + "/instance/" + url.PathEscape(home.Instance) + "/repositories"
}

func onThisMachine(endpoint string) bool {
	u, err := url.Parse(endpoint)
	if err != nil {
		return false
	}
	return u.Hostname() == "localhost" || u.Hostname() == "::1" || strings.HasPrefix(u.Hostname(), "127.")
}

// Command is the call of the vendor's command line that gives what the service says of a task. It names the version and
// skips the check of the name: the product has an older API with operations of the same names, which some releases of
// that program take for the only one. It writes in https, which some releases leave to the user.
func Command(home *poller.Target, t *poller.Task) string {
	operation, id := "GetRepoSyncTask", "--SyncTaskId"
	if t.Kind == poller.Subscription {
		operation, id = "GetArtifactSubscriptionTask", "--TaskId"
	}
	words := []string{"aliyun", "cr", operation, "--version", "2018-12-01", "--force"}
	add := func(flag, value string) {
		if value != "" {
			words = append(words, flag, quoted(value))
		}
	}
	add("--profile", home.Profile)
	add("--region", home.Region)
	host, secure := host(home)
	add("--endpoint", host)
	if secure {
		words = append(words, "--secure")
	} else {
		words = append(words, "--insecure")
	}
	add("--InstanceId", home.Instance)
	add(id, t.ID)
	return strings.Join(words, " ")
}

// host is the host to name; empty for the public one of the region, which the vendor's program finds by itself.
func host(home *poller.Target) (name string, secure bool) {
	u, err := url.Parse(home.Endpoint)
	if err != nil || u.Host == "" || u.Host == "cr."+home.Region+".aliyuncs.com" {
		return "", true
	}
	return u.Host, u.Scheme != "http"
}

// quoted is a word as a POSIX shell takes it for one word and nothing else.
func quoted(word string) string {
	plain := strings.IndexFunc(word, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("-_./:@%+,", r)
	}) < 0
	if plain {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
