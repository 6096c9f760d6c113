#!/usr/bin/env bash
# Prints the definitions with the passwords' hashes in them. The password of a user comes from
# PASSWORD_OF_<USER>, e.g. PASSWORD_OF_WEB_GATEWAY; a user without one cannot log in.
set -euo pipefail
umask 077

definitions="${1:-/etc/rabbitmq/jumar/definitions.template.json}"

from_hex() {
  local escaped
  escaped=$(sed 's/../\\x&/g')
  # shellcheck disable=SC2059 # the format is what is to be printed, and consists of \x.. only
  printf "$escaped"
}

# RabbitMQ's own form: base64(salt, sha256(salt, password)), with four bytes of salt.
hash_of() {
  local salt digest
  salt=$(head -c 4 /dev/urandom | od -An -tx1 | tr -d ' \n')
  digest=$({ printf '%s' "$salt" | from_hex; printf '%s' "$1"; } | sha256sum | cut -d' ' -f1)
  printf '%s' "$salt$digest" | from_hex | base64 -w0
}

rendered=$(cat "$definitions")
for name in ACCOUNTS AUDIT NOTIFIER SEARCH WEB_GATEWAY WEB WORKER OPERATOR; do
  variable="PASSWORD_OF_$name"
  password="${!variable:-}"
  hash=""
  if [ -n "$password" ]; then
    if [ "${#password}" -lt 24 ]; then
      echo "$variable must have at least 24 characters; make one with: openssl rand -hex 24" >&2
      exit 1
    fi
    hash=$(hash_of "$password")
  fi
  rendered="${rendered//"{{HASH_OF_$name}}"/$hash}"
done
printf '%s\n' "$rendered"
