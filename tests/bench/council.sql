-- Fills one council with cases, as years of use would: the council's real tables, wards, people, services and stages.
--
--   psql -v schema=t_… -v cases=100000 -f council.sql
--
-- The same council and number of cases give the same rows, apart from dates, which count back from today: chance is a hash
-- of a row's number. About three notes a case (20 to 30 on every 20th case) and 1.2 residents. Needs to be run by the
-- superuser: row-level security would hide what is written from whoever writes it.
\set ON_ERROR_STOP on
\set QUIET on
SET client_min_messages = warning;
SET search_path = :"schema", public;
SET synchronous_commit = off;
-- The rows fit each other by the way they are made; checking each foreign key would take most of the time.
SET session_replication_role = replica;
SET work_mem = '256MB';
SET maintenance_work_mem = '256MB';

-- A number from 0 to `below` - 1; `topic` tells one throw of the dice from another.
CREATE FUNCTION pg_temp.chance(n int, topic int, below int) RETURNS int LANGUAGE sql IMMUTABLE
RETURN (abs(hashint4extended(n, topic) % below))::int;

-- A version 7 UUID, so that rows lie in their indexes as real ones do: by time.
CREATE FUNCTION pg_temp.row_id(at timestamptz, n int, topic int) RETURNS uuid LANGUAGE sql IMMUTABLE
RETURN (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(n % 4096), 3, '0') || '8'
        || substr(md5(topic || ':' || n), 1, 15))::uuid;

CREATE TEMP TABLE member AS
SELECT row_number() OVER (ORDER BY key) - 1 AS n, id, ward_ids[1] AS ward_id
FROM person WHERE 'councillor' = ANY (roles) AND ward_ids <> '{}' AND active;

CREATE TEMP TABLE team AS
SELECT row_number() OVER (ORDER BY key) - 1 AS n, id FROM work_group WHERE NOT triage AND NOT oversees AND retired_at IS NULL;

CREATE TEMP TABLE service AS
SELECT row_number() OVER () - 1 AS n, c ->> 'key' AS category, s ->> 'key' AS service, coalesce(s -> 'name' ->> 'en', s ->> 'name') AS name
FROM manifest m, jsonb_array_elements(m.body -> 'categories') c, jsonb_array_elements(c -> 'services') s
WHERE m.version = (SELECT max(version) FROM manifest);

CREATE TEMP TABLE stage AS
SELECT DISTINCT ON (kind) s ->> 'kind' AS kind, s ->> 'key' AS key, w.version
FROM workflow w, jsonb_array_elements(w.definition -> 'stages') s
WHERE w.version = (SELECT max(version) FROM workflow) ORDER BY kind;

CREATE TEMP TABLE council AS
SELECT (SELECT count(*) FROM member)::int AS members, (SELECT count(*) FROM team)::int AS teams,
       (SELECT count(*) FROM service)::int AS services,
       (SELECT id FROM work_group WHERE triage ORDER BY key LIMIT 1) AS triage,
       (SELECT array_agg(id) FROM work_group WHERE oversees) AS overseers,
       (SELECT body ->> 'reference_prefix' FROM manifest ORDER BY version DESC LIMIT 1) AS prefix,
       (SELECT max(version) FROM workflow) AS workflow;

-- What happened to each case. Of the last two months' cases half are still open, of older ones a few.
CREATE TEMP TABLE fate AS
SELECT x.n, raised_at, m.id AS member_id, m.ward_id, t.id AS team_id, s.category, s.service, s.name AS service_name,
       CASE WHEN pg_temp.chance(x.n, 1, 1000) >= CASE WHEN raised_at > now() - interval '60 days' THEN 500 ELSE 50 END THEN 'closed'
            ELSE (ARRAY['triage', 'with-team', 'with-team', 'with-team', 'with-team', 'with-team', 'information',
                        'information', 'resolution', 'resolution'])[1 + pg_temp.chance(x.n, 2, 10)] END AS kind,
       (ARRAY[0, 0, 1, 1, 1, 1, 2, 2, 2, 2])[1 + pg_temp.chance(x.n, 19, 10)] AS residents,
       CASE WHEN x.n % 20 = 0 THEN 20 + pg_temp.chance(x.n, 3, 11)
            ELSE (ARRAY[0, 1, 1, 2, 2, 3, 4])[1 + pg_temp.chance(x.n, 4, 7)] END AS notes,
       pg_temp.chance(x.n, 5, 10) < 3 AS by_triage,
       -- Everybody named agreed to sharing in three of four cases, as the council's form asks for it.
       NOT (pg_temp.chance(x.n, 19, 10) >= 2 AND pg_temp.chance(x.n, 6, 4) = 0) AS shared
FROM (SELECT n, date_trunc('day', now()) - make_interval(secs => (:cases - n) * (730 * 86400.0 / :cases) + 60) AS raised_at
      FROM generate_series(1, :cases) n) x, council k
JOIN LATERAL (SELECT * FROM member WHERE member.n = pg_temp.chance(x.n, 7, k.members)) m ON true
JOIN LATERAL (SELECT * FROM team WHERE team.n = pg_temp.chance(x.n, 8, k.teams)) t ON true
JOIN LATERAL (SELECT * FROM service WHERE service.n = pg_temp.chance(x.n, 9, k.services)) s ON true;

-- What people write. The road makes two cases of one service read differently.
CREATE FUNCTION pg_temp.road(n int) RETURNS text LANGUAGE sql IMMUTABLE
RETURN (ARRAY['Mill Lane', 'Station Road', 'Church Street', 'Park Avenue', 'Victoria Terrace', 'Queen Street', 'The Crescent',
              'Meadow Close', 'Bridge Street', 'High Street', 'Albert Road', 'Orchard Way'])[1 + pg_temp.chance(n, 10, 12)];

INSERT INTO cases (id, reference, version, client_id, raised_by, member_id, member_kind, summary, details, category, service,
    kind, channel, tags, place, latitude, longitude, ward_id, workflow_version, stage, status, group_id, return_stage,
    return_group, holder, holder_group, worked_groups, visible_to, shared, due_on, raised_at, first_response_at,
    acknowledged_at, resolved_at, closed_at, updated_at, last_seq, last_hash)
SELECT pg_temp.row_id(f.raised_at, f.n, 1), k.prefix || '-' || nextval('case_number'), 1, md5('client ' || f.n)::uuid, f.member_id,
    f.member_id, 'councillor', f.service_name || ' on ' || pg_temp.road(f.n),
    'A resident told me about this on ' || pg_temp.road(f.n) || '. It has been like this for '
        || 2 + pg_temp.chance(f.n, 11, 9) || ' weeks and neighbours have noticed it as well. Please can somebody have a look and let '
        || 'me know what will be done, and when?',
    f.category, f.service, (ARRAY['service-request', 'complaint', 'direct-query'])[1 + pg_temp.chance(f.n, 12, 3)], 'phone', '{}',
    pg_temp.road(f.n), 52.9 + pg_temp.chance(f.n, 13, 1000) / 20000.0, -1.5 + pg_temp.chance(f.n, 14, 1000) / 20000.0,
    f.ward_id, k.workflow, s.key,
    CASE f.kind WHEN 'closed' THEN 'closed' WHEN 'information' THEN 'waiting' WHEN 'resolution' THEN 'resolved' ELSE 'open' END,
    CASE WHEN f.kind <> 'triage' THEN f.team_id END,
    CASE WHEN f.kind IN ('information', 'resolution') THEN (SELECT key FROM stage WHERE kind = 'with-team') END,
    CASE WHEN f.kind IN ('information', 'resolution') THEN f.team_id END,
    CASE f.kind WHEN 'closed' THEN 'nobody' WHEN 'information' THEN 'raiser' WHEN 'resolution' THEN 'raiser' ELSE 'group' END,
    CASE f.kind WHEN 'triage' THEN k.triage WHEN 'with-team' THEN f.team_id END,
    CASE WHEN f.by_triage THEN ARRAY[k.triage] ELSE '{}' END,
    ARRAY(SELECT DISTINCT u FROM unnest(f.member_id || k.overseers || k.triage
        || CASE WHEN f.kind <> 'triage' THEN ARRAY[f.team_id] ELSE '{}' END
        || CASE WHEN f.shared THEN ARRAY[f.ward_id] ELSE '{}' END) u ORDER BY u),
    f.shared, (f.raised_at + interval '7 days')::date, f.raised_at,
    CASE WHEN f.kind NOT IN ('triage', 'with-team') THEN f.raised_at + interval '2 days' END, NULL,
    CASE WHEN f.kind IN ('resolution', 'closed') THEN least(f.raised_at + interval '6 days', now()) END,
    CASE WHEN f.kind = 'closed' THEN least(f.raised_at + interval '8 days', now()) END,
    least(f.raised_at + make_interval(mins => 10 + pg_temp.chance(f.n, 15, 11500)), now()), 6, sha256(f.n::text::bytea)
FROM fate f JOIN stage s USING (kind), council k ORDER BY f.n;

INSERT INTO constituent (id, title, name, phone, email, address, preferred_contact, created_at)
SELECT pg_temp.row_id(raised_at, n * 3 + r, 2), CASE WHEN r = 1 THEN 'Mrs' ELSE 'Mr' END,
    (ARRAY['Amina', 'Brian', 'Carys', 'Dilip', 'Ewa', 'Fergus', 'Grace', 'Hamid', 'Isla', 'Jakub'])[1 + pg_temp.chance(n * 3 + r, 16, 10)]
        || ' ' || (ARRAY['Ashdown', 'Birchall', 'Cartwright', 'Dhillon', 'Eastman', 'Fielding', 'Grange'])[1 + pg_temp.chance(n, 17, 7)],
    '01632 960' || lpad((n % 1000)::text, 3, '0'), 'resident' || n || '.' || r || '@mail.example',
    1 + n % 180 || ' ' || pg_temp.road(n), (ARRAY['phone', 'email', 'letter'])[1 + n % 3], raised_at
FROM fate, generate_series(1, residents) r ORDER BY n, r;

INSERT INTO case_constituent (case_id, constituent_id, position, consent, consent_at, consent_by)
SELECT pg_temp.row_id(raised_at, n, 1), pg_temp.row_id(raised_at, n * 3 + r, 2), r, shared OR r > 1, raised_at, member_id
FROM fate, generate_series(1, residents) r ORDER BY n, r;

INSERT INTO note (id, case_id, author_id, client_id, body, created_at)
SELECT pg_temp.row_id(raised_at + r * interval '5 hours', n * 40 + r, 3), pg_temp.row_id(raised_at, n, 1), member_id, NULL,
    (ARRAY['Spoke to the resident again, who is happy to wait.', 'The resident sent two more photos; it has become worse.',
           'Had a look myself on the way to the surgery. It is as described, and about a metre wide.',
           'Told the resident what the team answered.', 'A neighbour called about the same thing.'])[1 + pg_temp.chance(n * 40 + r, 18, 5)],
    raised_at + r * interval '5 hours'
FROM fate, generate_series(1, notes) r ORDER BY n, r;

-- The history: how each case came in, and how it ended.
INSERT INTO case_event (case_id, seq, at, actor_id, member_id, kind, body, hash)
SELECT pg_temp.row_id(raised_at, f.n, 1), e.seq, raised_at + (e.seq - 1) * interval '1 hour', CASE WHEN e.seq < 5 THEN member_id END, NULL,
    e.kind, jsonb_build_object('kind', e.kind) || e.body, sha256((f.n || ':' || e.seq)::bytea)
FROM fate f JOIN stage s USING (kind), LATERAL (VALUES
    (1, 'raised', jsonb_build_object('case_kind', 'service-request')),
    (2, 'routed', jsonb_build_object('group', NULL, 'reason', 'One team looks after this for the whole council.', 'plugin',
        'routing-table', 'plugin_version', '0.1.0', 'failed', false)),
    (3, 'stage-entered', jsonb_build_object('stage', s.key, 'from', NULL)),
    (4, 'deadline-set', jsonb_build_object('due', (raised_at + interval '7 days')::date, 'target', 'first-response', 'policy',
        'sla-working-days', 'policy_version', '0.1.0', 'explanation', '5 working days for a first answer.')),
    (5, 'progress-recorded', jsonb_build_object('text', 'Inspected; works are ordered.')),
    (6, 'resolved', jsonb_build_object('answer', 'The team has put it right. Thank you for telling us.'))) e (seq, kind, body)
WHERE e.seq <= CASE f.kind WHEN 'triage' THEN 4 WHEN 'with-team' THEN 4 WHEN 'information' THEN 5 ELSE 6 END
ORDER BY f.n, e.seq;

UPDATE cases SET last_seq = 4 WHERE status = 'open';
UPDATE cases SET last_seq = 5 WHERE status = 'waiting';

INSERT INTO deadline (case_id, target, due_on, remind_on, policy, policy_version, explanation, set_at)
SELECT id, 'first-response', due_on, ARRAY[due_on - 2], 'sla-working-days', '0.1.0', '5 working days for a first answer.', raised_at
FROM cases WHERE status <> 'closed';

INSERT INTO outbox (id, at, topic, payload, sent_at)
SELECT pg_temp.row_id(raised_at, n, 5), raised_at, 'case.raised', jsonb_build_object('case', pg_temp.row_id(raised_at, n, 1)), raised_at
FROM fate ORDER BY n;

VACUUM (ANALYZE) cases;
VACUUM (ANALYZE) constituent;
VACUUM (ANALYZE) case_constituent;
VACUUM (ANALYZE) note;
VACUUM (ANALYZE) case_event;
VACUUM (ANALYZE) deadline;
VACUUM (ANALYZE) outbox;
ANALYZE person, work_group, ward, session;
