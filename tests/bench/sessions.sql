-- Signs every councillor in, and writes what the clients choose from: psql -v schema=t_… -v folder=… -f sessions.sql
--
-- A token is 32 bytes in URL-safe Base64; the table holds its SHA-256. Here the bytes follow from the person's key.
\set ON_ERROR_STOP on
\set QUIET on
SET client_min_messages = warning;
SET search_path = :"schema", public;

CREATE TEMP VIEW member AS
SELECT id, ward_ids[1] AS ward_id, sha256(('bench ' || key)::bytea) AS secret
FROM person WHERE 'councillor' = ANY (roles) AND ward_ids <> '{}' AND active ORDER BY key;

DELETE FROM session;
INSERT INTO session (token_hash, person_id, created_at, expires_at)
SELECT sha256(secret), id, now(), now() + interval '1 day' FROM member;

CREATE TEMP VIEW token AS
SELECT m.id, w.gss, rtrim(translate(encode(m.secret, 'base64'), '+/', '-_'), '=') AS token FROM member m JOIN ward w ON w.id = m.ward_id;

-- An admin, who rehearses.
CREATE TEMP VIEW admin AS
SELECT id, sha256('bench admin') AS secret FROM person WHERE 'tenant-admin' = ANY (roles) AND active ORDER BY key LIMIT 1;
INSERT INTO session (token_hash, person_id, created_at, expires_at) SELECT sha256(secret), id, now(), now() + interval '1 day' FROM admin;
\set file :folder '/admin.txt'
\o :file
\pset format unaligned
\pset tuples_only on
SELECT rtrim(translate(encode(secret, 'base64'), '+/', '-_'), '=') FROM admin;

-- Session and ward, for the home page, the ward list and raising.
\set file :folder '/members.txt'
\o :file
\pset fieldsep ' '
SELECT token, gss FROM token ORDER BY token;
-- Session and one of the member's own cases that has 20 notes or more; every 20th case has.
\set file :folder '/cases.txt'
\o :file
SELECT t.token, c.reference FROM cases c JOIN token t ON t.id = c.member_id
WHERE (SELECT count(*) FROM note n WHERE n.case_id = c.id) >= 20 ORDER BY c.id LIMIT 5000;
\set file :folder '/services.txt'
\o :file
SELECT DISTINCT category, service FROM cases ORDER BY 1, 2;
\o
