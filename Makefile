# Two commands do all set-up: `make demo` and `make test`. Both need Python 3.11 or later, and nothing else.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo test test-spark lint format bench train-reader train-smoke lock clean

demo: $(VENV)/.run          ## examine the built-in case and print where the dossier is
	$(BIN)/contactline demo --out demo-out

test: $(VENV)/.dev          ## run the tests
	$(BIN)/python -m pytest

SPARK_VENV ?= .venv-spark
SPARK := $(SPARK_VENV)/bin/python

test-spark: $(SPARK_VENV)/.test  ## the engines' tests with Spark among them, in a venv of its own (half a gigabyte); needs Java 17
	$(SPARK) -m pytest -rs tests/contracts/test_engine.py tests/desk/test_run.py tests/desk/test_run_judgements.py tests/examples

lint: $(VENV)/.dev          ## style, types, import direction
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev        ## put the code into its usual form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.run         ## the quick form of every benchmark
	$(BIN)/python bench/examine.py --quick
	$(BIN)/python bench/reading.py --quick

TRAIN_VENV ?= .venv-train
TRAIN := $(TRAIN_VENV)/bin/python
CLONES ?= train-out/clones
RUN ?= train-out

train-reader: $(TRAIN_VENV)/.train  ## make the weights of the reader `compact` anew; CLONES holds the public sets, see training/README.md
	$(TRAIN) training/prepare.py $(CLONES) $(RUN)/rows
	$(TRAIN) training/train.py --bench $(RUN)/rows --out $(RUN)/stage1
	$(MAKE) $(RUN)/train.jsonl $(RUN)/dev.jsonl
	$(TRAIN) training/train.py --bench $(RUN)/rows --reports $(RUN)/train.jsonl --held $(RUN)/dev.jsonl \
		--init $(RUN)/stage1/last.pt --out $(RUN)/stage2
	$(TRAIN) training/export.py $(RUN)/stage2/last.pt src/contactline/read/compact/model --version $(shell date +%Y.%m.%d)
	$(TRAIN) training/calibrate.py src/contactline/read/compact/model annotated

train-smoke: $(TRAIN_VENV)/.train   ## a tiny network, a few steps, on the annotated reports alone: does the recipe run?
	mkdir -p $(RUN)
	$(MAKE) $(RUN)/train.jsonl
	$(TRAIN) training/train.py --smoke --reports $(RUN)/train.jsonl --out $(RUN)/smoke
	$(TRAIN) training/export.py $(RUN)/smoke/last.pt $(RUN)/smoke/model --version smoke

$(RUN)/%.jsonl: $(TRAIN_VENV)/.train
	mkdir -p $(RUN)
	$(TRAIN_VENV)/bin/contactline annotated export annotated --split $* --out $@

$(TRAIN_VENV)/.train: training/requirements.in pyproject.toml
	$(PYTHON) -m venv $(TRAIN_VENV)
	$(TRAIN) -m pip install --quiet -e . -r training/requirements.in
	@touch $@

lock: $(VENV)/.dev          ## choose versions anew; needs `uv` on the PATH
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet \
		pyproject.toml requirements.in -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet \
		pyproject.toml requirements.in requirements-dev.in -c requirements.lock -o requirements-dev.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet \
		pyproject.toml requirements.in requirements-spark.in -c requirements-dev.lock -o requirements-spark.lock

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "contactline needs Python 3.11 or later; $(PYTHON) is older. Say which one: make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) install --require-hashes --no-deps -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	$(PIP) install --require-hashes --no-deps -r requirements-dev.lock
	@touch $@

$(SPARK_VENV)/.test: requirements-spark.lock pyproject.toml
	$(PYTHON) -m venv $(SPARK_VENV)
	$(SPARK) -m pip --disable-pip-version-check --quiet install --require-hashes --no-deps -r requirements-spark.lock
	$(SPARK) -m pip --disable-pip-version-check --quiet install --no-deps --no-build-isolation -e .
	@touch $@

clean:
	rm -rf $(VENV) $(TRAIN_VENV) $(SPARK_VENV) demo-out bench-out train-out
