# Short names for what stands in bin/, which needs nothing but Python: `python3 bin/setup` is `make setup`.
.PHONY: setup run test test-fast test-long security lint language lock

# DEMO opens every account to whoever reaches the port: `make run DEMO=0` starts without it.
DEMO ?= 1
setup run: export DEMO := $(DEMO)

setup:
	@python3 bin/setup

run:
	@python3 bin/setup --packages
	@exec .venv/bin/python manage.py up

test:
	@python3 bin/setup --tests
	@exec .venv/bin/python bin/check all

test-fast:
	@python3 bin/setup --tests
	@exec .venv/bin/python bin/check fast

test-long:
	@python3 bin/setup --long
	@exec .venv/bin/python bin/check long

# Our own rules; `python3 bin/security attack` attacks a demo of its own as every role.
security:
	@python3 bin/setup --tests
	@exec python3 bin/security

# Mends what a tool can mend.
lint:
	@python3 bin/setup --tests
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix .

# Which Dutch sentences are long and which words are hard, file by file.
language:
	@python3 bin/setup --tests
	@.venv/bin/python bin/language

# After a change in requirements*.in or package.json.
lock:
	@python3 bin/setup --tests
	@exec .venv/bin/python bin/lock
