# plan-gaps: `make notebooks` sets everything up and runs the collection, `make test` proves it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
NOTEBOOKS := $(sort $(wildcard notebooks/*.ipynb notebooks/zh/*.ipynb))
JOBS ?= 2

.DEFAULT_GOAL := help
.PHONY: help notebooks prose hashes figures report site record test lab app lint bench mutants lock clean $(NOTEBOOKS)

help:  ## Show what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

notebooks: $(READY)  ## Execute every notebook in place (sets up .venv first)
	@told=$$($(BIN)/python -m plangaps check) || { echo "$$told"; exit 1; }
	@$(MAKE) --no-print-directory -j$(JOBS) $(NOTEBOOKS)

$(NOTEBOOKS): $(READY)
	@$(BIN)/jupyter nbconvert --to notebook --execute --inplace --log-level=ERROR \
		--ExecutePreprocessor.record_timing=False --ExecutePreprocessor.timeout=300 \
		--KernelManager.transport_encryption=auto $@
	@echo "executed $@"

prose: $(READY)  ## Write the numbers of today into the prose of notebooks and README
	@PLANGAPS_OWN= $(BIN)/python tests/prose.py

hashes: $(READY)  ## Write the hash of every file of data/ into datapackage.json
	@$(BIN)/python -c 'from plangaps import package; package.seal()'

figures: $(READY)  ## Write every figure to figures/ (SVG, PDF, PNG, captions, numbers)
	@$(BIN)/python -m plangaps figures --jobs $(JOBS)

report: $(READY)  ## Write the report to report/ (web page and Word, English and Chinese)
	@$(BIN)/python -m plangaps report --jobs $(JOBS)

site: $(READY)  ## Write the web pages to site/ (both languages; open site/index.html)
	@$(BIN)/python -m plangaps site --jobs $(JOBS)

record: $(READY)  ## Read a folder of reports into data/record/ (make record TEXTS=folder)
	@$(BIN)/python -m plangaps record $(TEXTS)

test: $(READY)  ## Run all tests and compare every notebook's outputs strictly
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder --nbval \
		--nbval-current-env --nbval-cell-timeout=120 tests notebooks

lab: $(READY)  ## Open JupyterLab on the notebooks
	$(BIN)/jupyter lab --notebook-dir=notebooks

app: $(READY)  ## Open the explorer in the browser, on this machine only
	@$(BIN)/python -m plangaps explore

lint: $(READY)  ## Check style (ruff) and types (mypy)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(READY)  ## Measure speed; prints ratios within one run
	$(BIN)/python -m pytest benchmarks --benchmark-columns=min,median,rounds

MUTANTS ?= *
mutants: $(READY)  ## Change the core rooms and name what no test notices: MUTANTS='plangaps.gaps.*'
	$(BIN)/mutmut run '$(MUTANTS)'
	$(BIN)/mutmut results

lock:  ## Compile requirements.txt anew from pyproject.toml (needs uv)
	uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --extra test \
		--custom-compile-command "make lock" pyproject.toml --output-file requirements.txt

clean:  ## Remove the environment and caches
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis build *.egg-info

# uv where it is installed, pip otherwise. Bytecode is compiled once here: where
# PYTHONDONTWRITEBYTECODE is set, every kernel would otherwise compile pandas and seaborn anew.
# The font cache is built here too, so that no notebook reports the building of it.
$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else \
		"plan-gaps needs Python 3.11 or newer; found " + sys.version.split()[0] + \
		". Name another one: make PYTHON=python3.12 ...")'
	@echo "setting up $(VENV) (about a minute)"
	@if command -v uv >/dev/null 2>&1 && uv --version >/dev/null 2>&1; then \
		uv venv --quiet --clear --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" $(VENV) && \
		uv pip install --quiet --compile-bytecode --python $(BIN)/python -r requirements.txt && \
		uv pip install --quiet --no-deps --python $(BIN)/python --editable .; \
	else \
		$(PYTHON) -m venv --clear $(VENV) && \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt && \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .; \
	fi
	@$(BIN)/python -W ignore -c 'import matplotlib.font_manager'
	@touch $@
