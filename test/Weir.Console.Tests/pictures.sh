#!/usr/bin/env bash
# usage: test/Weir.Console.Tests/pictures.sh FOLDER [PAGE…]
# Takes a picture of every page of the console, or of those named (Pages/ConsolePage.cs has the names), in both themes, wide and narrow.
set -eu -o pipefail
folder=$(mkdir -p "$1" && cd "$1" && pwd)
shift
cd "$(dirname "$0")/../.."
dotnet build test/Weir.Console.Tests -v q -nologo -clp:ErrorsOnly
WEIR_PICTURES=$folder WEIR_PICTURES_OF="$*" dotnet test/Weir.Console.Tests/bin/Debug/net10.0/Weir.Console.Tests.dll -class Weir.Console.Tests.Pages.Pictures
