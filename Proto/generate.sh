#!/bin/sh
# Writes the C code of every .proto file here: sources beside it, headers in include/.
#   generate.sh          regenerates in place
#   generate.sh --check  fails when what is committed is not what protoc-c writes
set -eu
cd "$(dirname "$0")"
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT

protoc-c --c_out="$fresh" ./*.proto

status=0
for proto in *.proto; do
  name=${proto%.proto}
  if [ "${1:-}" = --check ]; then
    diff -u "$name.pb-c.c" "$fresh/$name.pb-c.c" || status=1
    diff -u "include/$name.pb-c.h" "$fresh/$name.pb-c.h" || status=1
  else
    mkdir -p include
    cp "$fresh/$name.pb-c.c" "$name.pb-c.c"
    cp "$fresh/$name.pb-c.h" "include/$name.pb-c.h"
  fi
done
if [ "$status" -ne 0 ]; then
  echo "generated code is stale: run Proto/generate.sh" >&2
fi
exit "$status"
