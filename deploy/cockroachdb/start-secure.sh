#!/usr/bin/env bash
# Starts a node of a cluster on Fly.io's private network. Its certificates come as secrets in base64:
# DB_CA_CRT, DB_NODE_CRT, DB_NODE_KEY.
set -euo pipefail
umask 077

: "${FLY_APP_NAME:?is missing: this script is for Fly.io}"
: "${FLY_MACHINE_ID:?is missing: this script is for Fly.io}"
: "${FLY_REGION:?is missing: this script is for Fly.io}"
: "${DB_CA_CRT:?is missing: base64 of ca.crt}"
: "${DB_NODE_CRT:?is missing: base64 of node.crt}"
: "${DB_NODE_KEY:?is missing: base64 of node.key}"

certs="${COCKROACH_CERTS_DIR:-$HOME/.cockroach-certs}"
mkdir -p "$certs"
base64 -d <<<"$DB_CA_CRT" >"$certs/ca.crt"
base64 -d <<<"$DB_NODE_CRT" >"$certs/node.crt"
base64 -d <<<"$DB_NODE_KEY" >"$certs/node.key"
# CockroachDB refuses a key that others may read.
chmod 0600 "$certs/ca.crt" "$certs/node.crt" "$certs/node.key"
unset DB_CA_CRT DB_NODE_CRT DB_NODE_KEY

# A shell between would not pass SIGTERM on, and the node could not hand its ranges over.
exec cockroach start \
  --certs-dir="$certs" \
  --store=/cockroach/cockroach-data \
  --logtostderr=INFO \
  --locality="region=$FLY_REGION" \
  --cluster-name="$FLY_APP_NAME" \
  --join="$FLY_APP_NAME.internal" \
  --listen-addr=":26257" \
  --http-addr=":8080" \
  --advertise-addr="$FLY_MACHINE_ID.vm.$FLY_APP_NAME.internal:26257" \
  --cache="${COCKROACH_CACHE:-25%}" \
  --max-sql-memory="${COCKROACH_SQL_MEMORY:-25%}"
