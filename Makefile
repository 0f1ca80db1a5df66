# Two commands do everything:  make check  ·  make test
# Both set up .venv first (hashed, pinned packages), say what they do, and end with what to try next.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
SERVICE ?= cap-lai-chung-chi-moi-gioi
JOBS   ?= 2

.DEFAULT_GOAL := help
SHELL := bash
# Bytecode is kept: a check starts several Python processes, and without it each compiles every module anew.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: help setup daemon check test test-fast test-slow test-all lint format requirements bench wheel clean

help:  ## this list
	@echo "toantrinh: kiểm thử dịch vụ công toàn trình trước khi đưa vào vận hành"
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: $(VENV)/.ready  ## create .venv with the pinned packages

$(VENV)/.ready: requirements.txt requirements-installer.txt pyproject.toml
	@echo "==> setting up $(VENV) (Python 3.11 or newer, pinned packages with hashes)"
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; run: make PYTHON=python3.11 …")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-installer.txt
	@$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

check: setup  ## the main job: one real procedure on the reference city over the mocks
	@echo "==> toantrinh check $(SERVICE)"
	@$(BIN)/toantrinh check $(SERVICE)
	@echo
	@echo "Try next:"
	@echo "  $(BIN)/toantrinh check $(SERVICE) --defect D-d2      a planted fault, found and explained"
	@echo "  $(BIN)/toantrinh check cap-lai-giay-phep-san-giao-dich   an enterprise service, free of charge"
	@echo "  $(BIN)/toantrinh mocks up                                 the national mocks for your own service"

test: lint test-fast test-slow  ## lint, fast tests, then the tests over real processes
	@echo
	@echo "Try next: make check · make test-all (every defect, every service) · make bench"

test-fast: setup
	@echo "==> fast tests"
	@$(BIN)/python -m pytest -q -n $(JOBS) -m "not slow" tests

test-slow: setup
	@echo "==> tests over real processes"
	@$(BIN)/python -m pytest -q -n $(JOBS) -m "slow and not full" tests

test-all: lint test-fast  ## everything, the whole self-test included
	@echo "==> every test, the full self-test included"
	@$(BIN)/python -m pytest -q -n $(JOBS) -m "slow" tests

lint: setup  ## ruff, mypy, import-linter
	@echo "==> lint: ruff, mypy, import-linter"
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo >/dev/null || { $(BIN)/lint-imports; exit 1; }

daemon:  ## a private Docker daemon for the container tests, where none answers
	@scripts/daemon.sh start

format: setup  ## let ruff rewrite what it can
	@$(BIN)/ruff check --quiet --fix . ; $(BIN)/ruff format --quiet .

requirements: setup  ## compile the hashed requirements anew
	@$(BIN)/uv pip compile --quiet requirements.in --generate-hashes --no-emit-index-url --universal --python-version 3.11 -o requirements.txt
	@$(BIN)/uv pip compile --quiet requirements-installer.in --generate-hashes --no-emit-index-url --universal --python-version 3.11 -o requirements-installer.txt

bench: setup  ## measure, as ratios inside one run; results in benchmarks/results/
	@$(BIN)/python benchmarks/walltime.py
	@$(BIN)/python -m benchmarks.mocks.run

wheel: setup  ## build the wheel into dist/
	@$(BIN)/uv build --quiet --wheel --no-build-isolation --python $(BIN)/python

clean:  ## remove what the commands above made
	@rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
