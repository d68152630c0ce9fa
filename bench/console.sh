#!/usr/bin/env bash
# What a viewer of the console waits for: the first page, a campaign's picture, and each frame while it is moved.
#   bench/console.sh              a campaign of 24,000 accounts (about two minutes, most of them to make the traffic and read it in)
#   bench/console.sh --test       everything once, with 600 accounts: does it run?
#   bench/console.sh --serve      leaves the console running, to look at
#   bench/console.sh --shots DIR  pictures of the pages in both themes
# More options: --scenario NAME --scale X --people N --seed N
# Needs Debian's chromium for what is drawn; without it that part is left out.
set -eu -o pipefail
here=$PWD
cd "$(dirname "$0")/.."
dotnet build bench/Weir.Bench.Console -c Release -v q -nologo -clp:ErrorsOnly
cd "$here"
exec "$OLDPWD/bench/Weir.Bench.Console/bin/Release/net10.0/Weir.Bench.Console" "$@"
