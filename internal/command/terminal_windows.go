package command

func writeNow(string) {}
