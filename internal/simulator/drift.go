package simulator

import (
	"encoding/json"
	"hash/crc32"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// drifter changes the types of an answer. Most changes keep the meaning, as a number in quotes does; some lose it.
type drifter struct{ dice dice }

// drift is a tree of which every part may have changed; which do depends on the seed and the instant.
func drift(seed, instant uint64, v any) any {
	d := drifter{dice{hash(seed, 42, instant)}}
	return d.value("", v)
}

// rolls is true in so many of 1000 cases.
func (d *drifter) rolls(n int) bool { return d.dice.intn(1000) < n }

func (d *drifter) value(name string, v any) any {
	switch x := v.(type) {
	case map[string]any:
		return d.object(x)
	case []any:
		return d.array(x)
	case json.Number:
		return d.number(x)
	case bool:
		return d.boolean(x)
	case string:
		return d.text(name, x)
	}
	return v
}

// object drops a few members, spells a few with a small letter, and adds some that nobody knows.
func (d *drifter) object(m map[string]any) any {
	out := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(m)) {
		switch member := d.value(name, m[name]); {
		case d.rolls(8):
		case d.rolls(8):
			out[strings.ToLower(name[:1])+name[1:]] = member
		default:
			out[name] = member
		}
	}
	d.modified(out)
	if d.rolls(250) {
		out["Extra"] = map[string]any{"SyncTaskId": "rst-none", "Nested": []any{nil, map[string]any{"TaskStatus": "SUCCESS"}}}
	}
	if d.rolls(100) {
		out[""], out["taskstatus"] = json.Number("-0"), "NOT THE STATUS"
	}
	return out
}

// modified spells the time of change in either way, or in both.
func (d *drifter) modified(m map[string]any) {
	at, ok := m["ModifedTime"]
	if !ok {
		return
	}
	delete(m, "ModifiedTime")
	switch d.dice.intn(3) {
	case 0:
		delete(m, "ModifedTime")
		m["ModifiedTime"] = at
	case 1:
		m["ModifiedTime"] = at
	}
}

// array puts nulls and strangers among the elements, or is something else altogether.
func (d *drifter) array(list []any) any {
	switch {
	case d.rolls(25):
		return nil
	case d.rolls(12):
		return map[string]any{"0": nil}
	case d.rolls(12):
		return ""
	}
	out := []any{}
	for _, element := range list {
		if d.rolls(30) {
			out = append(out, nil)
		}
		if d.rolls(10) {
			out = append(out, []any{"stranger", json.Number("7"), true, []any{}}[d.dice.intn(4)])
		}
		out = append(out, d.value("", element))
	}
	return out
}

// hugeNumbers are beyond what an int64 holds, below nothing, or larger than any image.
var hugeNumbers = []json.Number{"1e300", "99999999999999999999", "9223372036854775808", "9223372036854775807", "4e18", "-9223372036854775808", "-1", "4e15"}

func (d *drifter) number(n json.Number) any {
	whole := !strings.ContainsAny(string(n), ".eE")
	switch {
	case d.rolls(180):
		return string(n)
	case whole && d.rolls(120):
		return n + ".0"
	case whole && d.rolls(40):
		return string(n + ".00")
	case whole && d.rolls(40):
		return n + "e0"
	case d.rolls(15):
		return nil
	case d.rolls(10):
		return ""
	case d.rolls(8):
		return hugeNumbers[d.dice.intn(len(hugeNumbers))]
	case d.rolls(5):
		return []any{map[string]any{}, []any{n}, true, "many"}[d.dice.intn(4)]
	}
	return n
}

func (d *drifter) boolean(b bool) any {
	word, digit := "false", json.Number("0")
	if b {
		word, digit = "true", "1"
	}
	switch {
	case d.rolls(200):
		return word
	case d.rolls(100):
		return digit
	case d.rolls(50):
		return strings.ToUpper(word)
	case d.rolls(50):
		return string(digit)
	case d.rolls(15):
		return nil
	}
	return b
}

// newWords are statuses that no document names.
var newWords = []string{"ARCHIVING", "SYNCHRONISING", "-", "a status of three words and more"}

func (d *drifter) text(name, s string) any {
	number := s != "" && strings.Trim(s, "0123456789") == ""
	status := strings.HasSuffix(name, "Status") || strings.HasSuffix(name, "Result") || name == "TaskIssue"
	switch {
	case name == "Code" && s == "success":
		return []any{s, s, s, "Success", "SUCCESS", json.Number("200"), nil}[d.dice.intn(7)]
	case number && d.rolls(300):
		return json.Number(strings.TrimLeft(s[:len(s)-1], "0") + s[len(s)-1:])
	case status && d.rolls(60):
		return strings.ToLower(s)
	case status && d.rolls(20):
		return newWords[d.dice.intn(len(newWords))]
	case strings.HasSuffix(name, "Id") && !d.rolls(100): // without ids there would be nothing left
		return s
	case d.rolls(15):
		// A number keeps apart what the text kept apart, as a change of type does.
		number := json.Number(strconv.FormatUint(uint64(crc32.ChecksumIEEE([]byte(s))), 10))
		return []any{nil, "", "null", number, true, []any{s}, map[string]any{name: s}}[d.dice.intn(7)]
	}
	return s
}
