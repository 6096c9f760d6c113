#!/usr/bin/env bash
# Starts RabbitMQ with the certificates and passwords that come as secrets: MQ_CA_CRT, MQ_NODE_CRT and
# MQ_NODE_KEY in base64, and PASSWORD_OF_<USER>.
set -euo pipefail
umask 077

: "${MQ_CA_CRT:?is missing: base64 of ca.crt}"
: "${MQ_NODE_CRT:?is missing: base64 of node.crt}"
: "${MQ_NODE_KEY:?is missing: base64 of node.key}"

mkdir -p /etc/rabbitmq/tls
base64 -d <<<"$MQ_CA_CRT" >/etc/rabbitmq/tls/ca.crt
base64 -d <<<"$MQ_NODE_CRT" >/etc/rabbitmq/tls/node.crt
base64 -d <<<"$MQ_NODE_KEY" >/etc/rabbitmq/tls/node.key
/usr/local/bin/render-definitions >/etc/rabbitmq/jumar/definitions.json
chown -R rabbitmq:rabbitmq /etc/rabbitmq/tls /etc/rabbitmq/jumar

# Nothing that the server starts needs them any more.
unset MQ_CA_CRT MQ_NODE_CRT MQ_NODE_KEY "${!PASSWORD_OF_@}"

exec docker-entrypoint.sh rabbitmq-server
