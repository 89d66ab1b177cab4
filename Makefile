# Everything is installed into .venv, but Pango, which tools/system-libraries.sh sees to.

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed

# Asked for 3.11 by running it: a version manager's python3.13 may be on the PATH and yet refuse to start.
PYTHON = $(shell for python in python3.14 python3.13 python3.12 python3.11 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)

.PHONY: help setup demo test thorough bench docs clean

help: ## list these commands (the default)
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s  %s\n", $$1, $$2 }' Makefile

setup: $(INSTALLED) ## install agreementgen and its tools into .venv

demo: $(INSTALLED) ## print an example's agreement and agendas into demo/
	$(BIN)/agreementgen render examples/workplace.yaml --final -o demo --force
	@echo "The PDFs are in $(CURDIR)/demo"

# A file's tests stay on one worker: they share what is slow to make. The slow files begin: see tests/conftest.py.
test: $(INSTALLED) ## check style and types, and run the tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder --brief

thorough: $(INSTALLED) ## run every case of every test; takes half as long again
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder

bench: $(INSTALLED) ## measure beside other ways to make such pages, and write benchmarks/RESULTS.md
	$(BIN)/python -m pip install --quiet --disable-pip-version-check typst reportlab docxtpl
	$(BIN)/python benchmarks/peers.py --write
	$(BIN)/python benchmarks/oneshot.py

docs: $(INSTALLED) ## build the pages into site/, to be read in a browser, offline
	$(BIN)/mkdocs build --strict
	@echo "Open $(CURDIR)/site/index.html"

clean: ## remove .venv, demo/ and all else that was made here
	rm -rf $(VENV) build dist demo site *.egg-info .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Written last, so a setup that broke off is done again; older than setup.cfg once a library is added there.
$(INSTALLED): setup.cfg pyproject.toml tools/system-libraries.sh
	@set -e; python='$(PYTHON)'; \
	test -n "$$python" || { echo 'agreementgen needs Python 3.11 or later, and none is on the PATH.' \
		'Install one, or name it: make $(or $(MAKECMDGOALS),setup) PYTHON=/path/to/python3' >&2; exit 1; }; \
	tools/system-libraries.sh "$$python"; \
	echo "Installing into $(VENV) with $$python; the first time takes a minute or two."; \
	"$$python" -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@
