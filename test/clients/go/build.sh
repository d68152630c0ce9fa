#!/usr/bin/env bash
# Builds ledgercheck and ledgerwitness on Debian's Go and its package of golang.org/x/mod: those that are installed, or else copies that apt fetches into
# this folder without installing anything. Says why where it cannot.
set -eu -o pipefail
cd "$(dirname "$0")"

sources=/usr/share/gocode
go=$(command -v go || true)
if [ -z "$go" ] || [ ! -d "$sources/src/golang.org/x/mod/sumdb/tlog" ]; then
  if ! command -v apt-get >/dev/null || ! command -v dpkg-deb >/dev/null; then
    echo "neither Go nor apt is here" >&2
    exit 1
  fi
  if [ ! -d .debian/usr/share/gocode ]; then
    rm -rf .debian .packages
    mkdir .packages
    version=$(apt-cache depends golang-go 2>/dev/null | sed -n 's/.*Depends: \(golang-[0-9.]*\)-go$/\1/p' | head -n 1)
    [ -n "$version" ] || { echo "apt knows no Go" >&2; exit 1; }
    (cd .packages && apt-get download -q "$version-go" "$version-src" golang-golang-x-mod-dev >/dev/null 2>&1) || { echo "apt cannot fetch Debian's Go" >&2; rm -rf .packages; exit 1; }
    for package in .packages/*.deb; do dpkg-deb -x "$package" .debian; done
    rm -rf .packages
  fi
  sources=$PWD/.debian/usr/share/gocode
  GOROOT=$(echo "$PWD"/.debian/usr/lib/go-*)
  export GOROOT
  go=$GOROOT/bin/go
fi

GO111MODULE=off GOPATH=$sources GOFLAGS= GOCACHE=$PWD/.cache CGO_ENABLED=0 "$go" build -o ledgercheck.bin ./ledgercheck
GO111MODULE=off GOPATH=$sources GOFLAGS= GOCACHE=$PWD/.cache CGO_ENABLED=0 "$go" build -o ledgerwitness.bin ./ledgerwitness
