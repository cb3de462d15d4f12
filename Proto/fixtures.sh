#!/bin/sh
# Encodes the fixtures of the wire, Tests/Fixtures/wire/v1/<Message>.txt, with protoc: an encoder
# that shares no code with ours. A fixture that is committed is kept for ever: newer code reads it.
#   fixtures.sh          writes the .bin files that are missing
#   fixtures.sh --check  fails when a .bin is missing or not what protoc writes
set -eu
cd "$(dirname "$0")"
fixtures=../Tests/Fixtures/wire/v1
fresh=$(mktemp)
trap 'rm -f "$fresh"' EXIT

status=0
for text in "$fixtures"/*.txt; do
  name=$(basename "$text" .txt)
  case $name in
    Client*) type=ClientFrame file=client.proto ;;
    Server*) type=ServerFrame file=client.proto ;;
    Cargo*) type=RegionCargo file=cluster.proto ;;
    *) type=MeshFrame file=cluster.proto ;;
  esac
  protoc --encode="pangea.$type" --proto_path=. "$file" <"$text" >"$fresh"
  binary=$fixtures/$name.bin
  if [ -f "$binary" ]; then
    cmp "$binary" "$fresh" || status=1
  elif [ "${1:-}" = --check ]; then
    echo "$binary is missing" >&2
    status=1
  else
    cp "$fresh" "$binary"
  fi
done
exit "$status"
