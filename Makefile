# Everything a newcomer types. Each recipe does all the set-up it needs, and little the second time.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Where nothing compiled may be kept, every start of a command compiles the platform anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: setup run test check clean help
.DEFAULT_GOAL := help

help: ## list the recipes
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## /make \1\t/' | expand -t 14

setup: $(VENV)/.ready ## set the environment up
	@$(BIN)/python tools/build_static.py
	@$(BIN)/python tools/compile_messages.py

$(VENV)/.ready: pyproject.toml constraints.txt
	@$(PYTHON) tools/require_python.py
	@echo "Installing the platform into $(VENV) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --constraint constraints.txt --editable ".[build,ocr]"
	@touch $@

$(VENV)/.ready-test: $(VENV)/.ready
	@echo "Installing what the tests and checks need …"
	@# Much of it is never imported: what is, Python compiles when it is.
	@$(BIN)/pip install --quiet --no-compile --constraint constraints.txt --editable ".[build,ocr,test,check,spark,opensearch]"
	@touch $@

run: setup ## start the platform with a sample city and print its address (PORT, HOST, ZHIHENG_HOME)
	@$(BIN)/python tools/load_sample.py
	@ZHIHENG_DEMO=1 exec $(BIN)/zhiheng serve

test: setup $(VENV)/.ready-test ## run all tests; browser, PostgreSQL and Java are fetched when missing
	@$(BIN)/python tools/provide_test_services.py
	@$(BIN)/python tools/run_tests.py

check: setup $(VENV)/.ready-test ## style, types, imports, translations, manual, licences, secrets
	@$(BIN)/python tools/run_checks.py

clean: ## remove what set-up made; the data in ZHIHENG_HOME stay
	rm -rf $(VENV) node_modules src/zhiheng/office/web/static/vendor
