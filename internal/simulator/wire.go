package simulator

// The shapes of the answers. Every peculiarity here is the service's: which numbers are text, which names are
// misspelt, and what is left out where.

type reply struct {
	RequestID string `json:"RequestId"`
	Code      string
	IsSuccess bool
}

type list struct {
	reply
	PageNo, PageSize, TotalCount int
}

type image struct {
	RegionID          string `json:"RegionId"`
	InstanceID        string `json:"InstanceId"`
	RepoNamespaceName string
	RepoName          string
	ImageTag          string
}

// syncCommon is what list and get tell alike.
type syncCommon struct {
	SyncTaskID          string `json:"SyncTaskId"`
	SyncRuleID          string `json:"SyncRuleId,omitempty"`
	SyncBatchTaskID     string `json:"SyncBatchTaskId"`
	TaskStatus          string
	TaskTrigger         string
	TaskIssue           string `json:",omitempty"`
	SyncTransAccelerate bool
	CrossUser           bool
	Priority            int
	ImageFrom           image
	ImageTo             image
}

// syncRow has times and neither bytes nor layers.
type syncRow struct {
	syncCommon
	CustomLink   bool
	LinkID       string `json:"LinkId,omitempty"`
	CreateTime   int64
	ModifedTime  int64 // the service's spelling
	ModifiedTime int64 `json:",omitempty"` // newer answers have both
}

// syncPage has its total as text.
type syncPage struct {
	reply
	PageNo, PageSize int
	TotalCount       string
	SyncTasks        []syncRow
}

// syncDetail has bytes and layers and no times.
type syncDetail struct {
	reply
	syncCommon
	Progress   float64
	SyncedSize int64
	LayerTasks any `json:",omitempty"` // a list, null, or nothing at all
}

type layerRow struct {
	SyncLayerTaskID string `json:"SyncLayerTaskId"`
	TaskStatus      string
	Digest          string
	ArtifactDigest  string
	Size            int64
	SyncedSize      int64
}

type syncRuleRow struct {
	SyncRuleID          string `json:"SyncRuleId"`
	SyncRuleName        string
	SyncScope           string
	SyncTrigger         string
	SyncDirection       string
	TagFilter           string
	RepoNameFilter      string
	LocalRegionID       string `json:"LocalRegionId"`
	LocalInstanceID     string `json:"LocalInstanceId"`
	LocalNamespaceName  string
	LocalRepoName       string
	TargetRegionID      string `json:"TargetRegionId"`
	TargetInstanceID    string `json:"TargetInstanceId"`
	TargetNamespaceName string
	TargetRepoName      string
	CrossUser           bool
	CreateTime          int64
	ModifiedTime        int64
}

type syncRulePage struct {
	list
	SyncRules []syncRuleRow
}

// subscriptionCommon is what list and get tell alike.
type subscriptionCommon struct {
	InstanceID           string `json:"InstanceId"`
	TaskID               string `json:"TaskId"`
	TaskStatus           string
	TaskResult           string `json:",omitempty"`
	TaskType             string
	ArtifactType         string
	SourceProvider       string
	SourceRepoType       string
	SourceNamespaceName  string
	SourceRepoName       string
	NamespaceName        string
	RepoName             string
	TagTotalCount        int
	TagSubscriptionCount int
	Message              string
}

// subscriptionRow has its times as text.
type subscriptionRow struct {
	subscriptionCommon
	StartTime, EndTime string
}

type subscriptionPage struct {
	list
	Tasks []subscriptionRow
}

// subscriptionDetail has its times as numbers; EndTime is 0 or absent while there is none.
type subscriptionDetail struct {
	reply
	subscriptionCommon
	StartTime int64
	EndTime   *int64 `json:",omitempty"`
}

// tagRow calls its status Status where the task says TaskStatus.
type tagRow struct {
	InstanceID    string `json:"InstanceId"`
	TaskID        string `json:"TaskId"`
	NamespaceName string
	RepoName      string
	Tag           string
	Status        string
	Result        string `json:",omitempty"`
	StartTime     int64
	EndTime       int64
}

type tagPage struct {
	list
	TaskResults []tagRow
}

// instanceRow has its times as text.
type instanceRow struct {
	InstanceID            string `json:"InstanceId"`
	InstanceName          string
	InstanceSpecification string
	InstanceStatus        string
	InstanceIssue         string `json:",omitempty"`
	RegionID              string `json:"RegionId"`
	ResourceGroupID       string `json:"ResourceGroupId"`
	Tags                  []instanceTag
	CreateTime            string
	ModifiedTime          string
}

type instanceTag struct{ TagKey, TagValue string }

type instancePage struct {
	list
	Instances []instanceRow
}
