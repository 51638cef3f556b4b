package command

import (
	"log/slog"
	"runtime"

	"acrwatch/internal/lastlook"
	"acrwatch/poller"
)

// keepLook keeps the ids of a snapshot for the shell's completion. A look that saw nothing leaves what there is.
func (s *system) keepLook(snapshot *poller.Snapshot, log *slog.Logger) {
	path := lastlook.Path(runtime.GOOS, s.env)
	if snapshot == nil || path == "" {
		return
	}
	look := lastlook.Of(snapshot)
	if len(look.Tasks) == 0 {
		return
	}
	if err := lastlook.Save(path, look); err != nil {
		log.Warn("the ids are not kept for completion", "error", reason(err))
	}
}

// lastLook is what was seen last; nothing when that is not known.
func (s *system) lastLook() lastlook.Look {
	path := lastlook.Path(runtime.GOOS, s.env)
	if path == "" {
		return lastlook.Look{}
	}
	look, err := lastlook.Load(path)
	if err != nil {
		return lastlook.Look{}
	}
	return look
}
