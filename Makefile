# Two commands on a fresh machine with Python 3.11 to 3.13, git and make:
#   make run    the sample site on 127.0.0.1:$(PORT)
#   make test   every test, on SQLite and PostgreSQL and in a browser
# and for whoever changes the code: make check, make audit, make mutants, make planted,
# make coverage, make lock.

SHELL := /bin/sh
PORT ?= 8000
# Which Python makes the virtual environment; empty: the newest usable one.
PYTHON ?=
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
# One more than there are cores: browsers and databases are waited for.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
# Each worker takes a run of files, so that what a file's tests share is built once, not in both;
# who is done first takes over half of what the other has left.
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal
# The tests start the site in many processes; without byte code each would compile all of it again.
unexport PYTHONDONTWRITEBYTECODE

# A virtual environment whose Python is gone (an upgraded system, say) is made anew.
$(shell $(BIN)/python -c "" 2>/dev/null || rm -f $(VENV)/made $(VENV)/installed $(VENV)/installed-dev)

.PHONY: bench run test check audit mutants planted coverage lock
.DEFAULT_GOAL := run

# The sample site is open to this machine only, so it can do without HTTPS.
run: $(VENV)/installed
	@exec env IMMUNOSITE_ENV_FILE=/dev/null IMMUNOSITE_SAMPLE=true IMMUNOSITE_HTTPS=false \
	  ALLOWED_HOSTS=127.0.0.1,localhost SITE_URL=http://127.0.0.1:$(PORT) \
	  $(BIN)/python manage.py run_sample --port "$(PORT)"

test: $(VENV)/installed-dev
	$(BIN)/python -m tests.machine
	$(PYTEST)
	$(BIN)/python -m tests.postgres $(PYTEST) -m "not browser"

# The settings that a production site has to have; the names are examples.
PRODUCTION := env IMMUNOSITE_ENV_FILE=/dev/null IMMUNOSITE_SAMPLE=false IMMUNOSITE_HTTPS=true \
  SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))') \
  RECEIPT_KEY_FILE=var/check-receipt-key.json \
  ALLOWED_HOSTS=www.example.org DEBUG=false DATABASE_URL=sqlite:///var/check.sqlite3 $(BIN)/python manage.py

check: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(BIN)/python -m audits.templates
	$(BIN)/python -m audits.any_types
	@rm -f var/check-receipt-key.json
	$(PRODUCTION) make_receipt_key
	$(PRODUCTION) makemigrations --check --dry-run
	$(PRODUCTION) check --deploy --fail-level WARNING

# What the Nu HTML checker says of every page, the desk's and the admin's too, Lighthouse of one of each
# sort, and the library `jose` of every receipt. It needs Node.js and Java beside Chromium, and takes about an hour, so it is no part of CI.
# There is no lock file for npm: it would name the registry.
AUDIT := var/audit
NPM_PACKAGES := vnu-jar@26.9.27 lighthouse@12.8.2 jose@6.2.18

audit: $(VENV)/installed-dev $(AUDIT)/installed
	$(BIN)/python -m audits

$(AUDIT)/installed: Makefile
	@echo "Installing the checkers ..."
	@npm install --prefix $(AUDIT) --no-save --no-package-lock --no-audit --no-fund --loglevel=error \
	  $(NPM_PACKAGES)
	@touch $@

# Would the tests notice? How to read it: TESTING.md. It takes more than an hour.
mutants: $(VENV)/installed-dev
	$(BIN)/python -m audits.mutants --workers $(WORKERS)

# Is each fault that was found once noticed if it comes back? It takes about ten minutes.
planted: $(VENV)/installed-dev
	$(BIN)/python -m audits.planted

# Which lines and branches of editorial/ no test runs.
coverage: $(VENV)/installed-dev
	@rm -rf var/coverage
	$(BIN)/coverage run -m pytest -n $(WORKERS) --dist worksteal -m "not browser"
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

# What docs/benchmarks.md shows: under an hour; SHORT=1 five minutes. On a quiet machine. Wagtail is
# installed under var/ beside it; nginx, wrk and PostgreSQL are used where they are.
bench: $(VENV)/installed-dev
	$(BIN)/python -m benchmarks --form $(if $(SHORT),short,full)

# The locks name neither the registry nor the folder they were made with.
COMPILE := CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/python -m piptools compile --quiet --upgrade \
  --generate-hashes --allow-unsafe --strip-extras \
  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host

lock: $(VENV)/installed-dev
	$(COMPILE) --output-file requirements.txt requirements.in
	$(COMPILE) --output-file requirements-dev.txt requirements-dev.in

# Each stamp is written last, so an interrupted installation starts again.
$(VENV)/installed: requirements.txt | $(VENV)/made
	@echo "Installing packages ..."
	@$(PIP) install --quiet --quiet --require-hashes -r requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt | $(VENV)/made
	@echo "Installing packages for the tests ..."
	@$(PIP) install --quiet --quiet --require-hashes -r requirements-dev.txt
	@touch $@

# A name on the PATH may be a shim that does not run, or a Python without venv: try, don't trust.
$(VENV)/made:
	@for python in $(or $(PYTHON),python3.13 python3.12 python3.11 python3 python); do \
	  "$$python" -c 'import sys, ensurepip, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	    >/dev/null 2>&1 || continue; \
	  echo "Making the virtual environment with $$python ..."; \
	  "$$python" -m venv --clear $(VENV) && touch $@ && exit 0; \
	  exit 1; \
	done; \
	echo "ImmunoSite needs Python 3.11, 3.12 or 3.13 with its venv module." >&2; \
	echo "None of these runs here: $(or $(PYTHON),python3.13 python3.12 python3.11 python3 python)" >&2; \
	echo "(Debian: apt-get install python3 python3-venv). Or name one: make PYTHON=/path/to/python" >&2; \
	exit 1
