#!/usr/bin/env bash
# One node without certificates or passwords, for trying things out on one's own machine. It listens to
# nobody else unless told to, as a container has to: LISTEN=0.0.0.0.
set -euo pipefail

if [ -n "${FLY_APP_NAME:-}" ]; then
  echo "start-insecure.sh lets everybody in; on Fly.io use start-secure.sh" >&2
  exit 1
fi
listen="${LISTEN:-127.0.0.1}"
exec cockroach start-single-node \
  --insecure \
  --store="${STORE:-/cockroach/cockroach-data}" \
  --listen-addr="$listen:26257" \
  --http-addr="$listen:8080"
