#!/usr/bin/env bash
# How fast `weir analyze` reads a log, beside jq reading two fields of it.
#   bench/analyze.sh                 2,000,000 exchanges of about 1 KB over 24,000 accounts (about 2 GB in the temporary folder)
#   bench/analyze.sh --test          the same with 20,000, in a few seconds: does it run?
#   bench/analyze.sh --exchanges N   another size, to see that memory stays flat
set -eu -o pipefail
cd "$(dirname "$0")/.."

exchanges=2000000 accounts=24000 slice=200000
case "${1:-}" in
  --test) exchanges=20000 accounts=400 slice=10000 ;;
  --exchanges) exchanges=$2; [ "$slice" -le "$exchanges" ] || slice=$exchanges ;;
esac

dotnet build src/Weir.Cli -c Release -v q -nologo -clp:ErrorsOnly
dotnet build bench/Weir.Bench.Analyze -c Release -v q -nologo -clp:ErrorsOnly
weir=src/Weir.Cli/bin/Release/net10.0/weir
tool=bench/Weir.Bench.Analyze/bin/Release/net10.0/Weir.Bench.Analyze

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
"$tool" write "$dir/log.jsonl" "$exchanges" "$accounts"
bytes=$(stat -c %s "$dir/log.jsonl")
cat "$dir/log.jsonl" >/dev/null   # both read from memory

read -r seconds cpu peak < <("$tool" measure "$weir" analyze "$dir/log.jsonl" --format json)
awk -v n="$exchanges" -v b="$bytes" -v s="$seconds" -v c="$cpu" -v p="$peak" 'BEGIN {
  printf "weir analyze   %10.0f exchanges/s   %6.1f MB/s   %5.1f s   %4.1f processor µs an exchange   peak %d MB\n", n/s, b/s/1e6, s, c*1e6/n, p }'

if command -v jq >/dev/null; then
  head -n "$slice" "$dir/log.jsonl" > "$dir/slice.jsonl"
  small=$(stat -c %s "$dir/slice.jsonl")
  read -r jq_seconds jq_cpu _ < <("$tool" measure jq -c '[.account,.model]' "$dir/slice.jsonl")
  read -r slice_seconds slice_cpu slice_peak < <("$tool" measure "$weir" analyze "$dir/slice.jsonl" --format json)
  awk -v n="$slice" -v b="$small" -v j="$jq_seconds" -v jc="$jq_cpu" -v w="$slice_seconds" -v wc="$slice_cpu" -v p="$slice_peak" -v full="$peak" 'BEGIN {
    printf "jq two fields  %10.0f exchanges/s   %6.1f MB/s   %4.1f processor µs an exchange, on a slice of %d\n", n/j, b/j/1e6, jc*1e6/n, n
    printf "weir, slice    %10.0f exchanges/s   %6.1f MB/s   %4.1f processor µs an exchange, %.2f times as fast as jq   peak %d MB (whole log: %d MB)\n", n/w, b/w/1e6, wc*1e6/n, j/w, p, full }'
else
  echo "jq is not installed: no ratio"
fi
