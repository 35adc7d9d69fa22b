-- A note can be changed for a short while by whoever wrote it; what it said before is kept and can be read by those who may read it (R21).
ALTER TABLE note ADD COLUMN edited_at timestamptz;

CREATE TABLE note_version (
    note_id    uuid NOT NULL REFERENCES note,
    number     int NOT NULL,
    body       text NOT NULL,
    written_at timestamptz NOT NULL,
    PRIMARY KEY (note_id, number)
);
ALTER TABLE note_version ENABLE ROW LEVEL SECURITY;
CREATE POLICY visible ON note_version USING (EXISTS (SELECT FROM note n WHERE n.id = note_id));

-- Nobody puts words into somebody else's mouth.
CREATE POLICY own_words ON note AS RESTRICTIVE FOR UPDATE
    USING (author_id::text = (SELECT split_part(current_setting('app.subjects', true), ',', 1)));

-- That a note for the team was changed is for the team, too; so is whatever a later event for it is called.
DROP POLICY visible ON case_event;
CREATE POLICY visible ON case_event FOR SELECT
    USING (EXISTS (SELECT FROM cases c WHERE c.id = case_id)
           AND (kind NOT LIKE 'team-%'
                OR 'on' IN ((SELECT current_setting('app.officer', true)), (SELECT current_setting('app.system', true)))));
