# Everything a newcomer types. `make run` and `make test` do all the set-up they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: setup run test check clean
.DEFAULT_GOAL := run

setup: $(VENV)/.ready ## set the environment up; quick when nothing changed
	@$(BIN)/python tools/build_static.py
	@$(BIN)/python tools/compile_messages.py

$(VENV)/.ready: pyproject.toml constraints.txt
	@echo "Installing the platform into $(VENV) …"
	@$(PYTHON) tools/require_python.py
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --constraint constraints.txt --editable ".[build]"
	@touch $@

$(VENV)/.ready-test: $(VENV)/.ready pyproject.toml constraints.txt
	@echo "Installing what the tests and checks need …"
	@$(BIN)/pip install --quiet --constraint constraints.txt --editable ".[build,test,check,spark]"
	@touch $@

run: setup ## start the platform with a loaded sample city and print its address
	@$(BIN)/python tools/load_sample.py
	@ZHIHENG_DEMO=1 exec $(BIN)/zhiheng serve

test: setup $(VENV)/.ready-test ## run all tests
	@$(BIN)/python tools/provide_test_services.py
	@$(BIN)/python tools/run_tests.py

check: setup $(VENV)/.ready-test ## style, types, imports, translations, generated pages, licences, secrets
	@$(BIN)/python tools/run_checks.py

clean: ## remove what set-up made; data in ZHIHENG_HOME stay
	rm -rf $(VENV) node_modules src/zhiheng/office/web/static/vendor
