package poller

// share is a class of calls that competes with others for the tokens that no user waits for.
type share uint8

const (
	shareVisible share = iota // active rows on screen
	shareHeads                // list pages on which new tasks appear
	sharePages                // list pages that hold active tasks
	shareUnread               // active tasks that were never asked
	shareOthers               // the other active tasks, and the reading that confirms an end
	shareDeep                 // list pages of a whole reading, and rule names
	shareShown                // finished rows on screen whose layers were never read
	shares
)

// weights say how the tokens are shared when everything is due. What is on screen gets most, and nothing starves; a class
// that needs less than its share leaves the rest to the others. Heads and unread tasks need little once all is known.
var weights = [shares]int{
	shareVisible: 20, shareHeads: 4, sharePages: 4, shareUnread: 8, shareOthers: 1, shareDeep: 1, shareShown: 1,
}

// deepFirst is the weight of deep pages until every list was read once: until then the counts on screen are not whole.
const deepFirst = 8

// turns takes the classes in turn, each as often as its weight says, and evenly spread.
type turns struct{ credit [shares]int }

// pick chooses among the classes that have a call due.
func (t *turns) pick(due *[shares]bool, deep int) share {
	total, best := 0, shares
	for k := range shares {
		if !due[k] {
			continue
		}
		weight := weights[k]
		if k == shareDeep {
			weight = deep
		}
		t.credit[k] += weight
		total += weight
		if best == shares || t.credit[k] > t.credit[best] {
			best = k
		}
	}
	if best < shares {
		t.credit[best] -= total
	}
	return best
}
