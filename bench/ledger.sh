#!/usr/bin/env bash
# The ledger: durable entries a second with group commit, how fast 100,000 entries are verified, and what it costs a call of the gateway.
#   bench/ledger.sh          on the disk of the temporary folder (TMPDIR)
#   bench/ledger.sh --test   the same, small: does it run?
set -eu -o pipefail
cd "$(dirname "$0")/.."
dotnet build bench/Weir.Bench.Ledger -c Release -v q -nologo -clp:ErrorsOnly
bench/Weir.Bench.Ledger/bin/Release/net10.0/Weir.Bench.Ledger "$@"
