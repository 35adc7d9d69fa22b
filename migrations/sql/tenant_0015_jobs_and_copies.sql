-- What the program gave up can be taken up again, or put aside with a reason, by those who sort the council's mail.
ALTER TABLE job DROP CONSTRAINT job_state_check,
    ADD CONSTRAINT job_state_check CHECK (state IN ('waiting', 'done', 'dead', 'discarded'));

-- What was decided about a job that was given up, by whom and when. Only added to.
CREATE TABLE job_decision (
    id       uuid PRIMARY KEY,
    job_id   uuid NOT NULL REFERENCES job,
    decision text NOT NULL CHECK (decision IN ('retried', 'discarded')),
    reason   text,
    -- Empty where the operator did it.
    made_by  uuid REFERENCES person,
    made_at  timestamptz NOT NULL,
    CHECK ((decision = 'discarded') = (reason IS NOT NULL))
);
CREATE INDEX job_decision_newest ON job_decision (made_at DESC, id DESC);

-- A job is taken up or put aside in the statement that writes this, so nobody else does either; `app.desk` is on for whoever may. In
-- their own name, as events are.
ALTER TABLE job_decision ENABLE ROW LEVEL SECURITY;
CREATE POLICY desk ON job_decision
    USING ('on' IN ((SELECT current_setting('app.desk', true)), (SELECT current_setting('app.system', true))))
    WITH CHECK ((SELECT current_setting('app.desk', true)) = 'on'
                    AND made_by::text = (SELECT split_part(current_setting('app.subjects', true), ',', 1))
                OR (SELECT current_setting('app.system', true)) = 'on' AND made_by IS NULL);

-- A message that waited for a mail server until it was too old.
ALTER TABLE resident_message DROP CONSTRAINT resident_message_state_check,
    ADD CONSTRAINT resident_message_state_check
        CHECK (state IN ('waiting', 'sent', 'printed', 'refused', 'stopped', 'unsent'));

-- Addresses outside that get copies of a case's news (R11).
CREATE TABLE copy_address (
    id       uuid PRIMARY KEY,
    case_id  uuid NOT NULL REFERENCES cases,
    -- Who that is, such as the office of an MP.
    name     text NOT NULL,
    email    text NOT NULL,
    -- Hears the answer: everybody named in the case agreed to this body, as `added_by` said (R35), or nobody is named.
    agreed   boolean NOT NULL,
    added_by uuid NOT NULL REFERENCES person,
    added_at timestamptz NOT NULL,
    ended    text CHECK (ended IN ('removed', 'unsubscribed', 'refused')),
    ended_at timestamptz,
    CHECK ((ended IS NULL) = (ended_at IS NULL))
);
CREATE INDEX copy_address_case ON copy_address (case_id, added_at, id);
-- An address that asked for no more mail, or from which mail came back, is not added to the case again.
CREATE UNIQUE INDEX copy_address_once ON copy_address (case_id, lower(email)) WHERE ended IS DISTINCT FROM 'removed';

-- Seen by everybody who sees the case; added by whoever raised it or for whom it was raised, and to no confidential case (R12).
ALTER TABLE copy_address ENABLE ROW LEVEL SECURITY;
CREATE POLICY visible ON copy_address FOR SELECT USING (EXISTS (SELECT FROM cases c WHERE c.id = case_id));
CREATE POLICY known ON copy_address FOR UPDATE USING (EXISTS (SELECT FROM cases c WHERE c.id = case_id));
CREATE POLICY raiser ON copy_address FOR INSERT
    WITH CHECK (added_by::text = (SELECT split_part(current_setting('app.subjects', true), ',', 1))
                AND EXISTS (SELECT FROM cases c
                            WHERE c.id = case_id AND NOT c.confidential AND added_by IN (c.raised_by, c.member_id)));

-- A copy that was written, and what became of it. What it says stands in its event, number `seq` of the case's history.
CREATE TABLE copy_message (
    case_id    uuid NOT NULL REFERENCES cases,
    seq        int NOT NULL,
    copy_id    uuid NOT NULL REFERENCES copy_address,
    -- Number of the event that it tells of: told to one address once.
    cause      int NOT NULL,
    state      text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'refused', 'stopped', 'unsent')),
    created_at timestamptz NOT NULL,
    ended_at   timestamptz,
    PRIMARY KEY (case_id, seq, copy_id),
    UNIQUE (copy_id, cause)
);
ALTER TABLE copy_message ENABLE ROW LEVEL SECURITY;
CREATE POLICY visible ON copy_message FOR SELECT USING (EXISTS (SELECT FROM cases c WHERE c.id = case_id));
CREATE POLICY known ON copy_message FOR UPDATE USING (EXISTS (SELECT FROM cases c WHERE c.id = case_id));
-- None to an address that has had enough, and none of a confidential case, whoever forgets to ask.
CREATE POLICY allowed ON copy_message FOR INSERT
    WITH CHECK (EXISTS (SELECT FROM cases c JOIN copy_address a ON a.case_id = c.id
                        WHERE c.id = copy_message.case_id AND a.id = copy_message.copy_id AND a.ended IS NULL AND NOT c.confidential));

-- The link in each copy with which whoever reads it asks for no more: a guest's link like the others, and seen in a view of its own.
ALTER TABLE guest_link ADD COLUMN copy_id uuid REFERENCES copy_address,
    DROP CONSTRAINT guest_link_kind_check,
    ADD CONSTRAINT guest_link_kind_check CHECK (kind IN ('resident', 'outsider', 'copy')),
    ADD CONSTRAINT guest_link_copy_check CHECK ((kind = 'copy') = (copy_id IS NOT NULL));

CREATE VIEW guest_copy WITH (security_barrier) AS
    SELECT c.reference, a.ended FROM guest_link l JOIN copy_address a ON a.id = l.copy_id JOIN cases c ON c.id = l.case_id
    WHERE l.token_hash = (SELECT decode(nullif(current_setting('app.guest', true), ''), 'hex'))
      AND l.expires_at > (SELECT nullif(current_setting('app.guest_at', true), '')::timestamptz);
