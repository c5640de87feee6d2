#!/bin/sh
# What the tests need beside Go: a browser, Chinese fonts, PostgreSQL. On Debian
# as root the missing ones are installed; elsewhere one line says what stays out.
set -eu

postgres_bin() {
	for dir in /usr/lib/postgresql/*/bin; do
		[ -x "$dir/initdb" ] && echo "$dir"
	done | tail -n 1
}

missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
fc-list ':lang=zh' 2>/dev/null | grep -q . || missing="$missing fontconfig fonts-noto-cjk"
[ -n "$(postgres_bin)" ] || missing="$missing postgresql"
[ "${1:-}" != race ] || command -v gcc >/dev/null 2>&1 || missing="$missing gcc libc6-dev"

[ -n "$missing" ] || exit 0
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
	echo "Left out, because this is not Debian as root:$missing"
	exit 0
fi
echo "Installing:$missing"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# shellcheck disable=SC2086
apt-get install -y -qq --no-install-recommends $missing >/dev/null
