#!/usr/bin/env bash
# fuzz.sh [TARGET] [CPU_SECONDS] [LIBFUZZER_OPTION…]: feeds a decoder with made-up bytes.
# Without a target: all of them, one after the other. CPU_SECONDS (default 60) is processor time,
# not wall time. Cases gather in .build/fuzz/corpus/TARGET; what breaks a decoder is left in
# .build/fuzz/found, and the exit status is 1.
#   fuzz.sh --list       the targets
#   fuzz.sh --compile    only whether they compile: without libFuzzer, for CI
#   fuzz.sh --keep       chooses the cases of Tests/Fixtures/fuzz anew: few and small
#   fuzz.sh --verdicts   writes only what the cases kept are read as
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD work=$PWD/.build/fuzz kept=Tests/Fixtures/fuzz
targets=(account cargo client cluster definitions layer map mesh redis registry server snapshot state
  template tileset transport world xmlmap)

# link MODULE FILE…: files of a module that stand in the fuzzers' package.
link() {
  local module=$1 file
  shift
  for file in "$@"; do
    mkdir -p "$work/Sources/$module/$(dirname "$file")"
    ln -sfn "$root/Sources/$module/$file" "$work/Sources/$module/$file"
  done
}

lay_out() {
  local module linker
  rm -rf "$work/Sources"
  mkdir -p "$work/Sources/fuzz" "$work/found"
  for module in CHiredis CProtobufC CZlib CZstd Model World Content Wire; do
    ln -sfn "$root/Sources/$module" "$work/Sources/$module"
  done
  ln -sfn "$root/Proto" "$work/Sources/CPangeaProto"
  # Of the larger modules what decodes, so that no database and no TLS is built.
  link Cluster Limits.swift Redis/Redis{Command,Endpoint,Error,Reply,ReplyReader,Slot}.swift \
    Placement/PlacementPlan{,+JSON}.swift Directory/Directory{Entry,Text}.swift \
    Lease/{ClusterName,NodeRecord}.swift Mesh/{DialledLink,MeshFrameHandler,MeshPeer}.swift
  link Gateway Accounts/Account{Requests,Refusal}.swift HTTP/HTTPReply.swift \
    Connection/CharacterName.swift \
    Transport/{ClientTransport,TCPTransport,TransportEvent,WebSocketTransport}.swift \
    WebSocket/{UTF8Validator,WebSocket{CloseCode,FrameHeader,FrameParser,FrameWriter,Opcode,Violation}}.swift
  link Shard Storage/StoredCharacterState.swift
  ln -sfn "$root"/Tests/Fuzz/main.swift "$root"/Tests/*Tests/Probes/*.swift "$work/Sources/fuzz/"
  ln -sfn "$root/Tests/Fuzz/Package.swift" "$work/Package.swift"
  if [ -f Package.resolved ] && [ ! -f "$work/Package.resolved" ]; then
    cp Package.resolved "$work/"
  fi
  # Where there is no lld, the system's linker does as well with most toolchains.
  linker=$(dirname "$(readlink -f "$(command -v swift)")")/ld.lld
  if [ -x "$linker" ] || command -v ld.lld >/dev/null; then export PANGEA_FUZZ_LINKER=lld; fi
}

build() {
  lay_out
  (cd "$work" && swift build -c release --product fuzz) || {
    # Not every build of the fuzzer's runtime is linked by lld.
    [ -n "${PANGEA_FUZZ_LINKER:-}" ] || return 1
    unset PANGEA_FUZZ_LINKER
    (cd "$work" && swift build -c release --product fuzz)
  }
  fuzzer=$(find "$work/.build/" -path '*/release/fuzz' -type f -perm -u+x | head -1)
}

# seed TARGET: puts what is known into the corpus.
seed() {
  local corpus=$work/corpus/$1 fixtures=Tests/Fixtures/wire/v1 file first
  mkdir -p "$corpus"
  find "$kept/$1" -type f ! -name verdicts.txt -exec cp -n {} "$corpus/" \; 2>/dev/null || true
  case $1 in
  cargo) cp -n $fixtures/Cargo*.bin "$corpus/" ;;
  client) cp -n $fixtures/Client*.bin "$corpus/" ;;
  server | snapshot) cp -n $fixtures/Server*.bin "$corpus/" ;;
  cluster)
    for file in "$fixtures"/*.bin; do
      case $(basename "$file") in Client* | Server* | Cargo*) ;; *) cp -n "$file" "$corpus/" ;; esac
    done
    ;;
  definitions)
    for file in skills monsters players items loot-tables shops world; do
      first=${file:0:1}
      [ "$file" = shops ] && first=h
      { printf %s "$first"; cat GameData/$file.json; } >"$corpus/shipped-$file"
    done
    ;;
  esac
}

longest() {
  case $1 in
  layer | definitions | map | template | tileset | world | xmlmap) echo 16384 ;;
  cargo | cluster | mesh | redis | snapshot | server) echo 8192 ;;
  *) echo 1024 ;;
  esac
}

# run TARGET CPU_SECONDS OPTION…: until it has used so much processor time.
run() {
  local target=$1 want=$2 log=$work/$1.log pid used=0 status=0
  shift 2
  seed "$target"
  PANGEA_FUZZ_TARGET=$target SWIFT_BACKTRACE=enable=no "$fuzzer" "$work/corpus/$target" \
    -max_len="$(longest "$target")" -timeout=60 -rss_limit_mb=2048 -malloc_limit_mb=256 -reload=0 \
    -artifact_prefix="$work/found/$target-" -print_final_stats=1 "$@" >"$log" 2>&1 &
  pid=$!
  trap 'kill $pid 2>/dev/null' EXIT
  while kill -0 $pid 2>/dev/null; do
    used=$(ps -o cputimes= -p $pid | tr -d ' ') || break
    if [ "${used:-0}" -ge "$want" ]; then
      kill -USR1 $pid
      break
    fi
    sleep 1
  done
  wait $pid || status=$?
  trap - EXIT
  printf '%-12s %5s CPU-s %12s runs %6s cases  %s\n' "$target" "$used" \
    "$(awk '/number_of_executed_units/ { print $2 }' "$log")" \
    "$(find "$work/corpus/$target" -type f | wc -l)" \
    "$([ $status -eq 0 ] && echo nothing found || echo "FOUND SOMETHING: $log")"
  return $status
}

# keep TARGET: of the cases that between them reach all code, some of every size up to 640 bytes; 20
# with those that are kept by name (findings, and cases made by hand), and 4 KB at most.
keep() {
  local target=$1 merged=$work/merged/$1 total=0 named file size
  rm -rf "$merged"
  mkdir -p "$merged" "$kept/$target"
  seed "$target"
  PANGEA_FUZZ_TARGET=$target "$fuzzer" -merge=1 "$merged" "$work/corpus/$target" \
    -max_len="$(longest "$target")" >"$work/$target.merge.log" 2>&1
  # Chosen cases are named by their content.
  find "$kept/$target" -type f -regextype posix-egrep -regex '.*/[0-9a-f]{12}' -delete
  named=$(find "$kept/$target" -type f ! -name verdicts.txt | wc -l)
  while read -r size file; do
    if [ $((total + size)) -gt 4096 ]; then continue; fi
    cp "$file" "$kept/$target/$(sha1sum "$file" | cut -c1-12)"
    total=$((total + size))
  done < <(find "$merged" -type f -size -640c -printf '%s %p\n' | sort -k1n,1 -k2 |
    awk -v want=$((20 - named)) '{ line[NR] = $0 } END {
      step = NR > want ? NR / want : 1
      for (i = 1; i < NR + 1; i += step) print line[int(i)] }')
}

verdicts() {
  local target=$1
  [ -d "$kept/$target" ] || return 0
  find "$kept/$target" -type f ! -name verdicts.txt | sort | PANGEA_FUZZ_TARGET=$target \
    PANGEA_FUZZ_VERDICTS=1 xargs -r "$fuzzer" >"$kept/$target/verdicts.txt"
}

case ${1:-} in
--list) printf '%s\n' "${targets[@]}" ;;
--compile)
  lay_out
  cd "$work" && PANGEA_FUZZ_PLAIN=1 swift build --scratch-path .plain --target fuzz
  ;;
--keep | --verdicts)
  build
  for target in "${targets[@]}"; do
    if [ "$1" = --keep ]; then keep "$target"; fi
    verdicts "$target"
  done
  ;;
*)
  chosen=("${targets[@]}")
  if [ -n "${1:-}" ]; then
    printf '%s\n' "${targets[@]}" | grep -qx -- "$1" || {
      echo "fuzz.sh: no target \"$1\"; they are: ${targets[*]}" >&2
      exit 2
    }
    chosen=("$1")
  fi
  build
  worst=0
  for target in "${chosen[@]}"; do run "$target" "${2:-60}" "${@:3}" || worst=1; done
  exit $worst
  ;;
esac
