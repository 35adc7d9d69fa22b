# The two commands of the README are `make run` and `make test`. Everything else here serves them.
# One more command is one more target with a `## description`, which `make help` shows.

.DEFAULT_GOAL := help
.PHONY: help setup run test lint bench

help: ## Show these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

setup: ## Install what is missing, build plugins and pages (quick when nothing is)
	@scripts/setup

run: setup ## Start the demo on http://localhost:8080; ARGS=--fresh starts over
	@cargo build --locked --bin wardbook
	@exec target/debug/wardbook demo $(ARGS)

# nextest runs the same tests, each in a process of its own, and stops one that hangs.
test: setup ## Run every test; ARGS narrows it down, as for cargo test
	@if cargo nextest --version >/dev/null 2>&1; then \
	  cargo nextest run --locked --workspace $(ARGS); \
	else \
	  cargo test --locked --workspace $(ARGS); \
	fi
	@cd plugins && cargo test --quiet --locked --workspace

lint: setup ## Check form, lints, the rules of the house, types and licences
	cargo fmt --all --check
	cargo clippy --quiet --locked --workspace --all-targets -- -D warnings
	cd plugins && cargo fmt --all --check && cargo clippy --quiet --locked --workspace --all-targets -- -D warnings
	scripts/check-house
	node_modules/.bin/tsc --noEmit --project platform/server/web/tsconfig.json
	@if command -v cargo-deny >/dev/null; then \
	  cargo deny --locked check; \
	else \
	  echo "cargo-deny is not installed, so licences and sources were not checked: cargo install cargo-deny --locked"; \
	fi

bench: setup ## Measure against hand-written SQL in the same run; prints one table
	@scripts/bench $(ARGS)
