#!/bin/sh
# The steps of the image, which test/image runs too: sources here → everything that production needs,
# and nothing else, in the folder OUT.
#   build.sh install      the locked dependencies, development's too
#   build.sh build OUT    compiles, leaves development behind, and puts together OUT
set -eu
cd "$(dirname "$0")/.."

install() {
  npm ci --ignore-scripts --no-audit --no-fund "$@"
}

case "${1:-}" in
  install)
    install --include=dev --include=optional
    ;;
  build)
    out="${2:?the folder to build into}"
    node cli/bootstrap.mjs build
    # PostgreSQL's binaries are optional dependencies: production has a database of its own.
    install --omit=dev --omit=optional
    mkdir -p "$out"
    cp -R dist node_modules package.json CHANGELOG.md LICENSE "$out"
    # Types and maps are for those who write code against Jumar, and nobody runs npm there.
    find "$out/dist" -name '*.d.ts' -delete
    rm -rf "$out/node_modules/.package-lock.json" "$out/node_modules/.bin"
    ;;
  *)
    echo "usage: build.sh install | build OUT" >&2
    exit 2
    ;;
esac
