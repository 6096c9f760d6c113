#!/bin/sh
# The steps of the image, which test/image runs too: sources here → everything that production needs,
# and nothing else, in the folder OUT.
#   build.sh install        the locked dependencies, development's too
#   build.sh compile        dist, which is the same for every machine
#   build.sh assemble OUT   dist and production's dependencies, for machines of the kind TARGETARCH
#                           (amd64 or arm64, as Docker calls them; without it, of the kind of this one)
set -eu
cd "$(dirname "$0")/.."

install() {
  npm ci --ignore-scripts --no-audit --no-fund "$@"
}

cpu_of() {
  case "$1" in
    "") node --print process.arch ;;
    amd64) echo x64 ;;
    arm64) echo arm64 ;;
    *)
      echo "build.sh: TARGETARCH is amd64 or arm64, not $1" >&2
      return 2
      ;;
  esac
}

case "${1:-}" in
  install)
    install --include=dev --include=optional
    ;;
  compile)
    node cli/bootstrap.mjs build
    ;;
  assemble)
    out="${2:?the folder to assemble in}"
    cpu=$(cpu_of "${TARGETARCH:-}")
    mkdir -p "$out/dist"
    cp -R package.json package-lock.json .npmrc CHANGELOG.md LICENSE "$out"
    cp -R dist/cli dist/services dist/shared "$out/dist"
    # Types and maps are for those who write code against Jumar.
    find "$out/dist" -name '*.d.ts' -delete
    # PostgreSQL's binaries are optional dependencies: production has a database of its own.
    install --prefix "$out" --omit=dev --omit=optional --os=linux --cpu="$cpu" --libc=glibc
    node deploy/licenses.mjs "$out" > "$out/THIRD_PARTY_LICENSES"
    node node_modules/@cyclonedx/cyclonedx-npm/bin/cyclonedx-npm-cli.js --output-reproducible \
      --omit dev --omit optional --omit peer --output-file "$out/jumar.cdx.json" "$out/package.json"
    # A package with binaries for every machine (Argon2) keeps those of this one.
    find "$out/node_modules" -type d -path '*/prebuilds/*' ! -name "linux-$cpu" -prune -exec rm -rf {} +
    # Nobody runs npm there.
    rm -rf "$out/package-lock.json" "$out/.npmrc" "$out/node_modules/.package-lock.json" "$out/node_modules/.bin"
    ;;
  *)
    echo "usage: build.sh install | compile | assemble OUT" >&2
    exit 2
    ;;
esac
