# Everything a developer types. `make` alone lists the targets; each is described by the words after its ##.
SHELL := /bin/bash
.DEFAULT_GOAL := help
STATE := .visavis
VENV  := $(STATE)/venv
PY    := $(VENV)/bin/python
# Tests for one part: make test-python T="sfu/wire scheduler/booking"
T     ?=

.PHONY: help
help: ## list these targets
	@grep -hE '^[a-z][a-z-]*:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

# ---- setting up -------------------------------------------------------------------------------------------------------

.PHONY: setup
setup: $(VENV)/.ready web/node_modules/.ready ## install what is missing (Python packages, web packages)

KERNEL := setup.py sfu/net/kernel_build.py $(wildcard sfu/net/kernel*.[ch])

$(VENV)/.ready: requirements-dev.lock pyproject.toml deploy/setup.sh $(KERNEL)
	@deploy/setup.sh python

web/node_modules/.ready: web/package.json web/package-lock.json deploy/setup.sh
	@deploy/setup.sh web

.PHONY: browser
browser:
	@deploy/setup.sh browser

.PHONY: lock
lock: $(VENV)/.ready ## resolve the Python lock files anew from pyproject.toml: what is shipped is what was tested
	$(VENV)/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --extra dev pyproject.toml -o requirements-dev.lock
	$(VENV)/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  -c requirements-dev.lock pyproject.toml -o requirements.lock

# ---- running ----------------------------------------------------------------------------------------------------------

.PHONY: run
run: setup ## start everything: database, scheduler, media, web (Ctrl-C ends it)
	@$(PY) -m deploy.supervisor run

.PHONY: sfu
sfu: $(VENV)/.ready ## the media server alone, as LiveKit's development mode (devkey)
	@$(PY) -m sfu --dev

# ---- checking ---------------------------------------------------------------------------------------------------------

.PHONY: test
test: setup browser lint test-python test-web ## every check and every test
	@echo "make test: all green"

.PHONY: test-python
test-python: $(VENV)/.ready ## Python tests (T="paths" for some of them)
	@deploy/setup.sh media
	@deploy/test-python.sh $(T)

.PHONY: test-web
test-web: setup browser ## the web app's unit tests, its build, and the whole path in Chromium
	@deploy/test-web.sh

.PHONY: lint
lint: setup ## ruff, mypy, import rules, eslint, tsc
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports --no-cache
	cd web && npm run --silent lint && npm run --silent typecheck

.PHONY: fmt
fmt: setup ## format and sort everything that has one right form
	$(VENV)/bin/ruff check --fix -q . ; $(VENV)/bin/ruff format .
	cd web && npm run --silent format

.PHONY: fuzz
fuzz: $(VENV)/.ready ## fuzz every parser, guided by coverage (S=seconds a target, 10; T="targets" for some)
	@$(PY) -m sfu.fuzz --seconds $(or $(S),10) $(T)
	@$(if $(T),:,$(PY) -m sfu.fuzz --seconds $(or $(S),10) --table scheduler.fuzz.targets)

.PHONY: bench
bench: $(VENV)/.ready ## the speed tables, as ratios (B=sfu or B=scheduler for a part); kept in .visavis/bench.json
	@$(if $(filter scheduler,$(B)),true,deploy/setup.sh janus) || echo "without Janus the comparison with it is left out" >&2
	@$(PY) -m deploy.bench $(B)

.PHONY: soak
soak: $(VENV)/.ready ## the media server's memory over 20 minutes of joins, leaves and reconnects
	@$(PY) -m sfu.bench soak

.PHONY: clean
clean: ## remove installs, builds and state (the development database too)
	rm -rf $(STATE) web/node_modules web/.next
