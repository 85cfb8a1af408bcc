# Every habit of this repository. Needs Python 3.11 to 3.14 with its venv module, and make; nothing else.
# Another Python: make test PYTHON=python3.13        one test: make unit k=knock

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin

# The caller's other environments stay out of this one.
unexport PYTHONHOME PYTHONPATH VIRTUAL_ENV
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.NOTPARALLEL:
.PHONY: help diff diff-mutants planted lab test lint types tests unit engines claims claims-full claims-huge claims-orders conform conform-full spin mutants vectors-check pins exercised notebooks notebooks-check notebooks-bytes pages browser shots handout site site-check site-bytes site-lite lite-check release edits test-environment hostile hostile-part schema vectors bench lock changelog size stored install clean python

help:  ## list the habits
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-17s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

lab: install  ## open JupyterLab on the first notebook; without a display, print its address
	@set -- --ServerApp.root_dir="$(CURDIR)" --LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb; \
	if [ -n "$${CI:-}" ] || { [ "$$(uname -s)" = Linux ] && [ -z "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ]; }; then \
		set -- "$$@" --no-browser; fi; \
	if [ "$$(id -u)" = 0 ]; then set -- "$$@" --allow-root; fi; \
	exec $(BIN)/jupyter lab "$$@"

test: lint types tests notebooks-check  ## everything that a pull request must pass

# Searches, mutants and vectors have targets of their own, and `unit` is the rest; `tests` runs all four as one.
SEARCHES = tests/search/test_claims.py tests/search/test_names.py tests/search/test_outsider.py
MUTANTS = tests/search/test_mutants.py tests/model/test_row_mutants.py
VECTORS = tests/change
# Whoever changes how a scope is searched runs these and `spin`, and so does .ci/run; no rule can break them.
ENGINES = tests/search/test_drivers.py tests/search/test_town.py
OTHERS = tests/hostile $(ENGINES)
# One test at a time where one is asked for; else a process for each core, which keeps the tests of a file together.
# The plugin for notebooks takes each process two seconds to load.
PYTEST = $(BIN)/python -m pytest -q $(if $(k),-k "$(k)",-n auto --dist loadfile --no-loadscope-reorder)
TESTS = $(PYTEST) -p no:nbval -m "not slow"

lint: install  ## style (ruff), layers (import-linter), workflows (actionlint, zizmor)
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-logo --no-cache
	$(BIN)/actionlint -shellcheck= -pyflakes= .github/workflows/*.yml
	$(BIN)/zizmor --offline --quiet .github/workflows

types: install  ## mypy, strict, over both packages
	$(BIN)/mypy

tests: install  ## unit, claims, mutants and vectors-check at once; k=WORD for those whose name has the word
	$(TESTS) tests $(OTHERS:%=--ignore=%)

unit: install  ## unit and property tests; k=WORD as above
	$(TESTS) tests $(patsubst %,--ignore=%,$(OTHERS) $(SEARCHES) $(MUTANTS) $(VECTORS))

engines: install  ## the plain search, the tabulated one and the one in blocks find the same
	$(TESTS) $(ENGINES)

claims: install  ## every claim in every tiny and small scope
	$(TESTS) $(SEARCHES)

claims-full: install  ## the same in the largest scopes, and what each driver finds there: a minute
	$(PYTEST) -m slow $(SEARCHES) $(ENGINES)

conform: install  ## what is seen of corrupted logs and of known faults, written anew into docs
	$(BIN)/python -m tests.conform.corrupted
	$(BIN)/python -m tests.conform.known_faults

conform-full: install  ## the logs of a thousand random runs of every scope held against the rules: seven minutes
	$(PYTEST) -m slow tests/conform

claims-orders: install  ## every tiny and small scope under every order of its servers' names: half a minute
	$(BIN)/python -m tests.search.orders

spin: install  ## the worlds of every scope counted by SPIN as well, and mistakes planted in our engine; needs spin and gcc
	$(BIN)/python -m pytest -q -n auto -m slow tests/search/test_spin.py

claims-huge: install  ## every claim in a scope of 27 million worlds: a minute, and 2.3 GB
	$(BIN)/python -m tests.search.huge

mutants: install  ## each row removed or moved, each likely mistake planted: something must see it
	$(TESTS) $(MUTANTS)

vectors-check: install  ## vectors, ledger and behavioural diff
	$(TESTS) $(VECTORS)

pins: install  ## search every scope anew, the largest too, and write tests/pins.toml
	$(BIN)/python -m tests.search.pins

exercised: install  ## run the tests of the rules and store which clauses each file of them exercises
	ROOMSPEC_EXERCISED=store $(BIN)/python -m pytest -q tests/rules

notebooks: install  ## run the notebooks and store what they show
	$(BIN)/python -m tests.notebooks.execute

notebooks-check: install  ## run every cell and compare what it shows with what is stored
	CI=true $(PYTEST) --nbval --nbval-current-env --nbval-sanitize-with tests/notebooks/sanitize.cfg notebooks

notebooks-bytes: install  ## the same byte by byte, with the clauses exercised: fail where `make notebooks` would change a file
	$(BIN)/python -m tests.notebooks.execute --check

pages: install  ## how long each walk is, in words, figures and minutes; fails above the bounds
	$(BIN)/python -m tests.notebooks.pages

browser: install  ## drive the notebooks and the stepper in a real browser; needs Chromium
	$(BIN)/python -m pytest -q -m slow tests/browser

shots: install  ## pictures of every notebook and of the stepper, light and dark, in dist/shots
	$(BIN)/python -m tests.browser.shots dist/shots

hostile: install  ## every wrong, odd and hostile use that we can generate, and how many got no documented answer
	$(BIN)/python -m tests.hostile $(only)

hostile-part: install  ## a part of these, and what decoders make of any bytes
	$(TESTS) tests/hostile

handout: install  ## one page to print, dist/handout.html: who is who, and how to read a chart and a counterexample
	$(BIN)/python -m roomspec.show.handout dist/handout.html

site: install  ## what is stored and computed as a web site, in build/site
	$(BIN)/python -m docs.site

site-check: site  ## its links, and its pages in a real browser; needs Chromium
	$(BIN)/python -m pytest -q -m slow tests/site/test_pages.py tests/site/test_browser.py

site-bytes: site  ## the site made once more, by another process: the same bytes
	$(BIN)/python -m pytest -q -m slow tests/site/test_bytes.py

site-lite: site  ## and with a Python that runs in the browser, in build/site/lite; needs npm
	$(BIN)/python -m docs.site.lite

lite-check: site-lite  ## that Python in a real browser: a shared run, the vectors' digest, nothing from outside
	$(BIN)/python -m pytest -q -m slow tests/site/test_lite.py

release: site-lite  ## the files of a release, with their hashes, in dist/release
	rm -rf dist/release
	$(BIN)/python -m docs.release build/site dist/release

edits: install  ## two edits on copies, whole and lacking each place that docs/how-to lists: a minute or two
	$(BIN)/python -m pytest -q -n auto -m slow tests/test_edits.py

test-environment: install  ## what the wheel alone and what environment.yml install, each tried in an empty place
	$(BIN)/python -m pytest -q -m slow tests/setup

# Later ones rest on earlier ones: the notebooks read what the tests exercised.
STORED = tests/vectors tests/pins.toml tests/exercised.json tests/exercised_by_tests.json notebooks
stored: vectors pins exercised notebooks  ## all that is stored written anew, in order: some minutes; and what changed
	@git diff --stat HEAD -- $(STORED)
	@git ls-files --others --exclude-standard -- $(STORED) | sed 's/^/ new: /'
	@[ -n "$$(git status --porcelain -- $(STORED))" ] || echo "nothing that is stored has changed"

schema: install  ## print the JSON Schema of trace files; `make vectors` stores it
	$(BIN)/python -m spec_impl.tracefile

vectors: install  ## run the stories anew and write tests/vectors
	$(BIN)/roomspec vectors tests/vectors

diff: install  ## what the rules here do otherwise than on main; BASE=REVISION for another one
	$(BIN)/roomspec diff $(BASE)

diff-mutants: install  ## each planted change and named mutant through the diff: three minutes
	$(BIN)/python -m pytest -q -n auto -m slow tests/change/test_mutants.py tests/change/test_planted.py

planted: install  ## judge each of these anew and write docs/planted-changes.md
	$(BIN)/python -m tests.change.planted

size: install  ## how large: lines, files, functions, imports, and what one step runs through
	@$(BIN)/python -m tests.size

bench: install  ## how fast, as ratios
	$(BIN)/python -m tests.benchmarks

lock: install  ## make requirements.lock anew from pyproject.toml; UPGRADE=1 takes the newest versions
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet --universal --generate-hashes \
		--fork-strategy fewest --python-version 3.11 --extra dev $(if $(UPGRADE),--upgrade) -o requirements.lock pyproject.toml
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet --generate-hashes --python-version 3.14 \
		--python-platform wasm32-pyodide2024 --only-binary :all: $(if $(UPGRADE),--upgrade) -o docs/site/lite.lock docs/site/lite.in

changelog: install  ## print what the next release would say
	@$(BIN)/towncrier build --draft --version next

# What is installed is known by its place, its Python, the lock and pyproject.toml. Another place or Python: made anew.
install: python
	@set -e; \
	base="$$($(PYTHON) -c 'import sys; print(sys.version)') in $(CURDIR)"; \
	files="$$(cat requirements.lock pyproject.toml | cksum)"; \
	if [ "$$(cat $(VENV)/made-by 2>/dev/null)" != "$$base" ]; then \
		echo "making $(VENV) with $$($(PYTHON) --version)"; \
		$(PYTHON) -m venv --clear $(VENV); \
		printf '%s\n' "$$base" > $(VENV)/made-by; \
	fi; \
	if [ "$$(cat $(VENV)/installed 2>/dev/null)" != "$$files" ]; then \
		echo "installing requirements.lock, a minute or two"; \
		$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock; \
		$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .; \
		printf '%s\n' "$$files" > $(VENV)/installed; \
	fi

python:
	@$(PYTHON) -c '' 2>/dev/null || { \
		echo "$(PYTHON) does not run: install Python 3.11 to 3.14 (Debian, Ubuntu: apt install python3 python3-venv)," \
			"or name another one: make test PYTHON=python3.13" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' || { \
		echo "$$($(PYTHON) --version 2>&1) is not Python 3.11 to 3.14: install one of these, and name it:" \
			"make test PYTHON=python3.13" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$$($(PYTHON) --version) has no venv module: install it (Debian, Ubuntu: apt install python3-venv)" >&2; exit 1; }

clean:  ## remove the environment and every cache
	rm -rf $(VENV) build .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -o -name .ipynb_checkpoints | xargs rm -rf
