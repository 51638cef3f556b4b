package tongue_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/constant"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"acrwatch/internal/tongue"
)

// listed is a package as "go list" tells it, without its tests.
type listed struct {
	ImportPath, Dir, Export string
	GoFiles                 []string
}

// listPackages gives the packages of the program and all that they need, compiled.
func listPackages(t *testing.T) (ours []listed, exports map[string]string) {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-export", "-deps", "-json=ImportPath,Dir,Export,GoFiles", "acrwatch/...").Output()
	require.NoError(t, err)
	exports = map[string]string{}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		err := d.Decode(&p)
		if errors.Is(err, io.EOF) {
			return ours, exports
		}
		require.NoError(t, err)
		exports[p.ImportPath] = p.Export
		if strings.HasPrefix(p.ImportPath, "acrwatch/") && p.ImportPath != "acrwatch/internal/tongue" {
			ours = append(ours, p)
		}
	}
}

// use is where a text stands in the code, and with how many arguments it is said; -1 where nobody can tell.
type use struct {
	place string
	text  tongue.Text
	args  int
}

// sources is what the code of the program says of its texts.
type sources struct {
	uses  []use
	loose []string // places where something that is no constant is made a text
	mute  []use    // errors that are made of what is no text
}

// readSources type-checks every package and gathers its texts.
func readSources(t *testing.T) sources {
	t.Helper()
	ours, exports := listPackages(t)
	require.NotEmpty(t, ours)
	var all sources
	for _, p := range ours {
		files := token.NewFileSet()
		var parsed []*ast.File
		for _, name := range p.GoFiles {
			f, err := parser.ParseFile(files, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
			require.NoError(t, err)
			parsed = append(parsed, f)
		}
		read := importer.ForCompiler(files, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })
		info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
		_, err := (&types.Config{Importer: read}).Check(p.ImportPath, files, parsed, info)
		require.NoError(t, err)
		all.gather(files, parsed, info)
	}
	return all
}

func (s *sources) gather(files *token.FileSet, parsed []*ast.File, info *types.Info) {
	place := func(n ast.Node) string {
		at := files.Position(n.Pos())
		return filepath.Base(filepath.Dir(at.Filename)) + "/" + filepath.Base(at.Filename)
	}
	args := map[ast.Expr]int{}
	for _, f := range parsed {
		ast.Inspect(f, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				s.gatherCall(call, place(call), info)
				counts(call, info, args)
			}
			return true
		})
	}
	for e, is := range info.Types {
		if is.Value == nil || is.Value.Kind() != constant.String || !isText(is.Type) {
			continue
		}
		n, known := args[e]
		if !known {
			n = -1
		}
		if text := constant.StringVal(is.Value); text != "" {
			s.uses = append(s.uses, use{place(e), tongue.Text(text), n})
		}
	}
}

// gatherCall notes a call that makes a text of something else, or an error of no text.
func (s *sources) gatherCall(call *ast.CallExpr, place string, info *types.Info) {
	if to := info.Types[call.Fun]; to.IsType() && isText(to.Type) && info.Types[call].Value == nil {
		s.loose = append(s.loose, place)
	}
	if text, mute := muteError(call, info); mute {
		s.mute = append(s.mute, use{place, text, -1})
	}
}

// muteError is the text of an error that is made of what is no text.
func muteError(call *ast.CallExpr, info *types.Info) (tongue.Text, bool) {
	if made := types.ExprString(call.Fun); made != "errors.New" && made != "fmt.Errorf" {
		return "", false
	}
	is := info.Types[call.Args[0]]
	if is.Value == nil {
		return "", false
	}
	return tongue.Text(constant.StringVal(is.Value)), true
}

// counts notes for every text that a call takes as a format how many arguments come behind it.
func counts(call *ast.CallExpr, info *types.Info, args map[ast.Expr]int) {
	signature, ok := types.Unalias(info.Types[call.Fun].Type).(*types.Signature)
	if !ok || !signature.Variadic() || call.Ellipsis.IsValid() {
		return
	}
	fixed := signature.Params().Len() - 1
	if rest, isSlice := signature.Params().At(fixed).Type().(*types.Slice); !isSlice || !types.IsInterface(rest.Elem()) {
		return
	}
	for i := range min(fixed, len(call.Args)) {
		if isText(signature.Params().At(i).Type()) {
			args[call.Args[i]] = len(call.Args) - fixed
		}
	}
}

// textTypes are the types of texts. Rooms that import none of ours have one of their own.
var textTypes = map[string]bool{"acrwatch/internal/tongue.Text": true, "acrwatch/api.phrase": true, "acrwatch/keymap.phrase": true}

func isText(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Pkg() != nil && textTypes[named.Obj().Pkg().Path()+"."+named.Obj().Name()]
}
