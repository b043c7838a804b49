# The ways into the project. Each target installs or names what it needs first: see e2e/prerequisites.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test soak bench build images

MAVEN := ./mvnw --batch-mode --no-transfer-progress

# Of all that Maven says: which module it is at, and what is wrong.
PROGRESS := sed -u -n 's/^\[INFO\] Building \(vip-operator.*\) \[/build: \1 [/p; /^\[ERROR\]/p; /^\[WARNING\].*\.java:/p'

help: ## say what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

demo: ## start a Kubernetes of three nodes, apply a VirtualIP, cut the power of its node, watch the address move (needs root)
	@e2e/prerequisites lab e2e/lab/binaries >/dev/null
	@$(MAKE) --no-print-directory images
	@e2e/prerequisites lab e2e/demo

test: ## run every test but the long ones, up to a real cluster; the last line is "N passed, N failed" (needs root)
	@e2e/prerequisites lab e2e/run-tests

soak: ## run the long tests on real links and in the cluster: each peer and protocol, planned moves, the life of a NIC (needs root)
	@e2e/prerequisites lab e2e/run-tests -pl e2e -am -Dtest.excluded= -Dtest.included=long \
		-Dtest='io.vipoperator.e2e.**' -Dsurefire.failIfNoSpecifiedTests=false

bench: ## measure outages, false failovers, CPU and memory beside keepalived (needs root; settings: see e2e/bench)
	@e2e/prerequisites lab true
	@$(MAKE) --no-print-directory images
	@e2e/prerequisites lab e2e/bench

build: ## compile and package all modules, without tests
	@echo "build: compiling and packaging all modules"
	@e2e/prerequisites build $(MAVEN) package -DskipTests | $(PROGRESS)
	@echo "build: done"

images: ## as build, and the images of operator and agent as tar files, without Docker or a registry
	@e2e/prerequisites build deploy/images/build
