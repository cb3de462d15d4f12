# The few commands of the project; `make help` lists them.
#   ARGS   passed on, as in: make run ARGS="--shards 3 --bots 100"
.DEFAULT_GOAL := help
.PHONY: help setup build run test faults versions bench sim fuzz format proto chart image

pangea := .build/release/pangea

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]*:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: ## install what is missing with apt (run and test do this by themselves)
	@tools/setup.sh

build: ## build everything in release mode: executable, console and content bundle
	@tools/setup.sh --check
	tools/console.sh
	swift build -c release --product pangea
	$(pangea) content build

run: setup build ## build, then start a whole cluster on this machine (Ctrl-C ends it)
	@$(pangea) up $(ARGS)

test: ## build in debug mode and run all tests (installs a PostgreSQL server for them)
	@tools/setup.sh --tests
	tools/console.sh
	Web/tests/run
	swift build --build-tests
	SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=4 tools/scratch.sh \
	  swift test --disable-xctest --skip-build --skip IntegrationTests --skip SupervisorTests \
	  --skip StorageTests $(ARGS)
	tools/scratch.sh swift test --disable-xctest --skip-build --filter StorageTests
	tools/scratch.sh \
	  swift test --disable-xctest --skip-build --no-parallel --filter 'IntegrationTests|SupervisorTests'

faults: ## kill, stop and pause real processes under bots, and write a table (STORAGE=postgres://…)
	@tools/setup.sh
	swift build --build-tests
	PANGEA_FAULTS="$(CURDIR)/.build/faults.md" PANGEA_FAULTS_STORAGE="$(STORAGE)" \
	  PANGEA_FAULTS_RESTART="$(RESTART)" tools/scratch.sh \
	  swift test --disable-xctest --skip-build --no-parallel --filter FaultTests
	@cat .build/faults.md

versions: ## build an older commit and let both builds share a world (COMMIT=…)
	@tools/setup.sh
	swift build --build-tests
	PANGEA_OLDER="$$(tools/older.sh $(COMMIT))" tools/scratch.sh \
	  swift test --disable-xctest --skip-build --no-parallel --filter UpgradeTests

bench: build ## measure all workloads beside their references and compare (ARGS="W6 --seconds 5")
	@tools/setup.sh --bench
	$(pangea) bench $(or $(ARGS),all --report .build/bench)
	swift run -c release Allocations --check Tests/Fixtures/allocations.json

sim: build ## simulate cluster after cluster under all faults, until Ctrl-C (ARGS="--minutes 5")
	$(pangea) sim --campaign $(ARGS)

fuzz: setup ## feed the decoders with made-up bytes, a minute each (ARGS="TARGET CPU_SECONDS")
	tools/fuzz.sh $(ARGS)

format: ## format all Swift code
	swift format -i -r Sources Tests Package.swift

chart: ## check the Helm chart, its alerts and dashboards, without a cluster
	@tools/chart.sh $(ARGS)

image: ## build the image of all roles with docker (IMAGE=pangea)
	docker build --tag "$(or $(IMAGE),pangea)" .

proto: setup ## write the C code of Proto/*.proto anew
	Proto/generate.sh
