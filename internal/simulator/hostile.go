package simulator

import "strings"

// payloads are what a name can hold to attack a terminal, or whoever reads it. The words in them tell where one got
// through.
var payloads = []string{
	"\x1b[2J\x1b[777;777H",                    // clears the screen
	"\x1b[31337m\x1b[?1049l\x1b[6n\x1bc",      // colour, other screen, a question to answer, reset
	"\x1b]0;pwned\a",                          // the title
	"\x1b]2;pwned\x1b\\",                      // the title, ended otherwise
	"\x1b]0;pwned",                            // never ended: swallows what follows
	"\x1b]8;;http://pwned.example\x1b\\x",     // a link
	"\x1b]52;c;cHduZWQ=\a",                    // the clipboard
	"\x1bP$qm\x1b\\\x1b_Gpwned\x1b\\\x1b^p",   // DCS, APC, and a PM without end
	"\x9b31m\x9d0;pwned\x9c\x90",              // C1 as single bytes, which are no UTF-8
	"\u009b2J\u009d52;c;cHduZWQ=\u009c",       // C1 as UTF-8
	"\u202epwned\u202c\u2066x\u2069\u200f",    // the other direction
	"\U000e0041\U000e0042\U000e007f",          // tag characters
	"👩\u200d👩\u200d👧\u200d👦🇨🇳👍🏽1\ufe0f\u20e3", // emoji whose width terminals differ on
	"Z" + strings.Repeat("\u0335\u0336", 60),  // marks that paint over other lines
	"evilA\r\nevilB\tevilC\x00evilD\b\x7f",    // moves of the cursor
	"evil\u2028E\u2029\u200b\u2060\ufeff\u00ad",
	"\ue000\U000f0000\uffff\ufdd0",     // private and no characters
	"\xff\xfe\xc0\xaf\xed\xa0\x80",     // no UTF-8
	strings.Repeat("0123456789", 1000), // 10 kB
	strings.Repeat("漢", 3400),          // 10 kB, of double width
	`"\u001b[31m',;$(reboot)` + "`reboot`<b>&amp;%1b%00",
	"null",
}

// attackable are the fields that hold what somebody named or said.
var attackable = map[string]bool{
	"RepoNamespaceName": true, "RepoName": true, "ImageTag": true, "NamespaceName": true, "Tag": true,
	"SourceNamespaceName": true, "SourceRepoName": true, "LocalNamespaceName": true, "TargetNamespaceName": true,
	"LinkId": true, "TaskIssue": true, "Message": true, "Recommend": true, "SyncRuleName": true, "TagFilter": true, "InstanceName": true,
	"TagKey": true, "TagValue": true, "AuthPrincipalDisplayName": true,
}

// attack is a tree in which most names are hostile. The same name is always replaced by the same one, so that tasks
// stay what they are from answer to answer.
func attack(seed uint64, v any) any {
	switch x := v.(type) {
	case map[string]any:
		for name, member := range x {
			if text, ok := member.(string); ok && attackable[name] {
				x[name] = disguise(seed, text)
				continue
			}
			x[name] = attack(seed, member)
		}
	case []any:
		for i := range x {
			x[i] = attack(seed, x[i])
		}
	}
	return v
}

// disguise puts a payload before or behind a name. One name in six stays, and empty ones do.
func disguise(seed uint64, name string) string {
	h := hashText(seed, "hostile", name)
	if name == "" || h%6 == 0 {
		return name
	}
	payload := payloads[h>>8%uint64(len(payloads))]
	switch {
	case payload == "null":
		return payload
	case h>>4&1 == 0:
		return payload + name
	}
	return name + payload
}
