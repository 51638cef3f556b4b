//go:build ignore

// Pictures makes the pictures beside this file from the real program: it builds acrwatch, runs its demo on a terminal of
// its own, presses keys, and writes what the screen shows as SVG. It needs Go and nothing else, on Linux or macOS:
//
//	go run docs/pictures/pictures.go            all pictures
//	go run docs/pictures/pictures.go help       those whose name begins with help
package main

import (
	"errors"
	"fmt"
	"html"
	"image/color"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// picture is one picture: what is run, how large, and what is pressed before it is taken.
type picture struct {
	name          string
	width, height int
	args          []string
	keys          []string      // each a key or a text, half a second apart
	after         time.Duration // from the start to the first key
}

const settled = 12 * time.Second // until rates and times left can be told

// pictures are every view and state; each is taken on a dark and on a light terminal.
var pictures = []picture{
	{"tasks", 160, 45, nil, nil, settled},
	{"tasks-100x30", 100, 30, nil, nil, settled},
	{"tasks-80x24", 80, 24, nil, nil, settled},
	{"tasks-60x12", 60, 12, nil, nil, settled},
	{"batches", 120, 30, nil, []string{"2", "jjj", "\r"}, settled},
	{"failures", 120, 30, nil, []string{"3"}, settled},
	{"raw", 120, 30, nil, []string{"J"}, settled},
	{"palette", 120, 30, nil, []string{":", "sort "}, settled},
	{"open", 100, 30, nil, []string{"\r"}, settled},
	{"filter", 120, 30, nil, []string{"/status:failed,stalled", "\r"}, settled},
	{"filter-hides-all", 120, 30, nil, []string{"/tag:v9", "\r"}, settled},
	{"help", 160, 45, nil, []string{"?"}, 4 * time.Second},
	{"paused", 120, 30, nil, []string{"p"}, settled},
	{"high-contrast", 120, 30, []string{"--theme", "high-contrast"}, nil, settled},
	{"colour-blind", 120, 30, []string{"--theme", "colour-blind"}, nil, settled},
	{"ascii", 120, 30, []string{"--ascii"}, nil, settled},
	{"zh-tasks", 160, 45, []string{"--lang", "zh"}, nil, settled},
	{"zh-failures", 120, 30, []string{"--lang", "zh"}, []string{"3"}, settled},
	{"zh-help", 160, 45, []string{"--lang", "zh"}, []string{"?"}, 4 * time.Second},
	{"throttled", 120, 30, []string{"--scenario", "storm"}, nil, settled},
	{"outage", 120, 30, []string{"--scenario", "outage"}, nil, 50 * time.Second},
	{"expired", 120, 30, []string{"--scenario", "expiry"}, nil, 50 * time.Second},
	{"stalls", 120, 30, []string{"--scenario", "stall"}, nil, 75 * time.Second},
	{"past", 120, 30, nil, []string{"[", "[", "["}, settled},
	{"replay", 160, 45, nil, []string{"{", "{", "{", "{", "{"}, 4 * time.Second},
}

// ground is a terminal's background and text.
type ground struct {
	name       string
	back, text color.RGBA
}

var grounds = []ground{
	{"dark", color.RGBA{0x1a, 0x1b, 0x26, 0xff}, color.RGBA{0xd8, 0xde, 0xec, 0xff}},
	{"light", color.RGBA{0xff, 0xff, 0xff, 0xff}, color.RGBA{0x1c, 0x22, 0x30, 0xff}},
}

func main() {
	log.SetFlags(0)
	folder, err := os.MkdirTemp("", "acrwatch")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(folder)
	binary := filepath.Join(folder, "acrwatch")
	if out, err := exec.Command("go", "build", "-o", binary, "acrwatch").CombinedOutput(); err != nil {
		log.Fatalf("build: %v\n%s", err, out)
	}
	wanted := ""
	if len(os.Args) > 1 {
		wanted = os.Args[1]
	}
	recorded := filepath.Join(folder, "night.ndjson")
	if err := exec.Command(binary, "demo", "--seed", "1", "--speed", "10", "--record", recorded).Run(); err != nil {
		log.Fatalf("record: %v", err)
	}
	var all sync.WaitGroup
	for _, p := range pictures {
		if !strings.HasPrefix(p.name, wanted) {
			continue
		}
		for _, g := range grounds {
			all.Go(func() {
				path := filepath.Join("docs", "pictures", p.name+"-"+g.name+".svg")
				args := append([]string{"demo", "--seed", "1"}, p.args...)
				if p.name == "replay" {
					args = []string{"replay", recorded, "--at", "end"}
				}
				if err := take(exec.Command(binary, args...), path, p, g); err != nil {
					log.Printf("%s: %v", path, err)
				}
			})
		}
	}
	all.Wait()
	if err := os.WriteFile(filepath.Join("docs", "pictures", "README.md"), index(), 0o644); err != nil {
		log.Fatal(err)
	}
}

// index is a page with all pictures, as a reader's own theme has them.
func index() []byte {
	page := []byte("# Every view and state\n\nMade by `go run docs/pictures/pictures.go` from the demo.\n")
	for _, p := range pictures {
		page = fmt.Appendf(page, "\n## %[1]s\n\n<picture><source media=\"(prefers-color-scheme: dark)\" srcset=\"%[1]s-dark.svg\">"+
			"<img alt=\"%[1]s\" src=\"%[1]s-light.svg\"></picture>\n", p.name)
	}
	return page
}

// take runs a program until the picture is due, and writes it.
func take(c *exec.Cmd, path string, p picture, g ground) error {
	screen := vt.NewSafeEmulator(p.width, p.height)
	screen.SetDefaultBackgroundColor(g.back)
	screen.SetDefaultForegroundColor(g.text)
	c.Env = []string{"TERM=xterm-256color", "COLORTERM=truecolor", "LANG=C.UTF-8", "HOME=" + filepath.Dir(c.Path)}
	line, err := pty.StartWithSize(c, &pty.Winsize{Cols: uint16(p.width), Rows: uint16(p.height)})
	if err != nil {
		return err
	}
	go copyAll(screen, line)
	go copyAll(line, screen)
	time.Sleep(p.after)
	for _, k := range p.keys {
		if _, err := line.WriteString(k); err != nil {
			return err
		}
		time.Sleep(500 * time.Millisecond)
	}
	err = os.WriteFile(path, []byte(svg(screen, p, g)), 0o644)
	_ = c.Process.Kill()
	return errors.Join(err, line.Close())
}

// copyAll takes bytes from one end to the other until either is gone.
func copyAll(to interface{ Write([]byte) (int, error) }, from interface{ Read([]byte) (int, error) }) {
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		if err != nil {
			return
		}
		if _, err := to.Write(buffer[:n]); err != nil {
			return
		}
	}
}

// The size of a cell, and the air around the screen.
const cellWidth, cellHeight, air = 8.4, 18.0, 12.0

// The bits of a cell's attributes.
const bold, faint, reversed = 1 << 0, 1 << 1, 1 << 5

func svg(screen *vt.SafeEmulator, p picture, g ground) string {
	var b strings.Builder
	width, height := float64(p.width)*cellWidth+2*air, float64(p.height)*cellHeight+2*air
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" font-family="ui-monospace,'JetBrains Mono','DejaVu Sans Mono',Menlo,Consolas,'Noto Sans Mono CJK SC',monospace" font-size="14" xml:space="preserve">`+"\n", width, height)
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" rx="8" fill="%s"/>`+"\n", hex(g.back))
	for y := range p.height {
		for x := 0; x < p.width; {
			x += run(&b, screen, x, y, p.width, g)
		}
	}
	return b.String() + "</svg>\n"
}

// look is what the cells of a run share.
type look struct {
	text, back string
	attrs      uint8
}

// run writes the cells from x on that look the same, and says how many they are.
func run(b *strings.Builder, screen *vt.SafeEmulator, x, y, width int, g ground) int {
	var words strings.Builder
	first, columns := look{}, 0
	for x+columns < width {
		content, step, l := " ", 1, look{hex(g.text), hex(g.back), 0}
		if c := screen.CellAt(x+columns, y); c != nil && c.Width > 0 {
			content, step = c.Content, c.Width
			l = look{or(c.Style.Fg, g.text), or(c.Style.Bg, g.back), c.Style.Attrs & (bold | faint | reversed)}
		}
		if columns > 0 && (l != first || step > 1) {
			break
		}
		first = l
		words.WriteString(content)
		columns += step
		if step > 1 {
			break // a wide letter stands alone, so that the font's width does not move what follows
		}
	}
	if first.attrs&reversed != 0 {
		first.text, first.back = first.back, first.text
	}
	left, top, span := air+float64(x)*cellWidth, air+float64(y)*cellHeight, float64(columns)*cellWidth
	if first.back != hex(g.back) {
		fmt.Fprintf(b, `<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="%s"/>`+"\n", left, top, span, cellHeight, first.back)
	}
	if strings.TrimSpace(words.String()) == "" {
		return columns
	}
	extra := ""
	if first.attrs&bold != 0 {
		extra += ` font-weight="bold"`
	}
	if first.attrs&faint != 0 {
		extra += ` opacity="0.6"`
	}
	fmt.Fprintf(b, `<text x="%.1f" y="%.1f" textLength="%.1f" fill="%s"%s>%s</text>`+"\n", left, top+13.5, span, first.text, extra, html.EscapeString(words.String()))
	return columns
}

func or(c, otherwise color.Color) string {
	if c == nil {
		c = otherwise
	}
	return hex(c)
}

func hex(c color.Color) string {
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}
