#!/usr/bin/env bash
# Backs the database up while nodes run. PGHOST, PGUSER, PGDATABASE … say which, as for psql.
#   bash backup.sh FOLDER     writes FOLDER/teleconsult-TIME.dump and prints its name
# The photos after it, never before: what the dump knows must be among them (README.md).
set -euo pipefail
umask 077
mkdir -p "$1"
dump=$1/teleconsult-$(date -u +%Y%m%dT%H%M%S).dump
pg_dump --format=custom --no-owner --file "$dump.partial"
mv "$dump.partial" "$dump"
echo "$dump"
