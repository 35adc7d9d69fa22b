-- Files that people add to cases (R10). The bytes lie in the store under the ids here; who may see them is decided here.
CREATE TABLE file (
    id           uuid PRIMARY KEY,
    case_id      uuid NOT NULL REFERENCES cases,
    added_by     uuid NOT NULL REFERENCES person,
    name         text NOT NULL,
    media_type   text NOT NULL,
    -- Drawn again by us, without what a camera writes into a photo; or as it was sent.
    drawn        boolean NOT NULL,
    bytes        bigint NOT NULL,
    sent_sha256  bytea NOT NULL,
    -- Id of the small picture in the store.
    thumbnail    uuid,
    scanned      boolean NOT NULL,
    -- Where a photo was taken.
    latitude     float8,
    longitude    float8,
    audience     text NOT NULL DEFAULT 'case' CHECK (audience IN ('case', 'team')),
    created_at   timestamptz NOT NULL
);
CREATE INDEX file_case ON file (case_id, created_at DESC, id DESC);
-- A retry on a bad line adds nothing twice.
CREATE UNIQUE INDEX file_once ON file (case_id, added_by, audience, sent_sha256);

ALTER TABLE file ENABLE ROW LEVEL SECURITY;
CREATE POLICY visible ON file
    USING (EXISTS (SELECT FROM cases c WHERE c.id = case_id)
           AND (audience <> 'team' OR 'on' IN ((SELECT current_setting('app.officer', true)), (SELECT current_setting('app.system', true)))));

DROP POLICY visible ON case_event;
CREATE POLICY visible ON case_event FOR SELECT
    USING (EXISTS (SELECT FROM cases c WHERE c.id = case_id)
           AND (kind NOT IN ('team-note-added', 'team-file-added')
                OR 'on' IN ((SELECT current_setting('app.officer', true)), (SELECT current_setting('app.system', true)))));
