package command

import (
	"acrwatch/internal/config"
	"acrwatch/internal/notify"
	"acrwatch/ui"
)

// attention is how the settings and the terminal together reach somebody who does not look; env reads a variable.
func attention(settings config.Notify, env func(string) string) ui.Attention {
	a := ui.Attention{
		Bell: settings.Bell, Terminal: notify.Detect(env), Idle: settings.Idle,
		Quiet: notify.Hours{From: settings.Quiet.From, To: settings.Quiet.To},
	}
	switch settings.Level {
	case config.Failures:
		a.Level = notify.Failures
	case config.All:
		a.Level = notify.All
	}
	switch settings.Desktop {
	case config.Off:
		a.Terminal.Desktop = notify.None
	case config.OSC9:
		a.Terminal.Desktop = notify.OSC9
	case config.OSC777:
		a.Terminal.Desktop = notify.OSC777
	case config.OSC99:
		a.Terminal.Desktop = notify.OSC99
	}
	if settings.Progress != config.Auto {
		a.Terminal.Progress = settings.Progress == config.On
	}
	return a
}
