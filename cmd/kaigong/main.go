// Command kaigong is the whole program: the server, its demo, and what an
// operator needs around it. One file per command.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// version is set when a release is built.
var version = "0.1"

type commands struct {
	Demo    demoCmd    `cmd:"" help:"Start Fenghe Park, a fictional park, on an embedded database and show it in the browser."`
	Serve   serveCmd   `cmd:"" help:"Serve a deployment."`
	Init    initCmd    `cmd:"" help:"Make the keys and the database of a new deployment, and the link or the invitation to begin with."`
	Migrate migrateCmd `cmd:"" help:"Bring the database up to this version and stop."`
	Backup  backupCmd  `cmd:"" help:"Write a consistent copy of a running SQLite deployment."`
	Restore restoreCmd `cmd:"" help:"Put a backup in place after it was proven against its transparency log."`
	Verify  verifyCmd  `cmd:"" help:"Compare the transparency log with the tables, or check a proof offline."`
	Doctor  doctorCmd  `cmd:"" help:"Look at a deployment and say what needs care."`
	Sim     simCmd     `cmd:"" help:"Let seeded actors work for some days and check the invariants after each step."`
	Loan    loanCmd    `cmd:"" help:"Compute loans on the command line."`
	Route   routeCmd   `cmd:"" help:"Plan rounds along roads and verify plans."`
	Roster  rosterCmd  `cmd:"" help:"Plan who works when, and judge rosters."`
	Version versionCmd `cmd:"" help:"Print the version."`
}

type versionCmd struct{}

func (versionCmd) Run() error {
	fmt.Println("kaigong", version)
	return nil
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var c commands
	k := kong.Parse(&c, kong.Name("kaigong"), kong.UsageOnError(),
		kong.Description("开工 Kaigong: the Finance Alliance of a small-business park. Start with: kaigong demo"),
		kong.BindTo(ctx, (*context.Context)(nil)))
	err := k.Run()
	var quiet exitError
	if errors.As(err, &quiet) {
		os.Exit(quiet.code)
	}
	k.FatalIfErrorf(err)
}

// exitError ends the program with a code after everything was said.
type exitError struct{ code int }

func (e exitError) Error() string { return fmt.Sprintf("exit %d", e.code) }
