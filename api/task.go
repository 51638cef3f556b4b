package api

import "time"

// The acr tags hold the name that the service gives a field, so that a test can prove that every field of
// the documented pages is here.

// Reply is what every answer says about itself.
type Reply struct {
	RequestID string         `acr:"RequestId"`
	Code      string         `acr:"Code"` // "success" in lower case when all is well
	Success   Optional[bool] `acr:"IsSuccess"`
}

// Image is one end of a sync task.
type Image struct {
	RegionID   string `acr:"RegionId"`
	InstanceID string `acr:"InstanceId"`
	Namespace  string `acr:"RepoNamespaceName"`
	Repo       string `acr:"RepoName"`
	Tag        string `acr:"ImageTag"`
}

// Name is namespace/repository:tag, without the parts that are missing.
func (i Image) Name() string {
	name := i.Repo
	if i.Namespace != "" {
		name = i.Namespace + "/" + name
	}
	if i.Tag != "" {
		name += ":" + i.Tag
	}
	return name
}

// Layer is the sync task of one image layer. Key layers by ID: a multi-architecture image repeats a Digest
// under several artifacts. Source: GetRepoSyncTask, LayerTasks.
type Layer struct {
	ID             string          `acr:"SyncLayerTaskId"`
	Status         Status          `acr:"TaskStatus"`
	Digest         string          `acr:"Digest"`
	ArtifactDigest string          `acr:"ArtifactDigest"` // the manifest the layer belongs to
	Size           Optional[int64] `acr:"Size"`           // bytes, the whole layer
	Synced         Optional[int64] `acr:"SyncedSize"`     // bytes moved so far
}

// SyncTask is one image on its way from one instance to another. ListRepoSyncTask gives times but neither bytes
// nor layers; GetRepoSyncTask gives bytes and layers but no times. Source: both pages.
type SyncTask struct {
	Reply
	ID           string            `acr:"SyncTaskId"`
	RuleID       string            `acr:"SyncRuleId"`      // empty for a task without a rule
	BatchID      string            `acr:"SyncBatchTaskId"` // shared by the tasks of one push
	Status       Status            `acr:"TaskStatus"`
	Trigger      string            `acr:"TaskTrigger"` // PASSIVE (automatic), INITIATIVE (manual); empty when unknown or "null"
	Issue        string            `acr:"TaskIssue"`   // why it failed: TAG_CONFLICT, NETWORK_ERROR, ...
	Progress     Optional[float32] `acr:"Progress"`    // 0 = started or failed, 1 = done: never a share
	Synced       Optional[int64]   `acr:"SyncedSize"`  // bytes moved so far
	Accelerated  Optional[bool]    `acr:"SyncTransAccelerate"`
	CrossAccount Optional[bool]    `acr:"CrossUser"`
	CustomLink   Optional[bool]    `acr:"CustomLink"` // list only
	Priority     Optional[uint8]   `acr:"Priority"`   // 1 to 5, higher first
	LinkID       string            `acr:"LinkId"`     // list only
	From         Image             `acr:"ImageFrom"`
	To           Image             `acr:"ImageTo"`
	Layers       []Layer           `acr:"LayerTasks"`   // nil when the answer had none
	Created      Instant           `acr:"CreateTime"`   // list only; zero when unknown
	Modified     Instant           `acr:"ModifiedTime"` // list only, either spelling; zero when unknown
}

// Phase is where the task stands.
func (t *SyncTask) Phase() Phase { return SyncPhase(t.Status) }

// SubscriptionTask is one run of a subscription rule: tags pulled from a public registry into a repository.
// It tells tags, never bytes. Sources: GetArtifactSubscriptionTask, ListArtifactSubscriptionTask.
type SubscriptionTask struct {
	Reply
	ID              string          `acr:"TaskId"`
	InstanceID      string          `acr:"InstanceId"`
	Status          Status          `acr:"TaskStatus"`
	Result          string          `acr:"TaskResult"` // counts only once Status says finished
	Type            string          `acr:"TaskType"`   // AUTO; others are not documented
	ArtifactType    string          `acr:"ArtifactType"`
	SourceProvider  string          `acr:"SourceProvider"` // DOCKER_HUB, GCR, QUAY, ...
	SourceRepoType  string          `acr:"SourceRepoType"`
	SourceNamespace string          `acr:"SourceNamespaceName"`
	SourceRepo      string          `acr:"SourceRepoName"`
	Namespace       string          `acr:"NamespaceName"`
	Repo            string          `acr:"RepoName"`
	TagTotal        Optional[int64] `acr:"TagTotalCount"`
	TagSubscribed   Optional[int64] `acr:"TagSubscriptionCount"`
	Start           time.Time       `acr:"StartTime"` // zero when unknown
	End             time.Time       `acr:"EndTime"`   // zero when unknown; may contradict Status or Start
	Message         string          `acr:"Message"`
}

// Phase is where the task stands, by status first and result second.
func (t *SubscriptionTask) Phase() Phase { return SubscriptionPhase(t.Status, t.Result) }

// TagResult is one tag of a subscription task. Source: GetArtifactSubscriptionTaskResult.
type TagResult struct {
	InstanceID string    `acr:"InstanceId"`
	TaskID     string    `acr:"TaskId"`
	Namespace  string    `acr:"NamespaceName"`
	Repo       string    `acr:"RepoName"`
	Tag        string    `acr:"Tag"`
	Status     Status    `acr:"Status"`
	Result     string    `acr:"Result"`
	Start      time.Time `acr:"StartTime"`
	End        time.Time `acr:"EndTime"`
}

// Phase is where the tag stands.
func (t *TagResult) Phase() Phase { return SubscriptionPhase(t.Status, t.Result) }

// Instance is a registry instance. Source: ListInstance.
type Instance struct {
	ID            string    `acr:"InstanceId"`
	Name          string    `acr:"InstanceName"`
	Specification string    `acr:"InstanceSpecification"` // Enterprise_Basic, Enterprise_Standard, Enterprise_Advanced
	Status        string    `acr:"InstanceStatus"`        // RUNNING when usable
	Issue         string    `acr:"InstanceIssue"`
	RegionID      string    `acr:"RegionId"`
	ResourceGroup string    `acr:"ResourceGroupId"`
	Created       time.Time `acr:"CreateTime"`
	Modified      time.Time `acr:"ModifiedTime"`
}

// SyncRule is a replication rule; a task refers to it by ID only. Source: ListRepoSyncRule.
type SyncRule struct {
	ID             string         `acr:"SyncRuleId"`
	Name           string         `acr:"SyncRuleName"`
	Scope          string         `acr:"SyncScope"`     // REPO, NAMESPACE
	Trigger        string         `acr:"SyncTrigger"`   // INITIATIVE, PASSIVE
	Direction      string         `acr:"SyncDirection"` // FROM, TO
	TagFilter      string         `acr:"TagFilter"`
	RepoFilter     string         `acr:"RepoNameFilter"`
	LocalRegion    string         `acr:"LocalRegionId"`
	LocalInstance  string         `acr:"LocalInstanceId"`
	LocalNamespace string         `acr:"LocalNamespaceName"`
	LocalRepo      string         `acr:"LocalRepoName"`
	TargetRegion   string         `acr:"TargetRegionId"`
	TargetInstance string         `acr:"TargetInstanceId"`
	TargetSpace    string         `acr:"TargetNamespaceName"`
	TargetRepo     string         `acr:"TargetRepoName"`
	CrossAccount   Optional[bool] `acr:"CrossUser"`
	Created        time.Time      `acr:"CreateTime"`
	Modified       time.Time      `acr:"ModifiedTime"`
}

// Page is one page of a list.
type Page[T any] struct {
	Reply
	Items  []T
	Number int             `acr:"PageNo"`     // from 1
	Size   int             `acr:"PageSize"`   // rows asked for, 100 at most
	Total  Optional[int64] `acr:"TotalCount"` // a hint: the service sends it as text in one list, and pages shift while they are read
}
