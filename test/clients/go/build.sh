#!/usr/bin/env bash
# Builds what judges the ledger and is not ours, from Debian's packages: those that are installed, or else copies that apt fetches into this folder
# without installing anything.
#
#   ledgerfsck.bin         tessera's fsck and torchwood's verifier of proofs
#   litewitness.bin, witnessctl.bin    torchwood's witness
#   ledgercheck.bin, ledgerwitness.bin    the same two parts on the Go project's golang.org/x/mod, for releases that have no tessera
#
# Tessera and torchwood are in Debian's unstable release only. Where this machine's apt knows another release, the packages come from the same archive's
# unstable through lists of their own, so that nothing of the machine changes. Says in one line what could not be built, and why.
set -eu -o pipefail
cd "$(dirname "$0")"

# Those that the two programs import; the packages' own dependencies would bring the drivers of several clouds along.
judged_by="golang-github-transparency-dev-tessera-dev golang-filippo-torchwood-dev golang-github-transparency-dev-formats-dev golang-github-transparency-dev-merkle-dev
  golang-golang-x-mod-dev golang-golang-x-crypto-dev golang-golang-x-sync-dev golang-opentelemetry-otel-dev golang-k8s-klog-dev
  golang-github-go-logr-logr-dev golang-github-go-logr-stdr-dev golang-github-cespare-xxhash-v2-dev torchwood"
apt_options=()

need() { command -v "$1" >/dev/null || { echo "$1 is not here" >&2; exit 1; }; }

# Fetches packages and Go itself into .debian.
fetch() {
  local version
  version=$(apt-cache "${apt_options[@]}" depends golang-go 2>/dev/null | sed -n 's/.*Depends: \(golang-[0-9.]*\)-go$/\1/p' | head -n 1)
  [ -n "$version" ] || return 1
  rm -rf .debian .packages
  mkdir .packages
  # shellcheck disable=SC2086
  (cd .packages && apt-get "${apt_options[@]}" download -q "$version-go" "$version-src" "$@" >/dev/null 2>&1) || { rm -rf .packages; return 1; }
  for package in .packages/*.deb; do dpkg-deb -x "$package" .debian; done
  rm -rf .packages
}

# Lists of the archive's unstable release, apart from the machine's own. Signed by the same keys.
look_into_unstable() {
  local archive lists=$PWD/.lists keys=/usr/share/keyrings/debian-archive-keyring.gpg
  archive=$(sed -n 's/^URIs: *//p; s/^deb \(\[[^]]*\] *\)\?\([^ ]*\) .*/\2/p' /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | tr ' ' '\n' | grep '/debian/\?$' | head -n 1)
  [ -n "$archive" ] && [ -r "$keys" ] || return 1
  mkdir -p "$lists/parts" "$lists/state/lists/partial" "$lists/cache/archives/partial"
  echo "deb [signed-by=$keys] $archive sid main" > "$lists/sources.list"
  : > "$lists/status"
  apt_options=(-o "Dir::Etc::sourcelist=$lists/sources.list" -o "Dir::Etc::sourceparts=$lists/parts" -o "Dir::State=$lists/state" -o "Dir::State::status=$lists/status" -o "Dir::Cache=$lists/cache"
    -o Acquire::Languages=none -o Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false -o Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled=false)
  apt-get "${apt_options[@]}" update -qq >/dev/null 2>&1
}

build() { GO111MODULE=off GOPATH=$sources GOFLAGS= GOTOOLCHAIN=local GOCACHE=$PWD/.cache CGO_ENABLED=0 "$go" build -o "$1.bin" "./$1"; }

sources=/usr/share/gocode go=$(command -v go || true)
if [ -z "$go" ] || [ ! -d "$sources/src/golang.org/x/mod/sumdb/tlog" ] || [ ! -d "$sources/src/github.com/transparency-dev/tessera/fsck" ]; then
  if [ ! -d .debian/usr/share/gocode ]; then
    need apt-get
    need dpkg-deb
    # shellcheck disable=SC2086
    fetch $judged_by || { look_into_unstable && fetch $judged_by; } \
      || { apt_options=(); fetch golang-golang-x-mod-dev; } \
      || { echo "apt cannot fetch Debian's Go" >&2; exit 1; }
    rm -rf .lists
  fi
  sources=$PWD/.debian/usr/share/gocode
  GOROOT=$(echo "$PWD"/.debian/usr/lib/go-*)
  export GOROOT
  go=$GOROOT/bin/go
fi

build ledgercheck
build ledgerwitness
if [ -d "$sources/src/github.com/transparency-dev/tessera/fsck" ] && [ -d "$sources/src/filippo.io/torchwood" ]; then
  build ledgerfsck
else
  echo "ledgerfsck is left out: neither this machine nor its apt has Debian's packages of tessera and torchwood" >&2
fi
for program in litewitness witnessctl; do
  found=$(command -v "$program" || echo ".debian/usr/bin/$program")
  if [ -x "$found" ]; then ln -sf "$found" "$program.bin"; else echo "$program is left out: neither this machine nor its apt has Debian's package torchwood" >&2; fi
done
