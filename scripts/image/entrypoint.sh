#!/bin/bash
# Emulates the official PostgreSQL image: POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB.
set -euo pipefail
user=${POSTGRES_USER:-postgres} database=${POSTGRES_DB:-${POSTGRES_USER:-postgres}}
data=/var/lib/postgresql/data socket=/var/run/postgresql
as() { setpriv --reuid=postgres --regid=postgres --init-groups "$@"; }
mkdir -p "$data" "$socket"
chown postgres:postgres "$data" "$socket"
secret=$(mktemp)
printf '%s' "$POSTGRES_PASSWORD" >"$secret"
chown postgres "$secret"
as initdb -D "$data" -U "$user" --pwfile="$secret" --encoding=UTF8 --locale=C.UTF-8 --auth-host=scram-sha-256 >/dev/null
rm -f "$secret"
echo "host all all all scram-sha-256" >>"$data/pg_hba.conf"
as pg_ctl -D "$data" -o "-c listen_addresses='' -k $socket" -w start >/dev/null
[ "$database" = postgres ] || as createdb -h "$socket" -U "$user" "$database"
as pg_ctl -D "$data" -w stop >/dev/null
exec setpriv --reuid=postgres --regid=postgres --init-groups postgres -D "$data" -c listen_addresses='*' -k "$socket" -c fsync=off
