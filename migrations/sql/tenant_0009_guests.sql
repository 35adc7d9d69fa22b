-- Links for people without an account (R20, R33): a resident's page, and a question to another party.
-- Whoever holds the token may open the link; only its hash is kept, so a stolen table opens nothing.
CREATE TABLE guest_link (
    id             uuid PRIMARY KEY,
    token_hash     bytea NOT NULL UNIQUE,
    case_id        uuid NOT NULL REFERENCES cases,
    kind           text NOT NULL CHECK (kind IN ('resident', 'outsider')),
    constituent_id uuid REFERENCES constituent,
    -- What an outsider is shown, word for word as it was chosen: the page has nothing else to show.
    name           text,
    question       text,
    summary        text,
    place          text,
    -- Empty where the program made it, for a mail.
    made_by        uuid REFERENCES person,
    client_id      uuid,
    made_at        timestamptz NOT NULL,
    expires_at     timestamptz NOT NULL,
    revoked_at     timestamptz,
    answered_at    timestamptz,
    CHECK ((kind = 'resident') = (constituent_id IS NOT NULL)),
    CHECK ((kind = 'outsider') = (name IS NOT NULL AND question IS NOT NULL))
);
CREATE INDEX guest_link_case ON guest_link (case_id, made_at DESC, id DESC);
CREATE UNIQUE INDEX guest_link_client ON guest_link (made_by, client_id) WHERE client_id IS NOT NULL;

-- What was sent through a link, by the browser's key: a retry on a bad line says nothing twice. The words are events.
CREATE TABLE guest_word (
    link_id   uuid NOT NULL REFERENCES guest_link,
    client_id uuid NOT NULL,
    said_at   timestamptz NOT NULL,
    PRIMARY KEY (link_id, client_id)
);

ALTER TABLE guest_link ENABLE ROW LEVEL SECURITY;
CREATE POLICY visible ON guest_link USING (EXISTS (SELECT FROM cases c WHERE c.id = case_id));
ALTER TABLE guest_word ENABLE ROW LEVEL SECURITY;
CREATE POLICY visible ON guest_word USING (EXISTS (SELECT FROM guest_link l WHERE l.id = link_id));

-- What a guest reads, and all that a guest can read: a scope for a guest takes a role of its own, which may open the three views below
-- and nothing else of the council (tenant_grants.sql). They belong to the owner, so the policies of the tables, which are for
-- people who sign in, are not asked and not slowed. `app.guest` is the hash of the token in hexadecimal, `app.guest_at` the time;
-- a link that ran out, was taken back or was answered leaves all three empty.
CREATE VIEW guest_own WITH (security_barrier) AS
    SELECT id, case_id, kind, constituent_id, question, summary, place, expires_at FROM guest_link
    WHERE token_hash = (SELECT decode(nullif(current_setting('app.guest', true), ''), 'hex'))
      AND expires_at > (SELECT nullif(current_setting('app.guest_at', true), '')::timestamptz)
      AND revoked_at IS NULL AND (kind = 'resident' OR answered_at IS NULL);

CREATE VIEW guest_question WITH (security_barrier) AS
    SELECT question, summary, place, expires_at FROM guest_own WHERE kind = 'outsider';

-- Where the matter stands, without a word that was written for others.
CREATE VIEW guest_case WITH (security_barrier) AS
    SELECT c.reference, c.category, c.service, c.workflow_version, c.stage, c.group_id, c.holder_group, c.raised_at, c.closed_at
    FROM guest_own o JOIN cases c ON c.id = o.case_id WHERE o.kind = 'resident';

-- What this resident was told and said. A new way of telling residents something is one more kind here.
CREATE VIEW guest_told WITH (security_barrier) AS
    SELECT e.seq, e.at, e.kind, e.body
    FROM guest_own o JOIN case_event e ON e.case_id = o.case_id
    WHERE o.kind = 'resident'
      AND (e.kind IN ('letter-written', 'resident-written') AND e.body ->> 'to' = 'constituent_' || replace(o.constituent_id::text, '-', '')
           OR e.kind IN ('resident-said', 'resident-solved', 'resident-not-solved')
              AND e.body ->> 'resident' = 'constituent_' || replace(o.constituent_id::text, '-', ''));
