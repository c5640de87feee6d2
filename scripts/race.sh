#!/bin/sh
# Where goroutines meet: the platform and the records with all their tests, the
# whole program while five copies of every request arrive at once, and a short
# simulation. The rest of the suite is sequential above these.
set -eu

go test -race -count=1 -p 1 -timeout 30m ./internal/platform/... ./internal/record/...
go test -race -count=1 -timeout 30m -run 'TestSimulationOnEveryDatabase' ./internal/sim
go test -race -count=1 -timeout 30m -run 'TestIdem|TestABrokenCase' ./internal/app
