#!/usr/bin/env bash
# `npm run test:containers` where there is no Docker and no registry of images: builds small images
# of RabbitMQ and PostgreSQL from Debian's packages, and offers podman's socket as Docker's.
#
#   apt-get install --no-install-recommends podman runc conmon netavark iptables debootstrap
#   sudo test/containers/with-podman.sh [COMMAND...]       (npm run test:containers when absent)
#
# Images are kept in JUMAR_PODMAN_DIR (/var/tmp/jumar-podman), apart from those of the machine. A first
# run takes some minutes, further ones begin at once; remove the folder and nothing is left.
set -euo pipefail
cd "$(dirname "$0")/../.."
here="$PWD/test/containers"

[ "$(id -u)" = 0 ] || { echo "debootstrap and podman's networks want root" >&2; exit 1; }
for tool in podman runc conmon debootstrap iptables; do
  command -v "$tool" > /dev/null || { echo "$tool is not installed, see the head of $0" >&2; exit 1; }
done

state="${JUMAR_PODMAN_DIR:-/var/tmp/jumar-podman}"
mirror="${DEBIAN_MIRROR:-http://deb.debian.org/debian}"
mkdir -p "$state"
# Two of them on one folder would take each other's containers for left over.
exec 9> "$state/lock"
flock --nonblock 9 || { echo "another run uses $state" >&2; exit 1; }
run="$(mktemp -d /tmp/jumar-podman.XXXXXX)"
service=""

cleanup() {
  if [ -n "$service" ]; then kill "$service" 2> /dev/null || true; wait "$service" 2> /dev/null || true; fi
  # In a storage of our own everything is ours; what a test left behind is told, then removed by its id.
  for id in $(podman ps --all --quiet --no-trunc); do
    echo "left behind: container $id" >&2
    podman rm --force --volumes "$id" > /dev/null
  done
  # A build that was cut off leaves its mounts.
  awk -v below="$run/" 'index($2, below) == 1 { print $2 }' /proc/mounts | sort -r | xargs -r umount || true
  rm -rf "$run"
}

# Debian's podman looks for crun and for overlays, and asks for limits that root may not have in a
# container or a small machine; so all of it is said here.
nofile="$(ulimit -Hn)"
if [ "$nofile" = unlimited ] || [ "$nofile" -gt 65536 ]; then nofile=65536; fi
cat > "$run/containers.conf" << CONF
[containers]
default_ulimits = ["nofile=$nofile:$nofile", "nproc=4096:4096"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
[network]
network_backend = "netavark"
network_config_dir = "$state/networks"
CONF
cat > "$run/storage.conf" << CONF
[storage]
driver = "vfs"
graphroot = "$state/storage"
runroot = "$run/root"
CONF
export CONTAINERS_CONF="$run/containers.conf" CONTAINERS_STORAGE_CONF="$run/storage.conf"
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

debian=localhost/jumar-test/debian
if ! podman image exists "$debian"; then
  echo "building $debian from $mirror"
  debootstrap --variant=minbase bookworm "$run/debian" "$mirror" > "$run/debootstrap.log" \
    || { tail -20 "$run/debootstrap.log" >&2; exit 1; }
  # Installing a server in an image must not start it.
  printf '#!/bin/sh\nexit 101\n' > "$run/debian/usr/sbin/policy-rc.d"
  chmod 755 "$run/debian/usr/sbin/policy-rc.d"
  tar --directory "$run/debian" --create . | podman import --quiet - "$debian" > /dev/null
  rm -rf "$run/debian"
fi
declare -A names
for image in rabbitmq postgresql; do
  # Named after what it is made from, so that a changed recipe is a new image.
  tag="$(cat "$here/images/$image"[.-]* | sha256sum | cut -c1-12)"
  name="localhost/jumar-test/$image:$tag"
  if ! podman image exists "$name"; then
    echo "building $name"
    podman build --quiet --network host --squash --file "$here/images/$image.Containerfile" \
      --tag "$name" "$here/images" > /dev/null
  fi
  names[$image]="$name"
done

podman system service --time=0 "unix://$run/podman.sock" &
service=$!
for _ in $(seq 100); do [ -S "$run/podman.sock" ] && break; sleep 0.1; done

export DOCKER_HOST="unix://$run/podman.sock"
# Ryuk, which clears up after testcontainers, is an image of a registry; the kit does it by itself.
export TESTCONTAINERS_RYUK_DISABLED=true
export JUMAR_TEST_RABBITMQ_IMAGE="${names[rabbitmq]}" JUMAR_TEST_POSTGRESQL_IMAGE="${names[postgresql]}"
if [ $# -eq 0 ]; then set -- npm run test:containers; fi
CI=true "$@" 9>&-
