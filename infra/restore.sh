#!/usr/bin/env bash
# Puts a dump of backup.sh into a new database. PGHOST, PGUSER … say where, as for psql; the nodes are stopped.
#   bash restore.sh DUMP DATABASE [OWNER]     makes DATABASE, whole or not at all, for the hosts' user (teleconsult)
# Then name it in ConnectionStrings:Teleconsult and start the nodes: they begin a new epoch by themselves.
set -euo pipefail
owner=${3:-teleconsult}
createdb --template template0 --encoding UTF8 --owner "$owner" "$2"
if ! pg_restore --no-owner --role "$owner" --exit-on-error --single-transaction --dbname "$2" "$1"; then
  dropdb "$2"
  exit 1
fi
