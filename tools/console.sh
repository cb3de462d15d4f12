#!/usr/bin/env bash
# Makes the console's files of Web/console in Web/dist/console, with React and Chart.js of Debian's
# packages: nothing is fetched.
#   console.sh [FOLDER]   another folder than Web/dist/console
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:-Web/dist/console}

if ! command -v esbuild >/dev/null; then
  echo "esbuild is missing: tools/setup.sh installs it" >&2
  exit 3
fi

# Beside the folder first, so that nobody is ever served half a console.
fresh=$(dirname "$out")/.console.$$
trap 'rm -rf "$fresh"' EXIT
mkdir -p "$fresh"
NODE_PATH=/usr/share/nodejs:/usr/lib/nodejs esbuild console=Web/console/main.jsx console=Web/console/console.css \
  --bundle --minify --splitting --format=esm --target=es2020 --jsx=automatic --charset=utf8 \
  --legal-comments=none --define:process.env.NODE_ENV='"production"' --log-level=warning \
  --chunk-names=chunk-[hash] --outdir="$fresh"
cp Web/console/index.html Web/console/icon.svg "$fresh"
for file in "$fresh"/*; do gzip --best --no-name --keep "$file"; done
rm -rf "$out"
mv "$fresh" "$out"
du -cb "$out"/*.js "$out"/*.css | awk -v out="$out" 'END { printf "%s: %d kB of scripts and styles\n", out, $1 / 1000 }'
