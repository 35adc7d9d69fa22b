-- Makes 10,000 reminders due at once in one council, and wakes its worker: psql -v schema=t_… -v reminders=10000 -f reminders.sql
-- Prints how many there are: fewer where the council has fewer open cases.
\set ON_ERROR_STOP on
\set QUIET on
SET client_min_messages = warning;
SET search_path = :"schema", public;

-- The worker does nothing of it before all of it is there.
BEGIN;
CREATE TEMP TABLE chosen ON COMMIT DROP AS
SELECT id FROM cases WHERE closed_at IS NULL ORDER BY id LIMIT :reminders;
UPDATE deadline SET due_on = current_date + 400, remind_on = ARRAY[current_date - 3], done_through = NULL, next_on = current_date - 3
FROM chosen WHERE deadline.case_id = chosen.id;
UPDATE control.work SET due_at = '2020-01-01' FROM control.tenant t WHERE t.id = work.tenant_id AND t.schema_name = :'schema';
SELECT count(*) FROM chosen;
COMMIT;
