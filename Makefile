# Two commands: `make run` starts the site, `make test` tests it. `make` alone lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
PORT ?= 8000
# Arguments for pytest, for instance: make test TESTS="tests/polish -k plural"
TESTS ?=
WORKERS ?= 2
# Arguments for the measuring of search, for instance: make relevance RELEVANCE="--worst 20"
RELEVANCE ?=
export PORT

PREPARE := $(PYTHON) site/pomost/setup/environment.py
VENV := .venv/bin/python
POMOST := $(VENV) -m pomost.cli
MANAGE := $(VENV) site/manage.py

PACKAGES := $(wildcard site/demo site/pomost site/editing site/publishing site/reference site/people site/polish courses resources search)
CHECKS := lint format types templates imports migrations django deploy translations

# The variables required in production (docs/operations.md), with sample values.
PRODUCTION := DJANGO_SETTINGS_MODULE=pomost.settings.production \
	POMOST_SECRET_KEY=check-only-Zq8vN3xLw5RtY7uB2mKc9PfHd4JsGa6TeWiVoXb1-0123456789 \
	POMOST_HOSTS=pomost.example.org \
	POMOST_BASE_URL=https://pomost.example.org \
	POMOST_FROM_EMAIL=pomost@example.org \
	DATABASE_URL=postgres://pomost@localhost/pomost \
	EMAIL_URL=smtp://localhost:25

.PHONY: help
help:  ## List these commands
	@sed -nE 's/^([a-z][a-z-]*):.*##  ?(.*)$$/  make \1|\2/p' $(firstword $(MAKEFILE_LIST)) | sort | column -t -s '|' 2>/dev/null \
	  || sed -nE 's/^([a-z][a-z-]*):.*##  ?(.*)$$/  make \1 - \2/p' $(firstword $(MAKEFILE_LIST)) | sort

.PHONY: run
run:  ## Set up what is missing and start the site at http://127.0.0.1:8000/ (PORT=... for another port)
	@$(PREPARE) --lock runtime
	@MALLOC_ARENA_MAX=2 exec $(POMOST) run

.PHONY: dev
dev:  ## Install the environment for development and tests
	@$(PREPARE) --lock dev
	@$(POMOST) fonts
	@$(POMOST) frame-scripts
	@$(POMOST) translations

.PHONY: test
test: dev  ## Run all tests, including browser tests (TESTS="..." is passed to pytest)
	$(VENV) -m pytest -n $(WORKERS) --dist worksteal $(TESTS)

.PHONY: test-postgresql
test-postgresql: dev  ## Run the database tests on PostgreSQL at POMOST_TEST_POSTGRES_URL
	@test -n "$$POMOST_TEST_POSTGRES_URL" || { echo "Set POMOST_TEST_POSTGRES_URL, for instance postgres://user@127.0.0.1:5432/pomost"; exit 1; }
	DATABASE_URL="$$POMOST_TEST_POSTGRES_URL" $(VENV) -m pytest -n $(WORKERS) --dist worksteal -m "not browser and not sqlite_only" $(TESTS)

.PHONY: engines
engines: dev  ## Fetch the search engines and the PDF validator of the tests into ~/.cache/pomost (needs Maven, once)
	$(VENV) -m tests.search.engines
	$(VENV) -m tests.verapdf fetch

.PHONY: bench
bench: dev  ## Measure speed and page weight; prints a table, writes build/bench.json
	$(VENV) -m tests.benchmarks

.PHONY: relevance
relevance: dev  ## Measure how well search answers; prints a table, writes build/relevance.json (RELEVANCE="--help" lists more)
	$(VENV) -m tests.relevance --json build/relevance.json $(RELEVANCE)

.PHONY: check
check: dev  ## Run all static checks and list those that failed
	@failed=; for name in $(CHECKS); do \
	  printf '\n== %s\n' "$$name"; \
	  $(MAKE) --no-print-directory "check-$$name" || failed="$$failed $$name"; \
	done; \
	echo; if [ -n "$$failed" ]; then echo "Failed:$$failed"; exit 1; fi; echo "All checks passed: $(CHECKS)"

.PHONY: check-lint check-format check-types check-templates check-imports check-migrations check-django check-deploy check-translations
check-lint:
	$(VENV) -m ruff check .
check-format:
	$(VENV) -m ruff format --check .
check-types:
	$(VENV) -m mypy $(PACKAGES) tests
check-templates:
	git ls-files -z --cached --others --exclude-standard 'templates/*.html' | xargs -0 -r .venv/bin/djade --check --target-version 5.2
	if [ -d templates ]; then $(VENV) -m djlint --lint --quiet templates; fi
check-imports:
	.venv/bin/lint-imports
check-migrations:
	DJANGO_SETTINGS_MODULE=pomost.settings.test $(MANAGE) makemigrations --check --dry-run
check-django:
	DJANGO_SETTINGS_MODULE=pomost.settings.test $(MANAGE) check --fail-level WARNING
check-deploy:
	env $(PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING
check-translations:
	$(POMOST) translations --check

.PHONY: format
format: dev  ## Format Python and templates
	$(VENV) -m ruff check --fix-only --quiet .
	$(VENV) -m ruff format .
	git ls-files -z --cached --others --exclude-standard 'templates/*.html' | xargs -0 -r .venv/bin/djade --target-version 5.2

.PHONY: messages
messages: dev  ## Update locale/pl from the sources (needs gettext)
	$(POMOST) translations --collect

# Each lock is complete: dev contains runtime and every extra; each of EXTRAS contains runtime and one extra. Versions are the same
# in all, so that they can be installed together: uv pip sync --require-hashes requirements/runtime.txt requirements/redis.txt
LOCK = .tools/bin/uv pip compile --quiet --universal --fork-strategy fewest --python-version 3.11 --generate-hashes \
	--only-binary :all: --no-emit-index-url --no-emit-find-links --no-header --no-annotate $(LOCK_FLAGS)

EXTRAS := elasticsearch opensearch postgresql redis xblocks

.PHONY: lock
lock:  ## Update requirements/*.txt and package-lock.json from the declared dependencies (LOCK_FLAGS=--upgrade for newer versions)
	@$(PREPARE) --lock runtime
	$(LOCK) pyproject.toml -o requirements/runtime.txt
	for extra in $(EXTRAS); do $(LOCK) pyproject.toml --extra $$extra -c requirements/runtime.txt -o requirements/$$extra.txt || exit 1; done
	$(LOCK) pyproject.toml --all-extras --group dev $(EXTRAS:%=-c requirements/%.txt) -o requirements/dev.txt
	$(LOCK) requirements/uv.in -o requirements/uv.txt
	$(LOCK) requirements/node.in -o requirements/node.txt
	if command -v npm >/dev/null; then npm install --package-lock-only --ignore-scripts --no-audit --no-fund; fi

.PHONY: clean
clean:  ## Remove built and installed files; var/ (database, uploads) stays
	rm -rf .venv .tools node_modules build site/static/build .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find locale -name '*.mo' -delete 2>/dev/null || true
