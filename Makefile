# Lossbook: everything is done from here.  Needs Python 3.11 or newer (with venv and pip), make, git.
# A line `target: ...  ## text` is what `make help` shows.

# Which Python makes the environment: `make PYTHON=python3.13 test`.
PYTHON ?= python3
# One notebook instead of all: `make notebooks ONLY=chapters/margins.ipynb`.
ONLY ?=
# Where `make serve` listens.
PORT ?= 8000
# What `make lighthouse` measures.
PAGES ?= $(foreach page,index margins squared-and-absolute-error floating-point api,chapters/$(page).html)
# `make lock UPGRADE=--upgrade` takes the newest versions that pyproject.toml allows.
UPGRADE ?=
# The extras that the lock holds: all but the peers.
LOCKED_EXTRAS := $(foreach extra,book site test dev fast,--extra $(extra))
# `make bench OUT=chapters/data/speed.json` stores what was measured; `LARGE=1` adds 10⁸ elements.
OUT ?=
LARGE ?=
# A Python that has other libraries, for `make accuracy`, `make bench`, `make conventions`; by default the
# environment's own.
WITH ?=
# How many processes the tests use, and which tests `make unit` runs.
JOBS ?= 2
TESTS ?= tests
# The processor as on which everything runs (tools/processors.py): lowest, haswell, or machine, this
# one as it is; and those that `make portable` goes through.
PROCESSOR ?= machine
PROCESSORS ?= lowest haswell machine
# `make accuracy SHORT=1` measures fewer inputs, stores nothing, and fails where a bound is exceeded.
SHORT ?=
# The seed of Python's hashes, and of `make mutants`. SymPy's terms come in an order that can depend on it, so a gate that
# compares text needs one; CI takes another for each Python, so that no chapter hangs on this one.
SEED ?= 0

LOCKED := .venv/.lock-installed
PACKAGE := .venv/.package-installed
PEERS := .venv-peers/.installed
VISION := .venv-vision/.installed
KATEX := _extra/vendor/katex/katex.min.css
VEGA := _extra/vendor/vega/vega.js
CHAPTERS := $(or $(ONLY),$(wildcard chapters/*.ipynb))
SOURCES := lossbook tests benchmarks tools _ext chapters

# The environment comes first on the path; nothing of the user's own configuration of IPython,
# Jupyter or Matplotlib may change what a chapter prints or draws. gmpy2 is there for mpmath, in the
# tests; SymPy computes without it, as it does where readers install the book.
RUN := env PATH="$(CURDIR)/.venv/bin:$$PATH" IPYTHONDIR="$(CURDIR)/.venv/ipython" \
	MPLCONFIGDIR="$(CURDIR)/.venv/matplotlib" JUPYTER_PREFER_ENV_PATH=1 \
	JUPYTER_CONFIG_DIR="$(CURDIR)/.venv/jupyter" JUPYTER_RUNTIME_DIR="$(CURDIR)/.venv/jupyter/runtime" \
	PYDEVD_DISABLE_FILE_VALIDATION=1 PYTHONHASHSEED=$(SEED) SYMPY_GROUND_TYPES=python \
	$(if $(filter-out machine,$(PROCESSOR)),python tools/processors.py $(PROCESSOR))

# Processes side by side have a core each. Left to itself each takes all of them for its matrix products,
# and they wait for one another: a cell of 3 s took 150.
ONE_CORE := OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1

unexport PYTHONPATH PYTHONHOME
export PYTHONNOUSERSITE := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# uv trusts the certificates that the system trusts, as pip does: those of a company's proxy too.
export UV_SYSTEM_CERTS := 1
# Node, of which npm is made, does so when asked.
export NODE_USE_SYSTEM_CA := 1

# Downloads are kept where uv and npm keep them, for all checkouts; but in this one where nothing can
# be written there.
HOME_CACHE := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)
ifneq ($(shell for place in "$(HOME_CACHE)" "$(HOME)/.npm"; do \
	until [ -e "$$place" ]; do place=$$(dirname "$$place"); done; [ -d "$$place" ] && [ -w "$$place" ] || echo no; done),)
export XDG_CACHE_HOME := $(CURDIR)/.cache
export UV_CACHE_DIR := $(CURDIR)/.cache/uv
export npm_config_cache := $(CURDIR)/.cache/npm
endif

# An environment made elsewhere (the checkout was moved) or with another Python than the one asked
# for is made anew, by whatever needs it: its stamp, which holds the place, counts as out of date.
PYTHON_VERSION := import sys; print("%d.%d" % sys.version_info[:2])
STALE := $(shell [ "$$(cat $(LOCKED) 2>/dev/null)" = "$(CURDIR)" ] && [ -x .venv/bin/python ] || echo stale)
ifneq ($(filter command environment,$(firstword $(origin PYTHON))),)
STALE += $(shell [ "$$($(PYTHON) -c '$(PYTHON_VERSION)' 2>/dev/null)" = "$$(.venv/bin/python -c '$(PYTHON_VERSION)' 2>/dev/null)" ] || echo stale)
endif
ifneq ($(strip $(STALE)),)
.PHONY: $(LOCKED)
endif

.PHONY: help doctor environment book page site-zip test test-site lighthouse lint types stubs unit coverage replay replayed portable mutants \
	notebooks typed lab serve format lock oldest launch peers peers-vision wheel import-time bench accuracy conventions clean distclean
.DEFAULT_GOAL := help

help:  ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' Makefile

# --- set-up -------------------------------------------------------------------------------------

doctor:  ## say what this machine lacks for the commands below
	@sh tools/doctor.sh "$(PYTHON)"

environment: $(PACKAGE)  ## make the virtual environment .venv from the lock

# Without its stamp an environment is of unknown state and made from nothing. The stamp goes first
# and comes back last, so that an interrupted installation is never taken for a whole one. pip
# installs the uv of the lock, uv the rest: it takes seconds instead of minutes, and some releases of pip
# refuse a lock as soon as a package that it names with an extra has a newer release.
OR_SAY = || { echo "make: $(1)" >&2; echo "make doctor says what this machine lacks." >&2; exit 1; }
$(LOCKED): requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Lossbook needs Python 3.11 or newer, but $(PYTHON) is not. Say which: make PYTHON=python3.12 ..."; exit 1; }
	@$(if $(strip $(STALE)),rm -f $@)
	@[ -e $@ ] || { echo "Making the environment .venv (once) ..."; $(PYTHON) -m venv --clear .venv; } \
	  $(call OR_SAY,$(PYTHON) cannot make a virtual environment in $(CURDIR)/.venv.)
	@rm -f $@ $(PACKAGE)
	@awk '/^uv==/ { on = 1 } on { print } on && !/\\$$/ { exit }' requirements.txt > .venv/uv.txt
	@.venv/bin/python -m pip install --quiet --no-deps --require-hashes --requirement .venv/uv.txt \
	  $(call OR_SAY,pip could not fetch uv from the package index.)
	@.venv/bin/uv pip sync --quiet --python .venv/bin/python --require-hashes requirements.txt \
	  $(call OR_SAY,uv could not fetch the packages of requirements.txt from the package index.)
	@pwd > $@

# Importing the font manager builds Matplotlib's font cache now and not within a chapter.
$(PACKAGE): $(LOCKED) pyproject.toml
	@.venv/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@$(RUN) python -c 'import matplotlib.font_manager'
	@touch $@

# KaTeX's style sheet and fonts, from the npm registry, with the node that the lock brings.
$(KATEX): tools/install_katex.py $(LOCKED)
	@$(RUN) python tools/install_katex.py "$(dir $(KATEX))"

# Vega, Vega-Lite and Vega-Embed, as one script that the lock brings.
$(VEGA): tools/install_vega.py $(LOCKED)
	@$(RUN) python tools/install_vega.py $(VEGA)

# --- the book -----------------------------------------------------------------------------------

# From the stored outputs, which `make test` has replayed; nothing is executed here.
book: $(PACKAGE) $(KATEX) $(VEGA)  ## build the site into _build/html
	@$(RUN) python tools/notebooks.py check
	@rm -rf _build
	@$(RUN) jupyter-book build . --all -W --keep-going -n --quiet
	@$(RUN) python tools/notebooks.py stale
	@echo "The book lies at $(CURDIR)/_build/html/index.html"

# What has changed is read anew and the rest of an earlier build kept: neither the other pages nor
# what is collected from all of them need be right.
page: $(PACKAGE) $(KATEX) $(VEGA)  ## build what has changed, quickly, while writing
	@$(RUN) jupyter-book build . --keep-going -n --quiet
	@echo "$(or $(patsubst %.ipynb,$(CURDIR)/_build/html/%.html,$(ONLY)),$(CURDIR)/_build/html/index.html)"

# Unpacked, it is read from the directory: nothing in it needs a network or a server.
site-zip: book  ## pack the site to keep: _build/lossbook-site.zip
	@$(RUN) python tools/site_zip.py _build/html _build/lossbook-site.zip

notebooks: $(PACKAGE)  ## execute every chapter in place (ONLY=chapters/x.ipynb: that one)
	@$(RUN) ruff format --quiet $(CHAPTERS)
	@$(RUN) python tools/notebooks.py execute $(CHAPTERS)
	@$(RUN) python tools/readme_picture.py

typed: $(PACKAGE)  ## record the numbers that the chapters' prose types, chapters/data/typed.json
	@$(RUN) python tools/notebooks.py typed

lab: $(PACKAGE)  ## open JupyterLab on the chapters
	@$(RUN) jupyter-lab --notebook-dir=chapters

serve: book  ## build the site and serve it (PORT=8000)
	@echo "http://localhost:$(PORT)/ (stop with Ctrl-C)"
	@$(RUN) python -m http.server --bind 127.0.0.1 --directory _build/html $(PORT)

# --- tests --------------------------------------------------------------------------------------

test: lint types unit replay  ## run every test: style, types, pytest, every chapter replayed
	@echo "All tests passed. The book is built with: make book"

lint: $(PACKAGE)  ## check style and form of code and chapters
	@$(RUN) ruff check $(SOURCES)
	@$(RUN) ruff format --check $(SOURCES)

types: $(PACKAGE)  ## check the package's types, and the stub that editors read
	@$(RUN) python tools/stubs.py --check
	@$(RUN) mypy --strict lossbook

stubs: $(PACKAGE)  ## write the losses' types and docstrings for editors, lossbook/losses/__init__.pyi
	@$(RUN) python tools/stubs.py

unit: $(PACKAGE)  ## run tests/ (TESTS="tests/test_loss.py ...": those)
	@$(RUN) $(ONE_CORE) pytest -n $(JOBS) --ignore=tests/site $(TESTS)

# Tracing every line takes half as long again (measured: 596 s beside 358 s on two cores).
coverage: $(PACKAGE)  ## run tests/ and fail where the package's branch coverage falls
	@$(RUN) $(ONE_CORE) pytest -n $(JOBS) --ignore=tests/site --cov=lossbook --cov-branch \
	  --cov-report=term-missing:skip-covered tests

# The last bits of exp, log and sums depend on the processor; no test and no output may.
portable: $(PACKAGE)  ## the tests, chapters and accuracies with the arithmetic of older processors
	@for processor in $(PROCESSORS); do \
	  echo "As on this processor: $$processor"; \
	  $(MAKE) --no-print-directory unit replay PROCESSOR=$$processor || exit 1; \
	done
	@$(MAKE) --no-print-directory accuracy SHORT=1

# Minutes: each fault meets the tests that mirror its module, and what survives, for REST seconds, others.
mutants: $(PACKAGE)  ## plant N=20 faults in a copy, see which the tests notice (SEED=, PATHS="lossbook/engine ...", REST=60)
	@$(RUN) $(ONE_CORE) python tools/mutants.py --number $(or $(N),20) --rest $(or $(REST),60) \
	  --seed $(SEED) $(PATHS)

# The browser is the system's Chromium, or the one that `CHROMIUM=path` names.
test-site: $(PACKAGE)  ## drive the built site (make book) in a headless Chromium
	@$(RUN) pytest -n $(JOBS) --dist loadgroup tests/site

# Needs the npm registry, and a machine that does nothing else.
lighthouse: $(PACKAGE)  ## measure pages of the built site as on a phone (PAGES="chapters/margins.html ...")
	@$(RUN) PYTHONPATH=tests/site python tools/lighthouse.py $(PAGES)

# Strict: every output is compared, and what differs fails.
replay: $(PACKAGE)  ## run every chapter and compare its outputs with the stored ones
	@$(RUN) python tools/notebooks.py check $(CHAPTERS)
	@$(RUN) $(ONE_CORE) PYTHONPATH=tools pytest -p kernels -n $(JOBS) --dist loadfile --nbval --nbval-current-env \
	  -o filterwarnings=default --junitxml=.replay.xml $(CHAPTERS)
	@$(RUN) python tools/notebooks.py record $(CHAPTERS) --report .replay.xml

# For machines that build the site and replay nothing: its status page then tells of these runs.
replayed: $(PACKAGE)  ## store how the last replay went in chapters/data/replays.json, to be committed
	@$(RUN) python tools/notebooks.py publish

# In an environment of its own, made anew each time; every direct dependency is the oldest allowed.
# The tests of the book and the README are left out: the book is written for the lock.
oldest: $(PACKAGE)  ## run the package's tests with the oldest dependencies allowed
	@$(RUN) uv venv --quiet --clear --python .venv/bin/python .venv-oldest
	@$(RUN) uv pip install --quiet --python .venv-oldest/bin/python --resolution lowest-direct \
	  --editable '.[book,test]'
	@$(RUN) .venv-oldest/bin/python -m pytest -n $(JOBS) \
	  --ignore=tests/site --ignore=tests/book/test_book.py --ignore=tests/test_readme.py tests

# As on Binder and Colab: an environment of nothing but what is installed there. Copies are run,
# with the data beside them;
# their outputs are not compared, as the versions are not those of the lock.
launch: $(PACKAGE)  ## run every chapter with only what Binder installs
	@$(RUN) uv venv --quiet --clear --python .venv/bin/python .venv-launch
	@$(RUN) uv pip install --quiet --python .venv-launch/bin/python --requirement .binder/requirements.txt nbclient ipykernel
	@rm -rf _build/launch && mkdir -p _build/launch && cp -r chapters/data $(CHAPTERS) _build/launch
	@$(RUN) .venv-launch/bin/python tools/notebooks.py execute $(patsubst chapters/%,_build/launch/%,$(CHAPTERS))

# What is tested on the arrays of other libraries, in an environment of its own, which a change of
# pyproject.toml makes anew. pip finds the PyTorch that belongs here, and it is one exact release:
# torch.compile changes much from one to the next. There, a library that is missing is a failure.
peers: $(PEERS)  ## run the tests with other libraries: on their arrays, of their conventions
	@$(RUN) $(ONE_CORE) LOSSBOOK_REQUIRE_PEERS=1 .venv-peers/bin/python -m pytest -n $(JOBS) \
	  tests/engine/test_arrays.py tests/engine/test_intake.py tests/engine/test_kinds.py \
	  tests/benchmarks/test_conventions.py

$(PEERS): pyproject.toml
	@echo "Making the environment .venv-peers (once) ..."
	@$(PYTHON) -m venv --clear .venv-peers
	@.venv-peers/bin/python -m pip install --quiet torch==2.13.0
	@.venv-peers/bin/python -m pip install --quiet --editable '.[test,peers]'
	@touch $@

# torchvision is built for one PyTorch only, of a newer release, and takes gigabytes with it.
peers-vision: $(VISION)  ## run the tests with the libraries that need a newer PyTorch (several GB)
	@$(RUN) $(ONE_CORE) .venv-vision/bin/python -m pytest -n 0 tests/benchmarks/test_conventions.py

$(VISION): pyproject.toml
	@echo "Making the environment .venv-vision (once) ..."
	@$(PYTHON) -m venv --clear .venv-vision
	@.venv-vision/bin/python -m pip install --quiet --editable '.[test,vision]'
	@touch $@

# What a release publishes, tried in an environment of nothing but the wheel and what it asks for:
# the README's lines, and a tensor's worth of every kind of call.
wheel: $(PACKAGE)  ## build wheel and sdist into dist/ and try the wheel in an empty environment
	@rm -rf dist
	@$(RUN) uv build --quiet --no-build-isolation --python .venv/bin/python
	@$(RUN) uv venv --quiet --clear --python .venv/bin/python .venv-wheel
	@$(RUN) uv pip install --quiet --python .venv-wheel/bin/python dist/*.whl
	@cp README.md tools/try_wheel.py .venv-wheel && cd .venv-wheel && bin/python try_wheel.py

import-time: $(PACKAGE)  ## measure what `import lossbook` costs beyond `import numpy`
	@$(RUN) python tools/import_time.py

# Keras, PyTorch and JAX are measured where WITH names a Python that has them: they are not in the lock.
bench: $(PACKAGE)  ## measure speed and memory beside NumPy and other libraries (OUT=file, LARGE=1, WITH=python)
	@$(RUN) PYTHONPATH=.:tests/support "$(or $(WITH),python)" benchmarks/bench.py $(if $(OUT),--out "$(OUT)") $(if $(LARGE),--large)

# Minutes. Libraries beside SciPy and scikit-learn are measured where WITH names a Python that has them
# (torch, keras with jax, optax); what an absent one gave before is kept, with its date.
accuracy: $(PACKAGE)  ## measure every loss in ulps, write chapters/data/accuracy.json (WITH=python, SHORT=1)
	@$(RUN) PYTHONPATH=tests/support:tools python benchmarks/accuracy.py $(if $(SHORT),--short) --peers "$(or $(WITH),$(CURDIR)/.venv/bin/python)"

# What is not installed where WITH names a Python keeps what was stored of it.
conventions: $(PACKAGE)  ## run each loss in other libraries, write chapters/data/conventions.json (WITH=python, ONLY='torchvision rax')
	@$(RUN) OMP_NUM_THREADS=1 PYTHONPATH=.:benchmarks "$(or $(WITH),python)" -W ignore -m conventions --write $(if $(ONLY),--only $(ONLY))

# --- upkeep -------------------------------------------------------------------------------------

format: $(PACKAGE)  ## format code and chapters, mend what ruff can mend
	@$(RUN) ruff check --fix $(SOURCES)
	@$(RUN) ruff format $(SOURCES)
	@$(RUN) python tools/notebooks.py normalise $(CHAPTERS)

lock: $(LOCKED)  ## lock the dependencies in requirements.txt (UPGRADE=--upgrade: newest)
	@$(RUN) uv pip compile pyproject.toml $(LOCKED_EXTRAS) --universal --fork-strategy fewest --python-version 3.11 \
	  --generate-hashes --no-strip-extras --no-emit-index-url --no-emit-find-links --no-annotate \
	  --custom-compile-command "make lock" --quiet $(UPGRADE) --output-file requirements.txt

clean:  ## remove what was built, keep the environment
	rm -rf _build .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage .coverage.* .replayed.json .replay.xml

distclean: clean  ## remove the environment too
	rm -rf .venv .venv-oldest .venv-launch .venv-peers .venv-vision .venv-wheel .cache _extra
