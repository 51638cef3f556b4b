// Command acrwatch watches Alibaba Cloud Container Registry tasks live in the terminal.
package main

import (
	"context"
	"os"

	"acrwatch/internal/command"
)

func main() {
	os.Exit(command.Run(context.Background(), os.Args[1:], os.Environ(), os.Stdin, os.Stdout, os.Stderr))
}
