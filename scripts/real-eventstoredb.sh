#!/usr/bin/env bash
# Runs the conformance suite of src/event-store against a real EventStoreDB in Docker. Needs Docker and the image.
# Nobody has run this yet: see docs/event-store.md.
#   scripts/real-eventstoredb.sh [image]
set -euo pipefail
cd "$(dirname "$0")/.."
image=${1:-eventstore/eventstore:23.10.0-jammy}
port=${EVENTSTORE_PORT:-2113}

container=$(docker run --rm --detach --publish "$port:2113" "$image" --insecure --mem-db --run-projections=None)
trap 'docker stop "$container" > /dev/null' EXIT
until curl --silent --fail "http://localhost:$port/health/live" > /dev/null; do sleep 1; done
EVENTSTORE_TEST_URL="esdb://localhost:$port?tls=false" npx vitest run src/event-store/eventstoredb
