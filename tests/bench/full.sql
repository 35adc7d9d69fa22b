-- Fills eight members' cases until each has 200 events, most of them notes, and 30 files, and writes who opens which:
-- psql -v schema=t_… -v folder=… -f full.sql. The files' bytes are not there: pages name them, and load their pictures later.
\set ON_ERROR_STOP on
\set QUIET on
SET client_min_messages = warning;
SET search_path = :"schema", public;

CREATE TEMP TABLE chosen AS
SELECT DISTINCT ON (c.member_id) c.id, c.reference, c.member_id, c.raised_at, rtrim(translate(encode(sha256(('bench ' || p.key)::bytea), 'base64'), '+/', '-_'), '=') AS token
FROM cases c JOIN person p ON p.id = c.member_id
WHERE p.active AND (SELECT count(*) FROM note n WHERE n.case_id = c.id) >= 20 ORDER BY c.member_id, c.id LIMIT 8;

CREATE TEMP TABLE wanted AS
SELECT c.*, n, md5(c.id || ' event ' || n)::uuid AS note_id, c.raised_at + n * interval '40 minutes' AS at
FROM chosen c, generate_series(1, 200) n
WHERE n > (SELECT max(seq) FROM case_event e WHERE e.case_id = c.id);

INSERT INTO note (id, case_id, author_id, body, created_at)
SELECT note_id, id, member_id, 'Spoke to the resident again, who is happy to wait. This is note ' || n || '.', at FROM wanted WHERE n % 4 <> 0;
INSERT INTO case_event (case_id, seq, at, actor_id, kind, body, hash)
SELECT id, n, at, member_id, x.body ->> 'kind', x.body, sha256(note_id::text::bytea)
FROM wanted, LATERAL (SELECT CASE WHEN n % 4 <> 0 THEN jsonb_build_object('kind', 'note-added', 'note', 'note_' || replace(note_id::text, '-', ''))
    ELSE jsonb_build_object('kind', 'progress-recorded', 'text', 'Inspected again; works are ordered.') END AS body) x;
INSERT INTO file (id, case_id, added_by, name, media_type, drawn, bytes, sent_sha256, thumbnail, scanned, created_at)
SELECT md5(id || ' file ' || n)::uuid, id, member_id, 'photo-' || n || '.jpg', 'image/jpeg', true, 240000, sha256((id || ' file ' || n)::bytea),
    md5(id || ' small ' || n)::uuid, true, raised_at + n * interval '1 minute'
FROM chosen, generate_series(1, 30) n ON CONFLICT DO NOTHING;
UPDATE cases SET last_seq = 200 FROM chosen WHERE cases.id = chosen.id AND last_seq < 200;

\set file :folder '/full.txt'
\o :file
\pset format unaligned
\pset tuples_only on
\pset fieldsep ' '
SELECT token, reference FROM chosen ORDER BY reference;
\o
