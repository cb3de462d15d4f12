#!/usr/bin/env bash
# Installs the Debian packages of packages.txt that are missing, through sudo when not root.
#   setup.sh           installs
#   setup.sh --tests   installs those of packages-test.txt too
#   setup.sh --bench   installs those of packages-bench.txt too
#   setup.sh --check   only says what is missing; exit status 1 when something is
set -euo pipefail
cd "$(dirname "$0")"

if ! command -v swift >/dev/null; then
  echo "The Swift toolchain (6.2 or newer) was not found in PATH: see https://www.swift.org/install" >&2
  exit 3
fi

installed() {
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

lists=(packages.txt)
[ "${1:-}" = --tests ] && lists+=(packages-test.txt)
[ "${1:-}" = --bench ] && lists+=(packages-bench.txt)
missing=()
while read -r package; do
  installed "$package" || missing+=("$package")
done < <(grep -hv '^#' "${lists[@]}")
[ ${#missing[@]} -eq 0 ] && exit 0

line="apt-get install --no-install-recommends -y ${missing[*]}"
if [ "${1:-}" = --check ]; then
  printf 'Missing packages. Install them with:\n  sudo %s\n' "$line" >&2
  exit 1
fi

# Only apt is ever elevated. Without a terminal sudo must not ask for a password.
if [ "$(id -u)" -eq 0 ]; then
  elevate=()
elif command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
  elevate=(sudo)
else
  printf 'Missing packages, and neither root nor sudo is at hand. Run this as root:\n  %s\n' "$line" >&2
  exit 3
fi

echo "Installing: ${missing[*]}"
for package in "${missing[@]}"; do
  if ! apt-cache show "$package" >/dev/null 2>&1; then
    "${elevate[@]}" apt-get update -q
    break
  fi
done
export DEBIAN_FRONTEND=noninteractive
# A package list that is out of date names files that are gone: fetch it anew, once.
"${elevate[@]}" $line || { "${elevate[@]}" apt-get update -q && "${elevate[@]}" $line; }
