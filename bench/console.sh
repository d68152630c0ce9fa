#!/usr/bin/env bash
# What a viewer of the console waits for: the first page, a campaign's picture, and each frame while it is moved.
#   bench/console.sh              the picture of 24,000 accounts, in the page of a drill's campaign (about a minute, most of it to make the drill)
#   bench/console.sh --test       everything once: does it run?
#   bench/console.sh --serve      leaves the console running, to look at
#   bench/console.sh --shots DIR  pictures of the pages in both themes
# More options: --accounts N --scenario NAME --scale X --people N --seed N
# Needs Debian's chromium for what is drawn; without it that part is left out.
set -eu -o pipefail
here=$PWD
cd "$(dirname "$0")/.."
dotnet build bench/Weir.Bench.Console -c Release -v q -nologo -clp:ErrorsOnly
cd "$here"
exec "$OLDPWD/bench/Weir.Bench.Console/bin/Release/net10.0/Weir.Bench.Console" "$@"
