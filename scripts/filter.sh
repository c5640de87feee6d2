#!/bin/sh
# filter.sh PATTERN COMMAND...: what a command prints, without the lines that
# match, ending as the command ended: a pipe alone would end as its filter does.
set -u

pattern=$1
shift
status=$(mktemp)
trap 'rm -f "$status"' EXIT
{ "$@"; echo $? >"$status"; } | grep -v "$pattern"
exit "$(cat "$status")"
