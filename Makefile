# `make help` says what there is. Everything is installed in .venv, at the versions of requirements.lock.

VENV := .venv
PY := $(VENV)/bin/python
INSTALLED := $(VENV)/installed
LOG := $(VENV)/install.log

PYTHONS := $(or $(PYTHON),python3.13 python3.12 python3.11 python3)
SUITS := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))

unexport PYTHONHOME PYTHONPATH
.DEFAULT_GOAL := help
.PHONY: help app test lint check neo4j lock clean remade

help:
	@echo "make app     open the app, on data/ loaded into network.db when that is not there yet"
	@echo "make test    run all the tests, on all cores up to four (ARGS='-k dates' runs some)"
	@echo "make lint    check style and types"
	@echo "make check   lint, then test"
	@echo "make neo4j   run a Neo4j server on 127.0.0.1, its data in .neo4j (Java 17, Maven, MAILLAGE_NEO4J_PASSWORD);"
	@echo "             ARGS=7688 takes another port than 7687"
	@echo "make lock    write requirements.lock    (ARGS=--upgrade takes the newest versions)"
	@echo "make clean   remove what was installed and cached; networks stay"
	@echo "The first one makes .venv with Python 3.11, 3.12 or 3.13; PYTHON=/a/path/python3 says which."

app: $(INSTALLED) $(if $(MAILLAGE_STORE),,network.db)
	@$(VENV)/bin/maillage app $(ARGS)

# Loaded beside, folded into one file, then renamed: an interrupted load leaves no network.db.
network.db: | $(INSTALLED)
	@rm -f $@.part*
	@$(VENV)/bin/maillage load data/ --store sqlite:///$@.part || [ $$? -eq 1 ]
	@$(PY) -c "import sqlite3; sqlite3.connect('$@.part').execute('PRAGMA wal_checkpoint(TRUNCATE)')"
	@mv $@.part $@

test: $(INSTALLED)
	@$(PY) -m pytest -n auto --maxprocesses=4 $(ARGS)

lint: $(INSTALLED)
	@$(PY) -m ruff format --check
	@$(PY) -m ruff check
	@$(PY) -m mypy

check: lint test

neo4j: $(INSTALLED)
	@exec $(PY) -m tests.neo4j_server $(ARGS)

lock: $(INSTALLED)
	@$(PY) -m pip install --quiet uv
	@UV_PYTHON_DOWNLOADS=never $(PY) -m uv pip compile pyproject.toml --extra test --output-file requirements.lock --quiet \
	    --universal --python-version 3.11 --fork-strategy fewest --no-emit-index-url --custom-compile-command 'make lock' $(ARGS)

clean:
	@rm -rf $(VENV) build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis network.db.part*

# `remade`: the .venv is there, the Python that it was made with is not.
$(INSTALLED): requirements.lock pyproject.toml $(if $(realpath $(PY)),,remade)
	@say() { echo "maillage: $$*" >&2; exit 1; }; \
	found=; bare=; for each in $(PYTHONS); do \
	    "$$each" -c '$(SUITS)' 2>/dev/null || continue; \
	    if "$$each" -c 'import ensurepip, venv' 2>/dev/null; then found=$$each; break; fi; bare=$$each; \
	done; \
	if ! $(PY) -c 'import pip; $(SUITS)' 2>/dev/null; then \
	    [ "$$found" ] || [ -z "$$bare" ] || say "$$bare lacks its venv module; on Debian and Ubuntu: apt-get install $${bare##*/}-venv"; \
	    [ "$$found" ] || say "Python 3.11, 3.12 or 3.13 is needed, and none of these is one: $(PYTHONS)"; \
	    "$$found" -m venv --clear $(VENV) || say "$$found could not make $(VENV)"; \
	fi; \
	echo "Installing what requirements.lock lists into $(VENV), with $$($(PY) --version) (about a minute)"; \
	{ $(PY) -m pip install --disable-pip-version-check -r requirements.lock && \
	    $(PY) -m pip install --disable-pip-version-check --no-build-isolation --no-deps --editable . && \
	    $(PY) -m queries.compiled ; } >$(LOG) 2>&1 || \
	    say "nothing was installed: no way to the package index? $(LOG) says: $$(grep -i error $(LOG) | tail -n 1)"; \
	touch $@
