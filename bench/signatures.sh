#!/usr/bin/env bash
# What a signature costs and what it shows.
#   bench/signatures.sh --text DIR             on real texts (about five minutes on a quiet core; unmarked English, a text a file)
#   bench/signatures.sh --text DIR --speed     only what it costs in time
#   bench/signatures.sh --text DIR --students  with students a fifth of whose texts were marked (some minutes more)
#   bench/signatures.sh                        on made sentences: shows that everything runs, and nothing about real text
#   bench/signatures.sh --test                 every part once, small: does it run?
# Times are processor time of the process. With aspell installed the spelling findings of marked and unmarked text are compared.
set -eu -o pipefail
here=$PWD
cd "$(dirname "$0")/.."
dotnet build bench/Weir.Bench.Signatures -c Release -v q -nologo -clp:ErrorsOnly
cd "$here"
exec "$OLDPWD/bench/Weir.Bench.Signatures/bin/Release/net10.0/Weir.Bench.Signatures" "$@"
