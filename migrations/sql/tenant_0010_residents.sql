-- Telling residents (R12, R31, R32). What was said of it: for the case, who writes and whether anything goes out at all; for each
-- resident, how.
ALTER TABLE cases
    ADD COLUMN reply_route text NOT NULL DEFAULT 'through-me' CHECK (reply_route IN ('through-me', 'to-resident')),
    ADD COLUMN confidential boolean NOT NULL DEFAULT false;
ALTER TABLE case_constituent
    ADD COLUMN tell text NOT NULL DEFAULT 'not' CHECK (tell IN ('email', 'post', 'not')),
    -- None: the council's first language.
    ADD COLUMN lang text CHECK (lang IN ('en', 'cy'));

-- Letters that were printed together: what one officer took to the printer.
CREATE TABLE letter_batch (
    id          uuid PRIMARY KEY,
    made_by     uuid NOT NULL REFERENCES person,
    made_at     timestamptz NOT NULL,
    letters     int NOT NULL,
    -- Put back among those that wait.
    returned_at timestamptz
);
CREATE INDEX letter_batch_newest ON letter_batch (made_at DESC, id);

-- A message to a resident, and what became of it. What it says stands in its event, number `seq` of the case's history.
CREATE TABLE resident_message (
    case_id        uuid NOT NULL REFERENCES cases,
    seq            int NOT NULL,
    constituent_id uuid NOT NULL REFERENCES constituent,
    -- Number of the event that it tells of; its own where somebody wrote it. One event is told to one resident once.
    cause          int NOT NULL,
    what           text NOT NULL CHECK (what IN ('acknowledgement', 'progress', 'outcome')),
    way            text NOT NULL CHECK (way IN ('email', 'post')),
    writer         text NOT NULL CHECK (writer IN ('member', 'council')),
    state          text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'printed', 'refused', 'stopped')),
    client_id      uuid,
    batch_id       uuid REFERENCES letter_batch,
    created_at     timestamptz NOT NULL,
    ended_at       timestamptz,
    PRIMARY KEY (case_id, seq),
    UNIQUE (case_id, constituent_id, cause)
);
CREATE UNIQUE INDEX resident_message_client ON resident_message (case_id, client_id) WHERE client_id IS NOT NULL;
CREATE INDEX resident_message_to_print ON resident_message (created_at, case_id, seq) WHERE way = 'post' AND state = 'waiting';
CREATE INDEX resident_message_batch ON resident_message (batch_id) WHERE batch_id IS NOT NULL;

-- Seen where the case is. None is written against what was said of the case and the resident, whoever forgets to ask
-- (`casework::residents::way` says the same).
ALTER TABLE resident_message ENABLE ROW LEVEL SECURITY;
CREATE POLICY visible ON resident_message FOR SELECT
    USING (EXISTS (SELECT FROM cases c WHERE c.id = case_id));
CREATE POLICY known ON resident_message FOR UPDATE
    USING (EXISTS (SELECT FROM cases c WHERE c.id = case_id));
CREATE POLICY allowed ON resident_message FOR INSERT
    WITH CHECK (EXISTS (
        SELECT FROM cases c JOIN case_constituent l ON l.case_id = c.id
        WHERE c.id = resident_message.case_id AND l.constituent_id = resident_message.constituent_id
          AND NOT c.confidential AND l.tell = resident_message.way
          AND (resident_message.writer = 'member' OR c.reply_route = 'to-resident')));

-- The council's own words for messages to residents; the highest version counts. Without words, the standard text counts again.
CREATE TABLE message_template (
    what     text NOT NULL CHECK (what IN ('acknowledgement', 'progress', 'outcome')),
    lang     text NOT NULL CHECK (lang IN ('en', 'cy')),
    version  int NOT NULL,
    subject  text,
    body     text,
    saved_by uuid NOT NULL REFERENCES person,
    saved_at timestamptz NOT NULL,
    PRIMARY KEY (what, lang, version),
    CHECK ((subject IS NULL) = (body IS NULL))
);
