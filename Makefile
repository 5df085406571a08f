# What people type. Each target is a script of the same name under scripts/, which says more.

.PHONY: help run test build bootstrap fmt lint weights chain-specs release audit bench bench-workers bench-zk fuzz clean

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

run: ## Install what is missing, build, start a development chain, run the demo, stay until Ctrl-C
	@scripts/run

test: ## Install what is missing, build, check and test everything
	@scripts/test

build: ## Install what is missing, build, leave every binary in bin/
	@scripts/build

bootstrap: ## Bring a Debian or Ubuntu machine to a building state
	@scripts/bootstrap

fmt: ## Format all code
	@scripts/fmt

lint: ## Formatting, licences, sources, clippy
	@scripts/lint

weights: ## Measure what each call costs on this machine and write runtime/src/weights
	@scripts/weights

bench: ## Fill blocks of a node on this machine, import them again, say how fast both went
	@scripts/bench

bench-workers: ## Have real workers answer 0.8 of what this machine's chain settles, for ten minutes
	@scripts/bench-workers

bench-zk: ## Prove the same models with opg-zk and with EZKL, say how they compare
	@scripts/bench-zk

fuzz: ## Give opg-zk bytes that nobody would think of, a minute for each of the things it reads
	@scripts/fuzz

chain-specs: ## Generate chain-spec/ from this build
	@scripts/chain-specs

release: ## Put together what others download: node, runtime that hardware wallets sign for, hashes
	@scripts/release

audit: ## Ask the database of security advisories about our dependencies
	@scripts/audit

clean: ## Delete what was built, here and in the cache
	@scripts/clean
