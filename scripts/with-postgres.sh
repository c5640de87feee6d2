#!/bin/sh
# Runs a command beside a PostgreSQL of its own: a fresh cluster in a temporary
# folder, reached by its socket alone, gone when the command ends however it
# ends. Durability is off, because no test of the suite cuts its power.
set -eu

if [ -n "${KAIGONG_TEST_PG:-}" ]; then
	exec "$@"
fi
bin=""
for dir in /usr/lib/postgresql/*/bin /usr/local/pgsql/bin; do
	[ -x "$dir/initdb" ] && bin=$dir
done
if [ -z "$bin" ]; then
	echo "Left out: the half of the suite that runs on PostgreSQL, which is not installed."
	exec "$@"
fi

home=$(mktemp -d /tmp/kaigong-pg.XXXXXX)
as=""
if [ "$(id -u)" -eq 0 ]; then
	as="runuser -u postgres --"
	chown postgres "$home"
fi
stop() {
	status=$?
	trap - EXIT INT TERM
	(cd / && $as "$bin/pg_ctl" -D "$home/data" -m immediate stop >/dev/null 2>&1) || true
	rm -rf "$home"
	exit "$status"
}
trap stop EXIT
trap 'exit 130' INT TERM

(
	cd /
	$as "$bin/initdb" -D "$home/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
	$as "$bin/pg_ctl" -D "$home/data" -l "$home/log" -w -o "-k $home -c listen_addresses='' -c fsync=off -c synchronous_commit=off \
-c full_page_writes=off -c max_connections=400 -c shared_buffers=64MB" start >/dev/null
)
KAIGONG_TEST_PG="postgres://postgres@/postgres?host=$home&sslmode=disable"
export KAIGONG_TEST_PG
"$@"
