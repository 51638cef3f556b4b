package command

import "context"

// onReload does nothing: Windows has no signal for it. The key works there as everywhere.
func onReload(context.Context, func()) {}
