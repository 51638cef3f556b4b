package manpage

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func tree() *cobra.Command {
	run := func(*cobra.Command, []string) {}
	root := &cobra.Command{
		Use: "tool [ID ...]", Short: "watch tasks live", Run: run,
		Long:    "It watches.\nIt \"only\" reads C:\\x.\n\nCodes:\n  0  well\n  1  not\n\n.so it begins with a dot.\n'and a quote",
		Example: "  tool --region cn-x   one region\n  tool demo",
	}
	root.Flags().StringP("region", "r", "cn-x", "`region` to watch,\nsuch as cn-x")
	root.Flags().Bool("secret", false, "not shown")
	root.Flags().Bool("ascii", false, "plain")
	_ = root.Flags().MarkHidden("secret")
	root.AddCommand(&cobra.Command{Use: "demo", Short: "without an account", Run: run}, &cobra.Command{Use: "old", Hidden: true, Run: run})
	return root
}

const want = `.TH "TOOL" "1" "2026\-01\-02" "tool v1" "tool"
.SH "NAME"
tool \- watch tasks live
.SH "SYNOPSIS"
\fBtool [ID ...] [flags]\fR
.SH "DESCRIPTION"
It watches.
It "only" reads C:\ex.
.PP
Codes:
.nf
0  well
1  not
.fi
.PP
\&.so it begins with a dot.
\&'and a quote
.SH "COMMANDS"
.TP
\fBdemo\fR
without an account
.SH "OPTIONS"
.TP
\fB\-\-ascii\fR
plain
.TP
\fB\-r\fR, \fB\-\-region\fR \fIregion\fR
region to watch, such as cn\-x (default cn\-x)
.SH "EXAMPLES"
.nf
tool \-\-region cn\-x   one region
tool demo
.fi
.SH "SEE ALSO"
\fBtool\-demo\fR(1)
`

func TestWrite(t *testing.T) {
	var b strings.Builder
	require.NoError(t, Write(&b, tree(), Build{Version: "v1", Date: "2026-01-02"}))
	assert.Equal(t, want, b.String())
}

func TestWriteOfACommandPointsBack(t *testing.T) {
	var b strings.Builder
	demo := tree().Commands()[0]
	require.NoError(t, Write(&b, demo, Build{Version: "v1"}))
	assert.Equal(t, "tool-demo", Name(demo))
	assert.Contains(t, b.String(), ".SH \"NAME\"\ntool\\-demo \\- without an account\n")
	assert.Contains(t, b.String(), ".SH \"SEE ALSO\"\n\\fBtool\\fR(1)\n")
	assert.NotContains(t, b.String(), "OPTIONS")
}
