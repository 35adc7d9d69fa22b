-- A council's own tables. Runs with search_path set to the council's schema, as the owner of the schema; the council's
-- role gets what it needs at the end. No triggers, no foreign keys across schemas, UUID keys (design: beyond one machine).

CREATE TABLE manifest (
    version    int PRIMARY KEY,
    body       jsonb NOT NULL,
    sha256     bytea NOT NULL,
    applied_at timestamptz NOT NULL
);

-- Stages are versioned apart from the manifest: a running case finishes on the version it began with (R17).
CREATE TABLE workflow (
    version    int PRIMARY KEY,
    definition jsonb NOT NULL
);

CREATE TABLE ward (
    id         uuid PRIMARY KEY,
    gss        text NOT NULL UNIQUE,
    name       text NOT NULL,
    retired_at timestamptz
);

CREATE TABLE work_group (
    id         uuid PRIMARY KEY,
    key        text NOT NULL UNIQUE,
    name       text NOT NULL,
    oversees   boolean NOT NULL,
    triage     boolean NOT NULL,
    retired_at timestamptz
);

-- Wards and groups stand as arrays beside the person: an Actor is read in one row on every request.
CREATE TABLE person (
    id         uuid PRIMARY KEY,
    key        text NOT NULL UNIQUE,
    name       text NOT NULL,
    title      text,
    email      text,
    roles      text[] NOT NULL,
    ward_ids   uuid[] NOT NULL,
    group_ids  uuid[] NOT NULL,
    active     boolean NOT NULL DEFAULT true,
    changed_at timestamptz NOT NULL
);

-- Only the hash of a session's token is kept: a stolen table opens no session.
CREATE TABLE session (
    token_hash bytea PRIMARY KEY,
    person_id  uuid NOT NULL REFERENCES person,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX session_person ON session (person_id);

CREATE SEQUENCE case_number START 10001;

CREATE TABLE cases (
    id               uuid PRIMARY KEY,
    reference        text NOT NULL UNIQUE,
    version          int NOT NULL DEFAULT 1,
    client_id        uuid,
    raised_by        uuid NOT NULL REFERENCES person,
    -- Whose case it is: the elected member, and what kind of one (councillor, or the body an MP or MSP sits in).
    member_id        uuid NOT NULL REFERENCES person,
    member_kind      text NOT NULL,
    summary          text NOT NULL,
    details          text NOT NULL DEFAULT '',
    category         text NOT NULL,
    service          text NOT NULL,
    kind             text NOT NULL,
    channel          text,
    tags             text[] NOT NULL DEFAULT '{}',
    place            text,
    latitude         float8,
    longitude        float8,
    ward_id          uuid REFERENCES ward,
    workflow_version int NOT NULL REFERENCES workflow,
    stage            text NOT NULL,
    status           text NOT NULL CHECK (status IN ('open', 'waiting', 'resolved', 'closed')),
    group_id         uuid REFERENCES work_group,
    return_stage     text,
    return_group     uuid,
    -- Who must act now: the councillor whose case it is, a group, or nobody once it is closed.
    holder           text NOT NULL CHECK (holder IN ('raiser', 'group', 'nobody')),
    holder_group     uuid REFERENCES work_group,
    worked_groups    uuid[] NOT NULL DEFAULT '{}',
    -- Every person, group and ward that may see the case (R34): the row-level policies ask this column and nothing else.
    visible_to       uuid[] NOT NULL,
    shared           boolean NOT NULL,
    -- The deadline now running, or the last one that ran.
    due_on           date NOT NULL,
    raised_at        timestamptz NOT NULL,
    first_response_at timestamptz,
    acknowledged_at  timestamptz,
    resolved_at      timestamptz,
    closed_at        timestamptz,
    updated_at       timestamptz NOT NULL,
    last_seq         int NOT NULL,
    last_hash        bytea NOT NULL,
    CHECK ((holder = 'group') = (holder_group IS NOT NULL)),
    CHECK ((status = 'closed') = (closed_at IS NOT NULL))
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
-- One submission of one browser is one case, however often it is sent.
CREATE UNIQUE INDEX cases_client ON cases (raised_by, client_id) WHERE client_id IS NOT NULL;
CREATE INDEX cases_open ON cases (member_id, stage, due_on) WHERE closed_at IS NULL;
CREATE INDEX cases_member_recent ON cases (member_id, updated_at DESC);
CREATE INDEX cases_member_raised ON cases (member_id, raised_at DESC, id DESC);
CREATE INDEX cases_ward ON cases (ward_id, status, due_on, id);
CREATE INDEX cases_ward_open ON cases (ward_id, due_on, id) WHERE closed_at IS NULL;
CREATE INDEX cases_ward_raised ON cases (ward_id, raised_at DESC, id DESC);
CREATE INDEX cases_queue ON cases (holder_group, due_on, id) WHERE closed_at IS NULL;
CREATE INDEX cases_asked ON cases (group_id, due_on, id) WHERE closed_at IS NULL AND holder = 'raiser';

CREATE TABLE constituent (
    id                uuid PRIMARY KEY,
    title             text,
    name              text NOT NULL,
    phone             text,
    email             text,
    address           text,
    preferred_contact text,
    created_at        timestamptz NOT NULL
);

CREATE TABLE case_constituent (
    case_id        uuid NOT NULL REFERENCES cases,
    constituent_id uuid NOT NULL REFERENCES constituent,
    position       smallint NOT NULL,
    consent        boolean NOT NULL,
    consent_at     timestamptz NOT NULL,
    consent_by     uuid NOT NULL REFERENCES person,
    PRIMARY KEY (case_id, constituent_id)
);
CREATE INDEX case_constituent_person ON case_constituent (constituent_id);

CREATE TABLE note (
    id         uuid PRIMARY KEY,
    case_id    uuid NOT NULL REFERENCES cases,
    author_id  uuid NOT NULL REFERENCES person,
    client_id  uuid,
    body       text NOT NULL,
    created_at timestamptz NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
CREATE INDEX note_case ON note (case_id, created_at DESC, id DESC);
CREATE UNIQUE INDEX note_client ON note (author_id, client_id) WHERE client_id IS NOT NULL;

-- Append-only, hash-chained per case; the timeline, the audit and the figures are read from here.
CREATE TABLE case_event (
    case_id   uuid NOT NULL REFERENCES cases,
    seq       int NOT NULL,
    at        timestamptz NOT NULL,
    actor_id  uuid,
    member_id uuid,
    kind      text NOT NULL,
    body      jsonb NOT NULL,
    hash      bytea NOT NULL,
    PRIMARY KEY (case_id, seq)
);

-- Deadlines are rows, not timers (R26 to R30): one row while a case has a deadline running. Past ones are events.
CREATE TABLE deadline (
    case_id        uuid PRIMARY KEY REFERENCES cases,
    target         text NOT NULL,
    due_on         date NOT NULL,
    remind_on      date[] NOT NULL DEFAULT '{}',
    policy         text NOT NULL,
    policy_version text NOT NULL,
    explanation    text NOT NULL,
    set_at         timestamptz NOT NULL
);
CREATE INDEX deadline_due ON deadline (due_on);

CREATE TABLE outbox (
    id      uuid PRIMARY KEY,
    at      timestamptz NOT NULL,
    topic   text NOT NULL,
    payload jsonb NOT NULL,
    sent_at timestamptz
) WITH (autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX outbox_unsent ON outbox (at, id) WHERE sent_at IS NULL;
