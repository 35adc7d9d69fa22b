-- Makes the list of people due in one council, and wakes its worker: psql -v schema=t_… -f spin.sql
\set ON_ERROR_STOP on
\set QUIET on
SET client_min_messages = warning;
SET search_path = :"schema", public;

BEGIN;
UPDATE feed SET next_at = '2020-01-01', failures = 0 WHERE seat LIKE 'people-feed%';
UPDATE control.work SET due_at = '2020-01-01' FROM control.tenant t WHERE t.id = work.tenant_id AND t.schema_name = :'schema';
COMMIT;
