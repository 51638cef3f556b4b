package export

// totalsShape sums tasks. Bytes and rates are of the sync tasks of which they are known; the others are counted.
type totalsShape struct {
	Tasks    int `json:"tasks"`
	Queued   int `json:"queued"`
	Syncing  int `json:"syncing"`
	Pulling  int `json:"pulling"`
	Stalled  int `json:"stalled"`
	Done     int `json:"done"`
	Failed   int `json:"failed"`
	Canceled int `json:"canceled"`
	Gone     int `json:"gone"`
	Unknown  int `json:"unknown"`

	Synced  int64    `json:"synced_bytes"`
	Size    int64    `json:"size_bytes"`
	Unsized int      `json:"sync_tasks_of_unknown_size"`
	Rate    *float64 `json:"rate_bytes_per_second"`
}

func totalsOf(l *Look) totalsShape {
	var sum totalsShape
	for _, t := range l.Tasks {
		*sum.of(t.StatusWord())++
		sum.Tasks++
		if t.Sync == nil {
			continue
		}
		if !t.Flow.SizeKnown {
			sum.Unsized++
			continue
		}
		sum.Synced += t.Flow.Moved
		sum.Size += t.Flow.Size
		about := subject{task: t, home: &l.Snapshot.Targets[t.Target], now: l.Now}
		if r, known := rate(&about).(float64); known {
			sum.add(r)
		}
	}
	return sum
}

func (s *totalsShape) add(rate float64) {
	if s.Rate == nil {
		s.Rate = new(float64)
	}
	*s.Rate += rate
}

// of is the count that a word belongs to. A word that only the service knows is unknown to us.
func (s *totalsShape) of(word string) *int {
	switch word {
	case "queued":
		return &s.Queued
	case "syncing":
		return &s.Syncing
	case "pulling":
		return &s.Pulling
	case "stalled":
		return &s.Stalled
	case "done":
		return &s.Done
	case "failed":
		return &s.Failed
	case "canceled":
		return &s.Canceled
	case "gone":
		return &s.Gone
	}
	return &s.Unknown
}
