package poller

// share is a class of calls that competes with others for the tokens that no user waits for.
type share uint8

const (
	shareVisible share = iota // active rows on screen
	shareHeads                // list pages on which new tasks appear
	sharePages                // list pages that hold active tasks
	shareUnread               // active tasks that were never asked
	shareOthers               // the other active tasks
	shareEnded                // the reading that confirms an end
	shareDeep                 // list pages of a whole reading, and rule names
	shareShown                // finished rows on screen whose layers were never read
	shares
)

// weights say how the tokens are shared when everything is due. What is on screen gets most, and nothing starves; a class
// that needs less than its share leaves the rest to the others. Heads and unread tasks need little once all is known. The
// other active tasks get so much that the rate of the whole is known with some two hundred of them.
var weights = [shares]int{
	shareVisible: 84, shareHeads: 12, sharePages: 28, shareUnread: 24, shareOthers: 5, shareEnded: 2, shareDeep: 2, shareShown: 2,
}

// deepFirst is the weight of deep pages until every list was read once: until then the counts on screen are not whole.
const deepFirst = 28

// turns lets the classes have their turns, each as often as its weight says, and evenly spread. A turn moves its class
// forward by the inverse of its weight, and the class that is furthest behind comes next; one that had nothing due
// starts where the others are.
type turns struct {
	passed [shares]float64
	now    float64 // where the class was that had the last turn
}

// pick chooses among the classes that have a call due; it is shares when none has.
func (t *turns) pick(due *[shares]bool) share {
	best := shares
	for k := range shares {
		if due[k] && (best == shares || t.start(k) < t.start(best)) {
			best = k
		}
	}
	return best
}

// start is where a class would have its turn.
func (t *turns) start(k share) float64 { return max(t.passed[k], t.now) }

// take gives a class its turn: its call goes out.
func (t *turns) take(k share, weight int) {
	t.now = t.start(k)
	t.passed[k] = t.now + 1/float64(weight)
}
