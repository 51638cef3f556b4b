package command

import tea "charm.land/bubbletea/v2"

// watched is the dashboard's model with its panics caught. The toolkit would catch them too, but it prints the stack
// on the terminal, says nothing of what it was, and ends without waiting for its own goroutines.
type watched struct {
	tea.Model
	fail func(error)
	view tea.View // the last one
}

// steady is a model that knows when its last message changed nothing that it shows.
type steady interface{ Same() bool }

func (w *watched) Init() tea.Cmd {
	return w.command(func() tea.Cmd { return w.Model.Init() })
}

func (w *watched) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	return w, w.command(func() (cmd tea.Cmd) {
		w.Model, cmd = w.Model.Update(msg)
		return cmd
	})
}

func (w *watched) View() tea.View {
	if m, ok := w.Model.(steady); ok && m.Same() {
		return w.view
	}
	w.catch(func() { w.view = w.Model.View() })
	return w.view
}

// command makes a command and guards it, for it runs in a goroutine of its own.
func (w *watched) command(from func() tea.Cmd) tea.Cmd {
	var bare tea.Cmd
	w.catch(func() { bare = from() })
	if bare == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		w.catch(func() { msg = w.each(bare()) })
		return msg
	}
}

// each guards the commands that a batch holds.
func (w *watched) each(msg tea.Msg) tea.Msg {
	batch, ok := msg.(tea.BatchMsg)
	if !ok {
		return msg
	}
	guarded := make(tea.BatchMsg, len(batch))
	for i, cmd := range batch {
		guarded[i] = w.command(func() tea.Cmd { return cmd })
	}
	return guarded
}

func (w *watched) catch(work func()) {
	err := guard(func() error {
		work()
		return nil
	})
	if err != nil {
		w.fail(err)
	}
}
