#!/usr/bin/env bash
# What graduated responses are worth: a drill through a running gateway under no enforcement, under the default policy with a person who
# approves after half an hour, and under the strict policy. How much the campaign got, what ordinary users felt, and what a student makes of it.
#   bench/response.sh                          the drill of the demo, then the table
#   bench/response.sh --test                   every part once, small: does it run?
#   bench/response.sh --scenario NAME --scale X --seed N [--modes shadow,default,strict] [--replay]
set -eu -o pipefail
here=$PWD
cd "$(dirname "$0")/.."
dotnet build bench/Weir.Bench.Response -c Release -v q -nologo -clp:ErrorsOnly
cd "$here"
exec "$OLDPWD/bench/Weir.Bench.Response/bin/Release/net10.0/Weir.Bench.Response" "$@"
