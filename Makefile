# Every habit has a door here: `make help`.
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test test-fast replay train bench lint audit format lock clean

BRAIN := .venv/brain/bin/python
BOT := .venv/bot/bin/python
PYTHON3 ?= python3
BOT_TESTS := tests/bot tests/nlu
FAST := -m "not slow and not browser"

help: ## what each target does
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | awk -F'|' '{printf "  make %-10s %s\n", $$1, $$2}'

setup: ## everything `make run` needs: interpreters, environments, models, training (quick when nothing changed)
	@$(PYTHON3) -m setup.environments
	@$(BRAIN) -m setup.models
	@$(BRAIN) -m setup.train

setup-dev: # what the tests need besides
	@$(PYTHON3) -m setup.environments --dev
	@$(BRAIN) -m setup.models
	@$(BRAIN) -m setup.train

run: setup ## set up if need be, start everything, print the address; Ctrl-C ends it
	@$(BRAIN) -m setup.run

test: setup-dev ## every test, with real models, real processes and a real browser
	@$(BRAIN) -m setup.programs
	@$(BRAIN) -m pytest tests $(BOT_TESTS:%=--ignore=%)
	@$(BOT) -m pytest $(BOT_TESTS)

test-fast: setup-dev ## the unit tests, in under a minute
	@$(BRAIN) -m pytest tests $(BOT_TESTS:%=--ignore=%) $(FAST)
	@$(BOT) -m pytest $(BOT_TESTS) $(FAST)

replay: setup ## replay the stories and spoken cases of tests/stories: a table of what passed and what broke
	@./milepost replay

train: setup ## make anew what is trained from our files and has changed (part of setup)

bench: setup-dev ## the measured claims, each against its named peer
	@$(BRAIN) -m bench

lint: setup-dev ## ruff, mypy where it pays, import-linter, the articles
	@$(BRAIN) -m ruff check .
	@$(BRAIN) -m mypy
	@.venv/brain/bin/lint-imports
	@$(BRAIN) -m knowledge.lint_articles

audit: setup ## what is installed: as locked, untouched, licences, known holes (the last where the network allows)
	@$(BRAIN) -m setup.dependency_audit

format: setup-dev ## let ruff lay out the code
	@$(BRAIN) -m ruff format .
	@$(BRAIN) -m ruff check --fix .

lock: ## make requirements/*.txt anew from *.in (needs uv)
	@requirements/lock.sh

clean: ## remove environments, models and downloads; what customers said stays in var/
	rm -rf .venv models .cache web/static/vendor
