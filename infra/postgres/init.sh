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
