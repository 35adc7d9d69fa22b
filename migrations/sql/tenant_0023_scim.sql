-- A directory that pushes (SCIM 2.0; R57, R60): who opens the door, and what was sent so far.

-- One row once an admin has made a token.
CREATE TABLE people_push (
    one      boolean PRIMARY KEY DEFAULT true CHECK (one),
    -- Of the token; empty once it was revoked.
    hash     bytea CHECK (length(hash) = 32),
    made_by  uuid NOT NULL REFERENCES person,
    made_at  timestamptz NOT NULL,
    -- When the directory was heard last, to the minute.
    heard_at timestamptz,
    -- Since when something waits that was sent, and from when it is taken in.
    since    timestamptz,
    due_at   timestamptz
);

-- A person as the directory sends them: what starters and leavers need, and nothing else.
CREATE TABLE scim_user (
    id          uuid PRIMARY KEY,
    -- In the order in which they came: pages follow it.
    number      bigint NOT NULL UNIQUE GENERATED ALWAYS AS IDENTITY,
    -- What they are known by for good: what the directory called them when they came.
    key         text NOT NULL UNIQUE,
    user_name   text NOT NULL,
    external_id text,
    active      boolean NOT NULL,
    -- Names, addresses, department, user type.
    body        jsonb NOT NULL,
    created_at  timestamptz NOT NULL,
    changed_at  timestamptz NOT NULL
);
CREATE UNIQUE INDEX scim_user_name ON scim_user (lower(user_name));

CREATE TABLE scim_group (
    id          uuid PRIMARY KEY,
    number      bigint NOT NULL UNIQUE GENERATED ALWAYS AS IDENTITY,
    name        text NOT NULL,
    external_id text,
    created_at  timestamptz NOT NULL,
    changed_at  timestamptz NOT NULL
);

CREATE TABLE scim_member (
    group_id uuid NOT NULL REFERENCES scim_group ON DELETE CASCADE,
    user_id  uuid NOT NULL REFERENCES scim_user ON DELETE CASCADE,
    PRIMARY KEY (group_id, user_id)
);
CREATE INDEX scim_member_user ON scim_member (user_id);

-- Who left lately is counted whenever somebody leaves.
CREATE INDEX people_log_left ON people_log (at) WHERE what = 'leaves';

-- Admins make the token; what is sent is read by the program alone.
ALTER TABLE people_push ENABLE ROW LEVEL SECURITY;
ALTER TABLE scim_user ENABLE ROW LEVEL SECURITY;
ALTER TABLE scim_group ENABLE ROW LEVEL SECURITY;
ALTER TABLE scim_member ENABLE ROW LEVEL SECURITY;
CREATE POLICY admin ON people_push
    USING ('on' IN ((SELECT current_setting('app.admin', true)), (SELECT current_setting('app.system', true))));
CREATE POLICY system ON scim_user USING ((SELECT current_setting('app.system', true)) = 'on');
CREATE POLICY system ON scim_group USING ((SELECT current_setting('app.system', true)) = 'on');
CREATE POLICY system ON scim_member USING ((SELECT current_setting('app.system', true)) = 'on');
