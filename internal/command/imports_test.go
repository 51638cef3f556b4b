package command

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// listed is a package as "go list" tells it, without its tests.
type listed struct {
	ImportPath string
	Imports    []string
	Deps       []string
}

func listPackages(t *testing.T) map[string]listed {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports,Deps", "acrwatch/...").Output()
	require.NoError(t, err)
	all := map[string]listed{}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		err := d.Decode(&p)
		if errors.Is(err, io.EOF) {
			return all
		}
		require.NoError(t, err)
		all[p.ImportPath] = p
	}
}

// TestImportsRunOneWay holds main → command → ui → poller → api, and keymap alone under ui.
func TestImportsRunOneWay(t *testing.T) {
	packages := listPackages(t)
	rules := []struct {
		room      string
		forbidden []string
	}{
		{"acrwatch/api", []string{"acrwatch", "charm.land", "github.com/charmbracelet", "github.com/spf13"}},
		{"acrwatch/poller", []string{
			"acrwatch/internal/command", "acrwatch/internal/simulator", "acrwatch/ui", "acrwatch/keymap",
			"charm.land", "github.com/charmbracelet", "github.com/spf13",
		}},
		{"acrwatch/keymap", []string{"acrwatch", "charm.land/bubbletea", "github.com/spf13"}},
		{"acrwatch/ui", []string{"acrwatch/internal/command", "acrwatch/internal/config", "acrwatch/internal/simulator", "github.com/spf13"}},
		{"acrwatch/internal/config", []string{"acrwatch/internal/command", "acrwatch/poller", "acrwatch/ui", "charm.land/bubbletea", "github.com/spf13"}},
		{"acrwatch/internal/simulator", []string{
			"acrwatch/api", "acrwatch/internal/command", "acrwatch/poller", "acrwatch/ui", "charm.land", "github.com/charmbracelet", "github.com/spf13",
		}},
	}
	for _, rule := range rules {
		p, found := packages[rule.room]
		require.True(t, found, rule.room)
		require.NotEmpty(t, p.Deps, rule.room)
		for _, dep := range p.Deps {
			for _, f := range rule.forbidden {
				assert.False(t, dep == f || strings.HasPrefix(dep, f+"/"), "%s must not need %s", rule.room, dep)
			}
		}
	}
}

// TestWhoKnowsTheToolkit holds that the terminal toolkit is the business of ui and of the wiring alone.
func TestWhoKnowsTheToolkit(t *testing.T) {
	allowed := map[string]bool{"acrwatch/ui": true, "acrwatch/internal/command": true}
	users := 0
	for path, p := range listPackages(t) {
		for _, i := range p.Imports {
			if strings.HasPrefix(i, "charm.land/bubbletea/") {
				users++
				assert.True(t, allowed[path], "%s must not import %s", path, i)
			}
		}
	}
	assert.NotZero(t, users, "somebody has to draw")
}

func TestMainIsOneLine(t *testing.T) {
	main, found := listPackages(t)["acrwatch"]
	require.True(t, found)
	for _, i := range main.Imports {
		assert.Contains(t, []string{"context", "os", "acrwatch/internal/command"}, i)
	}
}
