-- Mail that came in (R15): each is kept as it came before anything is made of it. Its bytes lie in the store of the files, under
-- the id; what is known of it stands here.
CREATE TABLE mail_in (
    id          uuid PRIMARY KEY,
    -- Of the whole message: the same one, sent again, is one mail.
    sha256      bytea NOT NULL UNIQUE,
    bytes       bigint NOT NULL,
    received_at timestamptz NOT NULL,
    -- `waiting`: nobody has looked at it. `draft`, `note`, `bounce`, `automatic`, `repeated`: what it was. `parked`: somebody must
    -- look, and `reason` says why. `dismissed`: somebody has.
    state       text NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'draft', 'note', 'bounce', 'automatic', 'repeated', 'parked', 'dismissed')),
    due_at      timestamptz NOT NULL,
    attempts    int NOT NULL DEFAULT 0,
    reason      text,
    -- As the mail says, which proves nothing.
    sender      text,
    subject     text,
    -- Of a bounce: the Message-ID of the mail that came back.
    about       text,
    -- Who sent what: the same words that came on two ways are made into one draft or note.
    once        bytea UNIQUE,
    handed_to   uuid REFERENCES person,
    handed_by   uuid REFERENCES person,
    ended_at    timestamptz,
    CHECK ((state = 'parked') <= (reason IS NOT NULL))
);
CREATE INDEX mail_in_waiting ON mail_in (due_at, id) WHERE state = 'waiting';
CREATE INDEX mail_in_parked ON mail_in (received_at DESC, id DESC) WHERE state = 'parked';
CREATE INDEX mail_in_ended ON mail_in (ended_at) WHERE ended_at IS NOT NULL;

-- Read by nobody but those who sort the council's mail; `app.desk` is on for them.
ALTER TABLE mail_in ENABLE ROW LEVEL SECURITY;
CREATE POLICY desk ON mail_in
    USING ('on' IN ((SELECT current_setting('app.desk', true)), (SELECT current_setting('app.system', true))));

-- A case that somebody has begun to write down, or sent by mail, and not raised yet (R3). Its id is the `client_id` of the case that
-- it becomes, so that it becomes one case only.
CREATE TABLE draft (
    id             uuid PRIMARY KEY,
    person_id      uuid NOT NULL REFERENCES person,
    -- `mail`: sent by the person. `answer`: as an answer to a mail of ours that fits none of their cases. `handed-over`: by the desk.
    origin         text NOT NULL CHECK (origin IN ('mail', 'answer', 'handed-over')),
    summary        text NOT NULL,
    details        text NOT NULL,
    -- Who wrote the mail that was forwarded, as it says; a suggestion.
    resident_name  text,
    resident_email text,
    -- Files that could not be taken: [{"name", "reason"}].
    refused        jsonb NOT NULL DEFAULT '[]',
    created_at     timestamptz NOT NULL
);
CREATE INDEX draft_person ON draft (person_id, created_at DESC, id DESC);

-- Drafts are the person's own: no colleague and no officer sees them.
ALTER TABLE draft ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON draft
    USING (person_id = (SELECT nullif(split_part(current_setting('app.subjects', true), ',', 1), '')::uuid)
           OR (SELECT current_setting('app.system', true)) = 'on');

-- Files that wait with a draft and go with it to the case; columns as in `file`.
CREATE TABLE draft_file (
    id          uuid PRIMARY KEY,
    draft_id    uuid NOT NULL REFERENCES draft,
    name        text NOT NULL,
    media_type  text NOT NULL,
    drawn       boolean NOT NULL,
    bytes       bigint NOT NULL,
    sent_sha256 bytea NOT NULL,
    thumbnail   uuid,
    scanned     boolean NOT NULL,
    latitude    float8,
    longitude   float8,
    UNIQUE (draft_id, sent_sha256)
);

ALTER TABLE draft_file ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON draft_file
    USING (EXISTS (SELECT FROM draft d WHERE d.id = draft_id));
