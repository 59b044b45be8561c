# HOST, PORT, DATABASE_URL … given behind the target reach the program: make run PORT=8080
.PHONY: run test test-engines check bench faults locks
PYTHON ?= python3

run: ; @$(PYTHON) app.py run
test: ; @$(PYTHON) app.py test
test-engines: ; @$(PYTHON) app.py test-engines
check: ; @$(PYTHON) app.py check
bench: ; @$(PYTHON) app.py bench
faults: ; @$(PYTHON) app.py faults

# Remake the lock files after a change in pyproject.toml or package.json; needs uv and npm.
COMPILE = uv pip compile --upgrade --universal --generate-hashes --no-header --no-annotate --quiet
locks:
	$(COMPILE) pyproject.toml -o requirements.lock
	$(COMPILE) pyproject.toml --group test -c requirements.lock -o requirements-test.lock
	$(subst --universal,--python-platform linux,$(COMPILE)) --group pyproject.toml:engines \
		-c requirements-test.lock -o requirements-engines.lock
	$(COMPILE) --group pyproject.toml:node -o requirements-node.lock
	npm install --package-lock-only --omit-lockfile-registry-resolved=true --ignore-scripts
