#!/usr/bin/env bash
# How well detection finds harvests and leaves everybody else alone, on made traffic whose truth is known.
#   bench/detection.sh                        the whole table (about 10 minutes on two cores)
#   bench/detection.sh --test                 every part once, small: does it run?
#   bench/detection.sh --prompts DIR          real prompts in place of made ones, from gzip JSON Lines in DIR
#   bench/detection.sh --json F --markdown F  the same, for machines and for docs/detection.md
#   bench/detection.sh --development          without the held-out classes: the one to tune on
#   bench/detection.sh --write DIR            the traffic as log.jsonl, accounts.jsonl and truth.jsonl, nothing measured
#   bench/detection.sh --development --part diagnose --classes a,b [--flows] [--verbose]   why a class stalls: evidence by family over time
#   bench/detection.sh --development --signals DIR [--log FILE --truth FILE]   every signal of every account over time, and the beliefs, comma-separated: to fit beliefs elsewhere
# More options: --seeds 1,2 --people N --each N --volume X --threads N --part population|asks|fields|windows|clean --verbose
set -eu -o pipefail
here=$PWD
cd "$(dirname "$0")/.."
dotnet build bench/Weir.Bench.Detection -c Release -v q -nologo -clp:ErrorsOnly
cd "$here"
exec "$OLDPWD/bench/Weir.Bench.Detection/bin/Release/net10.0/Weir.Bench.Detection" "$@"
