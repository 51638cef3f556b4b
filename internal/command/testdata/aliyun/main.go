// Command aliyun stands in for the vendor's command line where the README starts a sync: it answers in the same shape,
// with a task that is on its way in the registry at ACRWATCH_ENDPOINT.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"

	"acrwatch/api"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "aliyun:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) < 2 || args[0] != "cr" || args[1] != "CreateRepoSyncTaskByRule" {
		return fmt.Errorf("%v is not what this stands in for", args)
	}
	for _, flag := range []string{"--InstanceId", "--RepoId", "--SyncRuleId", "--Tag"} {
		if value(args, flag) == "" {
			return fmt.Errorf("%s is missing", flag)
		}
	}
	client, err := api.NewClient(api.Options{
		Region: os.Getenv("ACRWATCH_REGION"), Endpoint: os.Getenv("ACRWATCH_ENDPOINT"),
		Credentials: api.NewCredentialProvider(api.CredentialOptions{Env: os.Getenv}),
	})
	if err != nil {
		return err
	}
	page, err := client.ListRepoSyncTask(context.Background(), api.ListRepoSyncTaskRequest{
		InstanceID: value(args, "--InstanceId"), PageNo: 1, PageSize: 100,
	})
	if err != nil {
		return err
	}
	for _, t := range page.Items {
		if !t.Phase().Finished() && t.From.Tag == value(args, "--Tag") {
			return json.NewEncoder(os.Stdout).Encode(map[string]any{
				"Code": "success", "IsSuccess": true, "RequestId": page.RequestID, "SyncTaskId": t.ID,
			})
		}
	}
	return fmt.Errorf("no task of tag %s is on its way", value(args, "--Tag"))
}

// value is what stands behind a flag; empty when nothing does.
func value(args []string, flag string) string {
	if i := slices.Index(args, flag); i >= 0 && i+1 < len(args) {
		return args[i+1]
	}
	return ""
}
