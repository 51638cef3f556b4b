package ui

// window is which rows of a list are on screen, and where the cursor is.
type window struct {
	cursor, offset int
}

// fit brings cursor and offset inside n rows of which height fit on screen.
func (w *window) fit(n, height int) {
	w.cursor = min(max(w.cursor, 0), max(n-1, 0))
	height = max(height, 1)
	w.offset = min(w.offset, w.cursor)
	w.offset = max(w.offset, w.cursor-height+1)
	w.offset = max(min(w.offset, n-height), 0)
}

// scroll brings the offset alone inside n rows, for text without a cursor.
func (w *window) scroll(n, height int) {
	w.offset = max(min(w.offset, n-max(height, 1)), 0)
}

// wheel moves what is seen by n rows; the cursor goes along only as far as it must to stay in sight.
func (w *window) wheel(n, rows, height int) {
	height = max(height, 1)
	w.offset = max(min(w.offset+n, rows-height), 0)
	w.cursor = min(max(w.cursor, w.offset), w.offset+height-1)
}
