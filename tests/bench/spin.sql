-- Makes the lists of people due in two councils, again and again, and wakes their worker: psql -v one=t_… -v two=t_… -f spin.sql
\set ON_ERROR_STOP on
SET client_min_messages = warning;
\o /dev/null
WITH one AS (UPDATE :"one".feed SET next_at = '2020-01-01', failures = 0), two AS (UPDATE :"two".feed SET next_at = '2020-01-01', failures = 0)
UPDATE control.work SET due_at = '2020-01-01' FROM control.tenant t WHERE t.id = work.tenant_id AND t.schema_name IN (:'one', :'two')
\watch 0.2
