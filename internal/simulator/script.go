package simulator

import "time"

// script is what makes one world of links differ from another.
type script struct {
	wave         []scripted // what is going on at the start
	past, pushed odds       // of finished tasks, and of those that come
	lost         int        // one subscription task in so many loses a tag
	lostPulls    int        // so many of the first pulls do
	untimed      bool       // the first wave ends when it ends
}

// usual is the migration, where little goes wrong.
var usual = script{
	wave: firstWave, past: odds{fails: 4, cancels: 2}, pushed: odds{fails: 6, cancels: 2, stalls: 3}, lost: 9,
}

// stalling has tasks of which every layer stops for minutes, tasks of which one does, and some that go on.
var stalling = script{
	past: odds{fails: 4, cancels: 2}, pushed: odds{fails: 2, stalls: 20, freezes: 30}, lost: 9, untimed: true,
	wave: []scripted{
		{"ml", "训练-resnet", 14 * time.Minute, 3, false, []copied{
			{usEast, 0.31, fate{kind: freezes, until: 7 * time.Minute}},
			{euCentral, 0.22, fate{kind: freezes, until: 5 * time.Minute}},
		}},
		{"web", "search", 9 * time.Minute, 4, false, []copied{
			{usEast, 1, fate{}},
			{euCentral, 0.48, fate{kind: stalls, until: 4 * time.Minute}},
		}},
		{"web", "frontend", 8 * time.Minute, 3, false, []copied{
			{euWest, 0.38, fate{}},
			{usEast, 0.27, fate{kind: freezes, at: 20 * time.Second, until: 200 * time.Second}},
		}},
		{"data", "spark", 6 * time.Minute, 3, false, []copied{
			{euWest, 0.10, fate{kind: stalls, at: 10 * time.Second, until: 5 * time.Minute}},
			{apSoutheast, 0.20, fate{}},
		}},
		{"edge", "agent", 5 * time.Minute, 3, false, []copied{
			{usEast, 0.35, fate{kind: freezes, at: 5 * time.Second, until: 150 * time.Second}},
			{euCentral, 0.12, fate{}},
		}},
		{"pay", "ledger", 4 * time.Minute, 5, false, []copied{{euWest, 0.15, fate{kind: freezes, until: 6 * time.Minute}}, {apSoutheast, 1, fate{}}}},
		{"infra", "envoy", 2 * time.Minute, 1, true, []copied{{apSoutheast, 0.05, fate{}}}},
		{"web", "api", time.Minute, 3, false, []copied{{euWest, 0, fate{}}, {usEast, 0, fate{}}}},
	},
}

// failing has every issue on several routes and under several rules: some of it long ago, some in front of the reader.
var failing = script{
	past: odds{fails: 30, cancels: 3, even: true}, pushed: odds{fails: 45, cancels: 3, even: true}, lost: 2, lostPulls: 2, untimed: true,
	wave: []scripted{
		{"web", "search", 9 * time.Minute, 4, false, []copied{
			{euCentral, 0.48, breaks(8*time.Second, "NETWORK_ERROR")},
			{usEast, 0.31, breaks(52*time.Second, "NETWORK_ERROR")},
			{euWest, 1, fate{}},
		}},
		{"ml", "embed", 8 * time.Minute, 2, false, []copied{{euCentral, 0.07, breaks(20*time.Second, "NETWORK_ERROR")}}},
		{"pay", "ledger", 7 * time.Minute, 5, false, []copied{
			{euWest, 0.55, breaks(12*time.Second, "TAG_CONFLICT")}, {apSoutheast, 0.02, breaks(40*time.Second, "TAG_CONFLICT")},
		}},
		{"data", "spark", 6 * time.Minute, 3, false, []copied{
			{usEast, 0.01, breaks(28*time.Second, "OSS_POLICY_UNAUTHORIZED")},
			{apSoutheast, 0.01, breaks(30*time.Second, "OSS_POLICY_UNAUTHORIZED")},
			{euWest, 0.40, fate{}},
		}},
		{"infra", "envoy", 5 * time.Minute, 4, false, []copied{
			{euWest, 0.24, breaks(36*time.Second, "INTERNAL_ERROR")}, {usEast, 0, breaks(80*time.Second, "INTERNAL_ERROR")},
		}},
		{"web", "api", 4 * time.Minute, 3, false, []copied{
			{euWest, 0, breaks(64*time.Second, "UNSUPPORTED_FORMAT")}, {apSoutheast, 0, breaks(70*time.Second, "UNSUPPORTED_FORMAT")},
		}},
		{"base", "runtime", 3 * time.Minute, 2, true, []copied{
			{usEast, 0, breaks(90*time.Second, "DATA_LENGTH_EXCEEDED")}, {euCentral, 0, breaks(100*time.Second, "DATA_LENGTH_EXCEEDED")},
		}},
		{"edge", "agent", 2 * time.Minute, 3, false, []copied{{usEast, 0.35, fate{}}, {euCentral, 0.12, breaks(16*time.Second, "NETWORK_ERROR")}}},
	},
}

// breaks is a failure at a certain time.
func breaks(at time.Duration, issue string) fate {
	return fate{kind: fails, at: at, certain: true, issue: issue}
}

// scriptOf is the script of a scenario; most play the migration.
func scriptOf(scenario string) *script {
	switch scenario {
	case "stall":
		return &stalling
	case "failures":
		return &failing
	}
	return &usual
}

// factor scales the links so that the first wave ends in time, where a script wants it to.
func (s *script) factor(seed uint64, endless bool) float64 {
	if s.untimed {
		return 1
	}
	return calibrate(seed, endless)
}
