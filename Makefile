# Everything that is done to this tree by hand has a name here; `make` lists them.
# Two cores are enough: tests run two packages at a time and use Go's cache. A
# recipe ends as its command ends, also where its output is filtered.
.DEFAULT_GOAL := help
.PHONY: help test race race-all bench bench-loan bench-route bench-roster faults generate wasm generate-check cover lint demo walk clean
export CGO_ENABLED ?= 0

PG := scripts/with-postgres.sh

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

test: ## vet and every test, on SQLite and PostgreSQL; installs what is missing on Debian as root
	@scripts/setup.sh
	@$(PG) scripts/test.sh

race race-all: export CGO_ENABLED = 1
race: ## platform, records, a short simulation and copies of every request at once, under the race detector
	@scripts/setup.sh race
	@$(PG) scripts/race.sh

race-all: ## every test under the race detector; long, since SQLite runs about 30 times slower under it
	@scripts/setup.sh race
	@$(PG) go test -race -p 1 -timeout 240m ./...

bench: ## start, memory, page times and business writes per second, as ratios to a bare durable insert
	@scripts/setup.sh
	@scripts/filter.sh '^=== ' $(PG) go test -tags measure -count=1 -p 1 -timeout 30m -run TestMeasure -v ./internal/faultlab/bench

bench-loan: ## the loan engine beside a loop by hand and QuantLib; a million contracts under a relief
	@scripts/filter.sh '^=== ' go test -tags measure -count=1 -timeout 30m -cpu 1 -run TestBench -v ./internal/faultlab/bench

bench-route: ## rounds: published instances, first plans, a blocked street; ROUTE_SETS (gdb,val,bmcv or roads), ROUTE_CPU, ROUTE_SEEDS and ROUTE_RIVAL choose
	@KAIGONG_BENCH=$${KAIGONG_BENCH:-$$(cd ../shared/bench 2>/dev/null && pwd)} scripts/filter.sh '^goos\|^goarch\|^pkg\|^cpu' go test -tags measure -run xxx -bench BenchmarkRoutes -benchtime 1x -cpu 1 -timeout 12h ./cmd/kaigong

bench-roster: ## rosters of the published instances beside CBC and HiGHS, and the park; ROSTER_INSTANCES="1 2" ROSTER_CPU=10 ROSTER_SEEDS="1 2 3" ROSTER_PARKS=20 ROSTER_PEERS="cbc highs" (HiGHS by its command, or by npm: NODE_PATH)
	@KAIGONG_BENCH=$${KAIGONG_BENCH:-$(abspath ../shared/bench)} scripts/filter.sh '^=== ' go test -tags measure -count=1 -timeout 24h -run 'TestMeasureRoster|TestMeasurePark' -v ./cmd/kaigong

faults: ## the trust tests at full size: kill -9, power cuts, tampering, simulation; PARTS="kill9 sim" for some
	@scripts/setup.sh
	@$(PG) scripts/faults.sh $(PARTS)

generate: ## pages from *.templ, drawings of the state machines, formatting
	@go tool templ generate -path . -lazy=false
	@go test -count=1 -run TestFlowPages ./internal/tidy -update

wasm: ## the loan engine for browsers, built anew
	@go test -count=1 -run TestBuild ./engine/loan/browser -update

generate-check: ## fail when a generated file lags behind its source
	@go test -count=1 -run 'TestTree/generated|TestFlowPages' ./internal/tidy

cover: ## coverage of the whole suite, by function, in bin/cover.txt
	@scripts/setup.sh
	@mkdir -p bin
	@$(PG) go test -p 2 -timeout 15m -coverpkg=./engine/...,./internal/... -coverprofile=bin/cover.out ./...
	@go tool cover -func=bin/cover.out > bin/cover.txt && tail -n 1 bin/cover.txt

lint: ## gofmt, vet and the rules of the house
	@bad=$$(gofmt -l cmd engine internal e2e) || exit 1; [ -z "$$bad" ] || { echo "gofmt would change: $$bad"; exit 1; }
	@go vet -tags measure ./...
	@go test -count=1 ./internal/tidy

demo: ## Fenghe Park on this machine, in a fresh folder
	@go run ./cmd/kaigong demo

walk: ## drive the main job by HTTP as each party in turn, and check every step
	@go run ./cmd/kaigong demo --walk

clean: ## remove what building and testing left
	@rm -rf bin data *.db *.db-wal *.db-shm
	@go clean -testcache
