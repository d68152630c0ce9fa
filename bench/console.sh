#!/usr/bin/env bash
# What a viewer of the console waits for: the first page, a campaign's picture, each frame while it is moved, and lists over a million accounts.
#   bench/console.sh              the picture of 24,000 accounts, in the page of a drill's campaign; then the lists (two minutes or three, most of them to make traffic)
#   bench/console.sh --lists      the lists only
#   bench/console.sh --test       everything once: does it run?
#   bench/console.sh --serve      leaves the console running, to look at
#   bench/console.sh --shots DIR  pictures of the pages in both themes
# It ends with a table of all figures. More options: --accounts N --listed N --scenario NAME --scale X --people N --seed N
# Needs Debian's chromium for what is drawn; without it that part is left out.
set -eu -o pipefail
here=$PWD
cd "$(dirname "$0")/.."
dotnet build bench/Weir.Bench.Console -c Release -v q -nologo -clp:ErrorsOnly
cd "$here"
exec "$OLDPWD/bench/Weir.Bench.Console/bin/Release/net10.0/Weir.Bench.Console" "$@"
