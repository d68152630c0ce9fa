#!/usr/bin/env bash
# What a signature costs and what it shows.
#   bench/signatures.sh --text DIR             on real texts (about five minutes on a quiet core; unmarked English, a text a file)
#   bench/signatures.sh --text DIR --speed     only what it costs in time
#   bench/signatures.sh --text DIR --students  with students a fifth of whose texts were marked (some minutes more)
#   bench/signatures.sh --first-token          when the first event of a stream comes through a gateway that marks and through one that does not
#   bench/signatures.sh                        on made sentences: shows that everything runs, and nothing about real text
#   bench/signatures.sh --test                 every part once, small: does it run?
# Times are processor time of the process. With aspell installed the spelling findings of marked and unmarked text are compared.
set -eu -o pipefail
here=$PWD
cd "$(dirname "$0")/.."

first_token() {
  dotnet build src/Weir.Cli -c Release -v q -nologo -clp:ErrorsOnly
  dotnet build bench/Weir.Bench.Gateway -c Release -v q -nologo -clp:ErrorsOnly
  local weir=src/Weir.Cli/bin/Release/net10.0/weir ends=bench/Weir.Bench.Gateway/bin/Release/net10.0/Weir.Bench.Gateway
  dir=$(mktemp -d) pids=()
  finish() { for p in "${pids[@]}"; do kill "$p" 2>/dev/null || true; done; wait 2>/dev/null || true; rm -rf "$dir"; }
  trap finish EXIT
  free_port() { python3 -c 'import socket; s=socket.socket(); s.bind(("127.0.0.1",0)); print(s.getsockname()[1])'; }
  seq 1 20 | sed 's/^/streams-/' >"$dir/accounts"
  declare -A port
  local upstream; upstream=$(free_port)
  "$ends" stream-upstream "$upstream" 64 20 >/dev/null & pids+=($!)
  for mode in off owner; do
    port[$mode]=$(free_port); local admin; admin=$(free_port)
    "$weir" keys create --data "$dir/$mode" --accounts "$dir/accounts" | cut -f 2 >"$dir/$mode.keys"
    "$weir" serve --set "signatures.mode=$mode" --upstream "http://127.0.0.1:$upstream" --listen "http://127.0.0.1:${port[$mode]}" --admin "http://127.0.0.1:$admin" \
      --data "$dir/$mode" --identity keys >"$dir/$mode.log" 2>&1 & pids+=($!)
    for _ in $(seq 100); do curl -sf "http://127.0.0.1:$admin/health/ready" >/dev/null && break; sleep 0.1; done
  done
  # In turn, so that a machine whose speed drifts drifts for both; the first rounds warm both up and are not shown.
  echo "first and later events of 64 streams, milliseconds from upstream to client"
  for round in 0 0 0 1 2 3 4 5; do
    for mode in off owner; do
      line=$("$ends" streams "http://127.0.0.1:${port[$mode]}/v1/chat/completions" "$dir/$mode.keys" 64 64)
      [ $round = 0 ] || echo "round $round, marks $mode: $line"
    done
  done
}
if [ "${1:-}" = --first-token ]; then first_token; exit 0; fi
dotnet build bench/Weir.Bench.Signatures -c Release -v q -nologo -clp:ErrorsOnly
cd "$here"
exec "$OLDPWD/bench/Weir.Bench.Signatures/bin/Release/net10.0/Weir.Bench.Signatures" "$@"
