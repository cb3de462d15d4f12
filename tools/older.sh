#!/usr/bin/env bash
# Builds an older version of this project from its own history and prints the folder it stands in.
#   older.sh [COMMIT]   the commit; without it, the one that tools/older-version names
set -euo pipefail
cd "$(dirname "$0")/.."
commit=$(git rev-parse --verify --quiet "${1:-$(cat tools/older-version)}^{commit}") || {
  echo "There is no commit '${1:-$(cat tools/older-version)}' in this clone." >&2
  exit 2
}
folder=$PWD/.build/older/$commit
if [ ! -x "$folder/.build/debug/pangea" ]; then
  rm -rf "$folder"
  mkdir -p "$folder"
  git archive "$commit" | tar -x -C "$folder"
  (cd "$folder" && swift build --product pangea) >&2
fi
echo "$folder"
