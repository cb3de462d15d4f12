#!/usr/bin/env bash
# Runs the commands that the documents show, so that none of them goes stale: every fenced block
# that begins with ```sh run. Each block is one script, run in a folder of its own with `pangea` in
# PATH and the project's root as PROJECT.
#   docs-commands.sh FOLDER-OF-THE-EXECUTABLE
set -euo pipefail
cd "$(dirname "$0")/.."
export PROJECT=$PWD
PATH="$(cd "$1" && pwd):$PATH"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
count=0
while IFS= read -r -d '' document; do
  awk -v out="$work/block" '
    /^```sh run/ { inside = 1; n++; next }
    /^```/ { inside = 0 }
    inside { print > (out "." n) }
  ' "$document"
  for block in "$work"/block.*; do
    [ -e "$block" ] || continue
    count=$((count + 1))
    echo "-- $document, $(head -n 1 "$block")"
    mkdir "$work/place"
    (cd "$work/place" && BASH_XTRACEFD=9 timeout 300 bash -xeuo pipefail "$block" 9>"$work/trace") || {
      echo "A command of $document failed. The last ones were:" >&2
      tail -n 3 "$work/trace" >&2
      exit 1
    }
    rm -rf "$work/place" "$block"
  done
done < <(git ls-files -z '*.md')
echo "$count blocks of commands work as the documents show them."
[ "$count" -gt 0 ]
