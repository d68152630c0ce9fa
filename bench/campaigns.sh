#!/usr/bin/env bash
# How well campaigns across accounts are found, and who is left alone, on made traffic whose truth is known; and what it costs.
#   bench/campaigns.sh                        all tables
#   bench/campaigns.sh --test                 every part once, small: does it run?
#   bench/campaigns.sh --prompts DIR          real prompts in place of made ones, from gzip JSON Lines in DIR
#   bench/campaigns.sh --part scale           time and memory from 10,000 to 1,000,000 accounts only
#   bench/campaigns.sh --markdown docs/campaigns-results.md
# More options: --seeds 200,202 --people N --scenarios NAME,NAME --scale X --volume X --threads N --accounts N,N --part alone,lookalikes,together,scale --verbose --why --ways 0,2 --keep DIR
set -eu -o pipefail
here=$PWD
cd "$(dirname "$0")/.."
dotnet build bench/Weir.Bench.Campaigns -c Release -v q -nologo -clp:ErrorsOnly
cd "$here"
exec "$OLDPWD/bench/Weir.Bench.Campaigns/bin/Release/net10.0/Weir.Bench.Campaigns" "$@"
