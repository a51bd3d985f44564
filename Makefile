# Two commands matter: "make demo" and "make test". Both make what they need in .venv.
PYTHON ?= python3
BIN := .venv/bin
DEMO := demo-output
PYTEST_OPTIONS ?= -n 2

.PHONY: demo window test lint types contracts knowledge tests bench lock clean

demo: .venv/run
	$(BIN)/tumorboard demo --output $(DEMO)

window: .venv/run
	$(BIN)/tumorboard

test: lint types contracts knowledge tests

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/dev
	$(BIN)/mypy

contracts: .venv/dev
	$(BIN)/lint-imports

knowledge: .venv/dev
	$(BIN)/tumorboard kb check

tests: .venv/dev
	$(BIN)/python -m pytest $(PYTEST_OPTIONS)

bench: .venv/dev
	$(BIN)/python -m tests.bench.run

# Both lists are locked by hash and name no package host.
lock: .venv/dev
	$(BIN)/uv pip compile -q pyproject.toml --group build --group dev --extra postgresql --universal \
	  --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements/dev.txt
	$(BIN)/uv pip compile -q pyproject.toml --group build --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header -c requirements/dev.txt -o requirements/run.txt

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Tumorboard needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -m venv .venv || \
	  { rm -rf .venv; echo "Python cannot make a virtual environment here; on Debian and Ubuntu: sudo apt-get install python3-venv"; exit 1; }

.venv/run: requirements/run.txt pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python packaging/check_system.py
	@touch $@

.venv/dev: requirements/dev.txt .venv/run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

clean:
	rm -rf .venv build dist *.egg-info $(DEMO) bench-output
