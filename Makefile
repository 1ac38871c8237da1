# Each command sets up what it needs: a virtual environment in .venv, made once.
PYTHON ?= python3
PORT ?= 8888
BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
export TF_CPP_MIN_LOG_LEVEL := 3
# Jupyter asks for it where the only user is root, as in a container.
AS_ROOT := $(if $(filter 0,$(shell id -u)),--allow-root)

# A file's tests stay together, since they share courses; each process may import TensorFlow.
IN_PARALLEL := -n logical --maxprocesses=4 --dist=loadfile

.PHONY: help demo test test-slow test-all judge lint lab release kit figures bench clean
.DEFAULT_GOAL := help

help:
	@echo "make demo       grade a class of made-up students, and show their scores"
	@echo "make test       run the tests"
	@echo "make test-slow  the tests that take minutes (CI runs them, too)"
	@echo "make test-all   every test there is, before a release (an hour and more)"
	@echo "make judge      judge the judge: right answers, wrong ones, and mutants"
	@echo "make lint       check style, types, imports and notebooks"
	@echo "make lab        open JupyterLab on the course (PORT=$(PORT))"
	@echo "make release    make release/ from source/"
	@echo "make kit        pack what a student gets: one zip in dist/"
	@echo "make figures    draw the notebooks' pictures again"
	@echo "make bench      measure the reference against Keras, and grading against nbgrader"

demo: .venv/ready
	@$(BIN)/python -m demo

test: .venv/ready
	@$(BIN)/python -m pytest $(IN_PARALLEL) -m "not slow"

test-slow: .venv/ready
	@$(BIN)/python -m pytest $(IN_PARALLEL) -m "slow and not exhaustive"

test-all: .venv/ready
	@$(BIN)/python -m pytest $(IN_PARALLEL) -m ""

judge: .venv/ready
	@$(BIN)/python -m tests.meta.judge $(JUDGE)

lint: .venv/ready
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo --no-cache
	@$(BIN)/nbstripout --verify --keep-id source/*/*.ipynb examples/*/source/*/*.ipynb
	@$(BIN)/codespell README.md CHANGELOG.md CONTRIBUTING.md SECURITY.md docs source/*/*.ipynb examples autograder figures --skip '*.svg,*.css,*.js'

lab: .venv/ready
	@$(BIN)/python -m tools.free_port $(PORT)
	@$(BIN)/jupyter lab --port=$(PORT) --ServerApp.port_retries=0 $(AS_ROOT) \
		--LabApp.default_url=/lab/tree/source/lab6/1_convolution.ipynb

release: .venv/ready
	@$(BIN)/python -m tools.release

kit: .venv/ready
	@$(BIN)/autograder kit

figures: .venv/ready
	@$(BIN)/python -m figures

bench: .venv/ready
	@$(BIN)/python -m bench.reference
	@$(BIN)/python -m bench.grading --otter $(BENCH)
	@$(BIN)/python -m bench.life

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/ready: pyproject.toml constraints.txt
	@$(PYTHON) tools/python_version.py
	@echo "Installing into .venv (once; some minutes) ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@
