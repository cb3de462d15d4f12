#!/usr/bin/env bash
# scratch.sh COMMAND…: runs it with a temporary folder of its own, and removes that when it succeeds.
TMPDIR=$(mktemp -d)
export TMPDIR
"$@"
status=$?
if [ $status -eq 0 ]; then
  rm -rf "$TMPDIR"
else
  echo "What the tests left behind is in $TMPDIR" >&2
fi
exit $status
