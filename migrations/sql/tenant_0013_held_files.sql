-- Photos that came with a form for a case that is not raised yet wait with a draft, like those that came by mail (R3, R10).
ALTER TABLE draft DROP CONSTRAINT draft_origin_check;
ALTER TABLE draft ADD CONSTRAINT draft_origin_check CHECK (origin IN ('mail', 'answer', 'handed-over', 'form'));

-- Where a photo was taken is an offer, for a case that has no point on the map. Where it has one, nothing of it is kept.
UPDATE file f SET latitude = NULL, longitude = NULL FROM cases c
WHERE c.id = f.case_id AND c.latitude IS NOT NULL AND f.latitude IS NOT NULL;

-- How far the store was searched for files that no row names, and when that goes on.
CREATE TABLE file_sweep (
    one    boolean PRIMARY KEY DEFAULT true CHECK (one),
    -- The last key that was looked at; none before a search begins.
    after  uuid,
    due_at timestamptz NOT NULL
);
INSERT INTO file_sweep (due_at) VALUES ('epoch');
-- The search asks whether a row names a key, be it the file or its small picture.
CREATE INDEX file_thumbnail ON file (thumbnail) WHERE thumbnail IS NOT NULL;

-- Offers that nobody answered, to be forgotten.
CREATE INDEX file_offer ON file (created_at) WHERE latitude IS NOT NULL;
