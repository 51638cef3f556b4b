package elsewhere

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/poller"
)

func TestCommand(t *testing.T) {
	sync := &poller.Task{Key: poller.Key{Kind: poller.Sync, ID: "rst-4kfd7fk6pohk5rzd"}}
	subscription := &poller.Task{Key: poller.Key{Kind: poller.Subscription, ID: "crast-40le4es9yh0p"}}
	home := poller.Target{Region: "cn-shanghai", Instance: "cri-sgedpenzw80e", Endpoint: "https://cr.cn-shanghai.aliyuncs.com"}
	at := func(profile, endpoint string) *poller.Target {
		changed := home
		changed.Profile, changed.Endpoint = profile, endpoint
		return &changed
	}
	const version = " --version 2018-12-01 --force"
	cases := map[string]struct {
		home *poller.Target
		task *poller.Task
		want string
	}{
		"sync task": {
			&home, sync,
			"aliyun cr GetRepoSyncTask" + version + " --region cn-shanghai --secure --InstanceId cri-sgedpenzw80e --SyncTaskId rst-4kfd7fk6pohk5rzd",
		},
		"subscription task": {
			&home, subscription,
			"aliyun cr GetArtifactSubscriptionTask" + version + " --region cn-shanghai --secure --InstanceId cri-sgedpenzw80e --TaskId crast-40le4es9yh0p",
		},
		"profile and inner network": {
			at("prod", "https://cr-vpc.cn-shanghai.aliyuncs.com"), sync,
			"aliyun cr GetRepoSyncTask" + version + " --profile prod --region cn-shanghai --endpoint cr-vpc.cn-shanghai.aliyuncs.com --secure" +
				" --InstanceId cri-sgedpenzw80e --SyncTaskId rst-4kfd7fk6pohk5rzd",
		},
		"this machine": {
			at("", "http://127.0.0.1:8080"), sync,
			"aliyun cr GetRepoSyncTask" + version + " --region cn-shanghai --endpoint 127.0.0.1:8080 --insecure" +
				" --InstanceId cri-sgedpenzw80e --SyncTaskId rst-4kfd7fk6pohk5rzd",
		},
		"a profile with blanks": {
			at("my 'prod'; ls", "https://cr.cn-shanghai.aliyuncs.com"), sync,
			"aliyun cr GetRepoSyncTask" + version + ` --profile 'my '\''prod'\''; ls' --region cn-shanghai --secure` +
				" --InstanceId cri-sgedpenzw80e --SyncTaskId rst-4kfd7fk6pohk5rzd",
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) { assert.Equal(t, c.want, Command(c.home, c.task)) })
	}
}

func TestAShellTakesEveryWordForOne(t *testing.T) {
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no shell here")
	}
	for _, word := range []string{"$(id)", "`id`", "a b", "a'b", `a"b`, "a;b", "~", "*", "训练", "a\\b", "#", "a|b", "!x"} {
		out, err := exec.CommandContext(t.Context(), shell, "-c", "printf '%s|' "+quoted(word)).Output()
		require.NoError(t, err)
		assert.Equal(t, word+"|", string(out))
	}
}

func TestConsole(t *testing.T) {
	cases := map[string]struct {
		home poller.Target
		want string
	}{
		"an instance": {
			poller.Target{Region: "cn-shanghai", Instance: "cri-sgedpenzw80e", Endpoint: "https://cr.cn-shanghai.aliyuncs.com"},
			"https://cr.console.aliyun.com/cn-shanghai/instance/cri-sgedpenzw80e/repositories",
		},
		"not found yet":   {poller.Target{Region: "cn-shanghai"}, ""},
		"this machine":    {poller.Target{Region: "cn-shanghai", Instance: "cri-x", Endpoint: "http://127.0.0.1:1234"}, ""},
		"it stays a path": {poller.Target{Region: "a/b?c", Instance: "x#y"}, "https://cr.console.aliyun.com/a%2Fb%3Fc/instance/x%23y/repositories"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got := Console(&c.home)
			assert.Equal(t, c.want, got)
			assert.False(t, strings.ContainsAny(got, " \n"))
		})
	}
}
