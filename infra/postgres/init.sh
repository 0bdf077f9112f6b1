#!/bin/sh
# Runs once, on an empty data folder: the server's own user owns its database and nothing else.
set -eu
: "${POSTGRES_APP_PASSWORD:?}"

psql -v ON_ERROR_STOP=1 -v password="$POSTGRES_APP_PASSWORD" --username postgres --dbname postgres <<'SQL'
CREATE ROLE telehealth LOGIN PASSWORD :'password' NOSUPERUSER NOCREATEDB NOCREATEROLE;
CREATE DATABASE telehealth OWNER telehealth ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE telehealth FROM PUBLIC;
REVOKE CONNECT ON DATABASE postgres FROM PUBLIC;
SQL

# Who receives every change for infra/archive: reads all, changes nothing. Only when the installation has a password for it.
if [ -n "${POSTGRES_BACKUP_PASSWORD:-}" ]; then
  psql -v ON_ERROR_STOP=1 -v password="$POSTGRES_BACKUP_PASSWORD" --username postgres --dbname postgres <<'SQL'
CREATE ROLE telehealth_backup LOGIN REPLICATION PASSWORD :'password' IN ROLE pg_read_all_data;
GRANT CONNECT ON DATABASE telehealth TO telehealth_backup;
SQL
  echo "host replication telehealth_backup samenet scram-sha-256" >>"$PGDATA/pg_hba.conf"
fi
