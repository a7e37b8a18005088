# Everything runs in .venv, which the first call of any target sets up.
.DEFAULT_GOAL := help
.PHONY: help lab workbook test lint bench bench-site bench-lite bench-hub fuzz differential mutants processors screens notebooks pictures site online reproducible lite lite-test lab-test colab dist bundle teacher cards clean

ifeq ($(OS),Windows_NT)
PYTHON ?= python
INSIDE := .venv/Scripts/python.exe
# Git's shell would take the address of a notebook for a path.
export MSYS_NO_PATHCONV := 1
else
PYTHON ?= python3
INSIDE := .venv/bin/python
endif
BESIDE := $(subst .venv,.venv-bench,$(INSIDE))
LITE := $(subst .venv,.venv-lite,$(INSIDE))
HUB := $(subst .venv,.venv-hub,$(INSIDE))
# JupyterLab refuses to run as root, as in a container, unless asked to.
ROOT := $(if $(filter 0,$(shell id -u 2>/dev/null)),--allow-root)
READY := .venv/ready
# On CI nothing may be missing, PyTorch and JAX neither.
ifdef CGRAPH_REQUIRE_ALL
TESTABLE := .venv/complete
EXTRAS := course,test,site,frameworks
else
TESTABLE := .venv/testable
EXTRAS := course,test,site
endif
# Many a shell has a LANGUAGE of its own, which is not meant.
WEBSITE = $(if $(filter command,$(origin LANGUAGE)),--language="$(LANGUAGE)") $(if $(EDITION),--edition="$(EDITION)")
# Without npm the tests that need its packages are skipped.
PACKAGES := $(if $(shell command -v npm 2>/dev/null),node_modules/ready)

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-14s%s\n", $$1, $$2 }' $(MAKEFILE_LIST)

lab: workbook  ## open your copy of the course in JupyterLab; LAB_ARGS="..." passes options on
	$(INSIDE) -m jupyter lab $(ROOT) --ServerApp.root_dir=. \
		--LabApp.default_url=/lab/tree/workbook/00_start_here.ipynb $(LAB_ARGS)

workbook: $(READY)  ## make or renew your copies of the notebooks; RESET=05 makes a fresh one of 05
	@$(INSIDE) -m cgraph_lib.workbook $(if $(RESET),--reset $(RESET))

# Three workers on two cores, as they wait for browsers and kernels half of their time.
test: lint  ## run every test: library, notebooks, browser
	$(INSIDE) -m pytest -n 3 --dist loadscope --no-loadscope-reorder -q $(PYTEST_ARGS)

lint: $(TESTABLE) $(PACKAGES)  ## check style and types
	@$(INSIDE) -m ruff check --quiet .
	@$(INSIDE) -m ruff format --check --quiet .
	@$(INSIDE) -m mypy --no-error-summary
	@$(if $(PACKAGES),node node_modules/eslint/bin/eslint.js --max-warnings=0 cgraph_lib/live site tests)
	@$(if $(PACKAGES),node node_modules/typescript/bin/tsc --project .)

bench: $(TESTABLE) .venv-bench/ready  ## measure speed beside other libraries, in an environment of their own
	@for file in benchmarks/bench_*.py; do $(BESIDE) -m benchmarks.$$(basename $$file .py) || exit 1; done
	$(INSIDE) -m benchmarks.training_in_the_page
	$(INSIDE) -m benchmarks.slider_latency
	$(INSIDE) -m benchmarks.first_picture

bench-site: $(TESTABLE)  ## measure what a reader of build/site/html loads, and how many a static server answers
	$(INSIDE) -m benchmarks.static_site

bench-lite: lite $(TESTABLE)  ## measure how long JupyterLite takes to its first picture; TIMES=5, with BUSY=2 other processes
	$(INSIDE) -m benchmarks.lite_start $(or $(TIMES),5) $(or $(BUSY),0)

bench-hub: .venv-hub/ready  ## put a class of STUDENTS=20 on a JupyterHub of their own, BROWSERS=2 of them in Chromium (Linux)
	$(HUB) -m benchmarks.hub $(or $(STUDENTS),20) $(or $(BROWSERS),2)

fuzz: .venv/hardened  ## feed random strings to parser, judge and boxes, SECONDS=200 each (Linux)
	@for target in parse check live; do $(INSIDE) -m tools.fuzz $$target $(or $(SECONDS),200) || exit 1; done

differential: $(TESTABLE)  ## compare all engines on 20,000 random graphs; GRAPHS=500 takes fewer
	$(INSIDE) -m tools.differential $(GRAPHS)

mutants: .venv/hardened  ## change the core in small ways and count what tests notice, 45 minutes; SAMPLE=100, MODULE=parsing (Linux)
	PYTHONHASHSEED=0 OPENBLAS_NUM_THREADS=1 nice -n 15 $(INSIDE) -m tools.mutants $(MODULE) $(if $(SAMPLE),--sample $(SAMPLE))

processors: $(TESTABLE)  ## run the notebooks with the matrix products of older processors: no output may change (x86)
	for core in Prescott Haswell; do \
		OPENBLAS_CORETYPE=$$core $(INSIDE) -m pytest -n 2 --dist loadscope -q notebooks || exit 1; \
	done

screens: $(TESTABLE)  ## photograph every live picture into build/screens, for a person to look at
	@$(INSIDE) tests/browser/gallery.py build/screens

notebooks: $(TESTABLE)  ## run the notebooks and store their outputs; NB=03 runs one
	@$(INSIDE) -m ruff format --quiet notebooks
	$(INSIDE) tools/notebooks.py $(NB)

pictures: $(READY)  ## draw the README's pictures
	$(INSIDE) -m tools.readme_pictures

site: $(TESTABLE) $(PACKAGES)  ## make the course's website in build/site/html; LANGUAGE=zh EDITION=2027-spring makes another inside
	$(INSIDE) -m tools.site $(WEBSITE)

online: $(TESTABLE) .venv-lite/ready $(PACKAGES)  ## make the website with JupyterLite beside it, as it is published
	$(INSIDE) -m tools.site --lite $(WEBSITE)
	$(LITE) -m tools.lite --site=build/site/html $(WEBSITE)

reproducible: $(TESTABLE) $(PACKAGES)  ## make the website twice and compare every byte
	@for place in once again; do $(INSIDE) -m tools.site --out=build/$$place $(WEBSITE) || exit 1; done
	diff -r build/once build/again && rm -r build/once build/again

lite: .venv-lite/ready $(PACKAGES)  ## make JupyterLite, which runs the notebooks in a browser, in build/lite/html
	$(LITE) -m tools.lite

lite-test: lite $(TESTABLE)  ## run 00 to 07 there in a browser and compare every cell with what is stored
	$(INSIDE) -m pytest -q tests/browser/lite_gate.py

lab-test: $(TESTABLE)  ## run those notebooks in JupyterLab that make test leaves out there
	$(INSIDE) -m pytest -q -m slow tests/browser

colab: $(READY)  ## write copies of the notebooks for Google Colab into build/colab
	@$(INSIDE) -m tools.colab

dist: .venv/packaging  ## build wheel and sdist, check them, and draw from each in an empty environment
	$(INSIDE) -m tools.dist $(RELEASE)

bundle: .venv/packaging $(PACKAGES)  ## make the course for a class without network; SYSTEMS="linux-x86_64" for some of them
	$(INSIDE) -m tools.bundle $(SYSTEMS)

teacher: $(READY)  ## write answer sheets and a second set of exercises; SET=7 draws others
	$(INSIDE) -m tools.teacher $(SET)

cards: $(READY)  ## print a graph to play in class; GRAPH="y = a * b" AT="a=2, b=3" prints another
	@$(INSIDE) -m tools.cards $(if $(GRAPH),--graph="$$GRAPH") $(if $(AT),--at="$$AT")

clean:  ## remove the environment and everything made by tools
	rm -rf .venv .venv-bench .venv-lite .venv-hub build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(INSIDE):
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || \
		{ echo "The course needs Python 3.11 or newer; choose one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv .venv || \
		{ rm -rf .venv; echo "Python could not make an environment; on Debian and Ubuntu install python3-venv."; exit 1; }

# Settings of this environment alone: how pages are made of notebooks, and that JupyterLab does not ask for news.
$(READY): pyproject.toml $(wildcard jupyter/*.json jupyter/labconfig/*.json) | $(INSIDE)
	$(INSIDE) -m pip install --quiet --disable-pip-version-check --editable ".[course]"
	@mkdir -p .venv/etc/jupyter && cp -R jupyter/*.json jupyter/labconfig .venv/etc/jupyter
	@touch $@

$(TESTABLE): pyproject.toml $(READY)
	$(INSIDE) -m pip install --quiet --disable-pip-version-check --editable ".[$(EXTRAS)]"
	@touch $@

.venv/hardened: pyproject.toml $(TESTABLE)
	$(INSIDE) -m pip install --quiet --disable-pip-version-check --editable ".[$(EXTRAS),hardening]"
	@touch $@

.venv/packaging: pyproject.toml | $(INSIDE)
	$(INSIDE) -m pip install --quiet --disable-pip-version-check --editable ".[packaging]"
	@touch $@

node_modules/ready: package.json
	npm install --silent --no-audit --no-fund --no-package-lock --ignore-scripts
	@touch $@

.venv-lite/ready: pyproject.toml
	$(PYTHON) -m venv .venv-lite
	$(LITE) -m pip install --quiet --disable-pip-version-check --editable ".[lite]"
	@touch $@

.venv-hub/ready: benchmarks/hub/requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv-hub
	$(HUB) -m pip install --quiet --disable-pip-version-check -r benchmarks/hub/requirements.txt --editable ".[course]"
	npm install --silent --no-audit --no-fund --no-package-lock --ignore-scripts --prefix .venv-hub "configurable-http-proxy@^5.1"
	@touch $@

.venv-bench/ready: benchmarks/requirements.txt benchmarks/requirements-torch.txt
	$(PYTHON) -m venv .venv-bench
	$(BESIDE) -m pip install --quiet --disable-pip-version-check -r benchmarks/requirements.txt
	$(BESIDE) -m pip install --quiet --disable-pip-version-check -r benchmarks/requirements-torch.txt || \
		echo "PyTorch could not be installed; the benchmark goes on without it."
	@touch $@
