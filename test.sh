#!/usr/bin/env bash
# Builds everything, installs what the tests need where it is missing, runs every test.
# The last line is "N passed, N failed" (", N skipped" where so). Exit 0 only when none failed.
set -u -o pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

say() { printf '%s\n' "== $*"; }

if ! command -v dotnet >/dev/null; then
  echo "The .NET 10 SDK is needed: 'dotnet' was not found on the PATH." >&2
  exit 2
fi

# The official JavaScript clients are tested where Node is there; their tests say so when they are skipped.
if command -v npm >/dev/null && [ -f test/clients/node/package.json ]; then
  if [ ! -d test/clients/node/node_modules ]; then
    say "installing the JavaScript clients"
    (cd test/clients/node && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) || say "npm could not install them; their tests will be skipped"
  fi
fi

# The console is looked at with Debian's browser, and judged by axe-core; its tests say so when they are skipped.
if ! [ -x /usr/bin/chromium ] && command -v apt-get >/dev/null && [ "$(id -u)" -eq 0 ]; then
  say "installing chromium"
  (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium) >/dev/null 2>&1 || say "it could not be installed; the console's pages will not be looked at"
fi
if command -v npm >/dev/null; then
  for folder in test/Weir.Console.Tests src/Weir.Console; do
    [ -d "$folder/node_modules" ] || (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) || say "npm could not install what $folder asks for; some tests will be skipped"
  done
fi

# Code that is not ours judges the ledger and witnesses it: tessera's fsck, torchwood's verifier of proofs and its litewitness, and the Go project's own library,
# from Debian's packages where those can be had. Otherwise the tests say that they are skipped.
if [ ! -x test/clients/go/ledgerfsck.bin ] || [ ! -x test/clients/go/litewitness.bin ]; then
  say "building what judges the ledger, on Debian's tessera and torchwood"
  test/clients/go/build.sh || say "not all of it could be built; its tests will be skipped"
fi

say "building"
dotnet build Weir.slnx -c Release -v q -nologo -clp:ErrorsOnly || { echo "0 passed, 1 failed"; exit 1; }

passed=0 failed=0 skipped=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for project in test/*.Tests/*.csproj; do
  name=$(basename "$project" .csproj)
  say "$name"
  # A test that hangs is a failure too, and must not hold up whoever waits for the last line.
  timeout --kill-after=10s 20m dotnet test --project "$project" -c Release --no-build --no-progress --no-ansi 2>&1 | tee "$log"
  status=${PIPESTATUS[0]}
  count() { sed -n "s/^ *$1: *\([0-9]\+\).*/\1/p" "$log" | tail -n 1; }
  p=$(count succeeded); f=$(count failed); s=$(count skipped)
  passed=$((passed + ${p:-0})) skipped=$((skipped + ${s:-0})) failed=$((failed + ${f:-0}))
  # A runner that died before it could count is a failure too.
  if [ "$status" -ne 0 ] && [ "${f:-0}" -eq 0 ]; then failed=$((failed + 1)); fi
done

if [ "$skipped" -gt 0 ]; then
  echo "$passed passed, $failed failed, $skipped skipped"
else
  echo "$passed passed, $failed failed"
fi
[ "$failed" -eq 0 ]
