#!/bin/sh
# The whole suite: vet, then every test on SQLite and PostgreSQL. That generated
# files are as their sources say is one of the tests (internal/tidy).
set -eu

if [ -z "${KAIGONG_BENCH:-}" ] && [ -d ../shared/bench ]; then
	KAIGONG_BENCH=$(cd ../shared/bench && pwd)
	export KAIGONG_BENCH
fi
[ -n "${KAIGONG_BENCH:-}" ] || echo "Left out: the published loan cases; set KAIGONG_BENCH to the folder that holds actus/."
go vet -tags measure ./...
exec go test -p 2 -timeout 25m "$@" ./...
