package api_test

import (
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"acrwatch/api"
	"acrwatch/internal/simulator"
)

func simulated(t *testing.T, o simulator.Options, keys api.Credentials) (*api.Client, *simulator.Simulator) {
	t.Helper()
	service, err := simulator.New(o)
	require.NoError(t, err)
	server := httptest.NewServer(service)
	t.Cleanup(server.Close)
	c, err := api.NewClient(api.Options{Region: "cn-hangzhou", Endpoint: server.URL, Credentials: api.StaticCredentials(keys)})
	require.NoError(t, err)
	t.Cleanup(c.CloseIdleConnections)
	return c, service
}

func simulatorKeys() api.Credentials {
	return api.Credentials{ID: simulator.AccessKeyID, Secret: api.NewSecret(simulator.AccessKeySecret), Source: "simulator"}
}

// The client and the simulator share no code: what one signs the other verifies.
func TestEveryOperationAgainstTheSimulator(t *testing.T) {
	c, service := simulated(t, simulator.Options{Start: time.Now().Add(-30 * time.Second)}, simulatorKeys())
	ctx := t.Context()

	instances, err := c.ListInstance(ctx, api.ListInstanceRequest{Status: "RUNNING"})
	require.NoError(t, err)
	require.NotEmpty(t, instances.Items)
	id := instances.Items[0].ID
	assert.False(t, instances.Items[0].Created.IsZero())

	tasks, err := c.ListRepoSyncTask(ctx, api.ListRepoSyncTaskRequest{InstanceID: id, PageNo: 1, PageSize: 100})
	require.NoError(t, err)
	require.NotEmpty(t, tasks.Items)
	assert.True(t, tasks.Total.Known, "the service sends it as text")
	assert.Equal(t, 1, tasks.Number)
	layers := 0
	for _, listed := range tasks.Items {
		require.False(t, listed.Created.IsZero())
		require.False(t, listed.Modified.IsZero(), "whichever way the service spells it")
		got, err := c.GetRepoSyncTask(ctx, api.GetRepoSyncTaskRequest{InstanceID: id, SyncTaskID: listed.ID})
		require.NoError(t, err)
		assert.Equal(t, listed.ID, got.ID)
		assert.Equal(t, listed.From, got.From)
		assert.NotEqual(t, "null", got.Trigger)
		layers += len(got.Layers)
	}
	assert.Positive(t, layers)

	batch, err := c.ListRepoSyncTask(ctx, api.ListRepoSyncTaskRequest{InstanceID: id, BatchID: tasks.Items[0].BatchID, PageSize: 100})
	require.NoError(t, err)
	require.NotEmpty(t, batch.Items)
	for _, task := range batch.Items {
		assert.Equal(t, tasks.Items[0].BatchID, task.BatchID)
	}

	rules, err := c.ListRepoSyncRule(ctx, api.ListRepoSyncRuleRequest{InstanceID: id})
	require.NoError(t, err)
	require.NotEmpty(t, rules.Items)
	assert.NotEmpty(t, rules.Items[0].Name)

	subscriptions, err := c.ListArtifactSubscriptionTask(ctx, api.ListArtifactSubscriptionTaskRequest{InstanceID: id, PageNo: 1, PageSize: 100})
	require.NoError(t, err)
	require.NotEmpty(t, subscriptions.Items)
	listed := subscriptions.Items[0]
	subscription, err := c.GetArtifactSubscriptionTask(ctx, api.GetArtifactSubscriptionTaskRequest{InstanceID: id, TaskID: listed.ID})
	require.NoError(t, err)
	assert.Equal(t, listed.Start, subscription.Start, "text in one, a number in the other")
	tags, err := c.GetArtifactSubscriptionTaskResult(ctx, api.GetArtifactSubscriptionTaskResultRequest{InstanceID: id, TaskID: listed.ID, PageNo: 1, PageSize: 100})
	require.NoError(t, err)
	assert.Equal(t, api.Some(int64(len(tags.Items))), tags.Total)

	assert.Len(t, service.Stats().Calls, len(operations), "all of them, and no other")
	assert.Empty(t, service.Stats().Refused)
}

func TestWrongSecretAgainstTheSimulator(t *testing.T) {
	keys := simulatorKeys()
	keys.Secret = api.NewSecret(testSecret)
	c, _ := simulated(t, simulator.Options{}, keys)
	_, e := getTask(t, c)
	require.NotNil(t, e)
	assert.Equal(t, api.ClassBadCredentials, e.Class)
	assert.Equal(t, "SignatureDoesNotMatch", e.Code)
	assert.Equal(t, "simulator, AccessKey ending in ator", e.Credential)
	assertNoSecret(t, printed(t, e))
}

func TestUnknownKeyAgainstTheSimulator(t *testing.T) {
	c, _ := simulated(t, simulator.Options{}, testKeys)
	_, e := getTask(t, c)
	require.NotNil(t, e)
	assert.Equal(t, api.ClassBadCredentials, e.Class)
	assert.Equal(t, "environment, AccessKey ending in 7731", e.Credential)
}

func TestClockOffAgainstTheSimulator(t *testing.T) {
	for _, off := range []time.Duration{20 * time.Minute, -20 * time.Minute} {
		c, service := simulated(t, simulator.Options{Scenario: "quiet", Now: func() time.Time { return time.Now().Add(off) }}, simulatorKeys())
		for range 3 {
			_, err := operations["ListInstance"](t.Context(), c)
			require.NoError(t, err)
		}
		assert.InDelta(t, off.Seconds(), c.ClockOffset().Seconds(), 5)
		assert.Equal(t, map[string]int{"ListInstance": 4}, service.Stats().Calls, "only the first has to learn")
		assert.Equal(t, map[string]int{"InvalidTimeStamp.Expired": 1}, service.Stats().Refused)
	}
}

func TestRefusalsOfTheSimulator(t *testing.T) {
	t.Run("denied", func(t *testing.T) {
		c, _ := simulated(t, simulator.Options{Deny: []string{"GetRepoSyncTask"}}, simulatorKeys())
		_, e := getTask(t, c)
		require.NotNil(t, e)
		assert.Equal(t, api.ClassDenied, e.Class)
		assert.Equal(t, "cr:GetRepositorySync", e.Action)
	})
	t.Run("throttled", func(t *testing.T) {
		at := time.Now()
		c, _ := simulated(t, simulator.Options{Quota: 1, Now: func() time.Time { return at }}, simulatorKeys())
		_, err := operations["ListInstance"](t.Context(), c)
		require.NoError(t, err)
		_, e := getTask(t, c)
		require.NotNil(t, e)
		assert.Equal(t, api.ClassThrottled, e.Class)
		assert.Positive(t, e.RetryAfter)
	})
	t.Run("not found", func(t *testing.T) {
		c, _ := simulated(t, simulator.Options{}, simulatorKeys())
		instances, err := c.ListInstance(t.Context(), api.ListInstanceRequest{})
		require.NoError(t, err)
		require.NotEmpty(t, instances.Items)
		_, err = c.GetRepoSyncTask(t.Context(), api.GetRepoSyncTaskRequest{InstanceID: instances.Items[0].ID, SyncTaskID: "rst-none"})
		var e *api.Error
		require.ErrorAs(t, err, &e)
		assert.Equal(t, api.ClassNotFound, e.Class)
	})
}
