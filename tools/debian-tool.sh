#!/usr/bin/env bash
# debian-tool.sh NAME PACKAGE: prints where a tool is: in PATH, or out of Debian's package, which is
# unpacked below .build and not installed, so that no service starts.
set -euo pipefail
cd "$(dirname "$0")/.."
if command -v "$1"; then exit; fi
own=$PWD/.build/debian/usr/bin/$1
if [ ! -x "$own" ]; then
  mkdir -p .build/debian
  (cd .build/debian && apt-get download -q "$2" && dpkg -x "$2"_*.deb . && rm -f "$2"_*.deb) >&2 || {
    echo "Neither $1 nor Debian's package $2 could be had." >&2
    exit 3
  }
fi
echo "$own"
