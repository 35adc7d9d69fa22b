-- The plugins of the council (R58): components that were checked, settings for them, and which of these are in force since when and
-- why. What a plugin is used for is its seat: `routing` and `sla-policy`, in which one sits; for the other kinds `kind/plugin`.

-- A component exactly as it was checked, its plugin.toml inside. What was activated can be activated again, whatever the program
-- ships since.
CREATE TABLE plugin_artefact (
    sha256    bytea PRIMARY KEY CHECK (length(sha256) = 32),
    kind      text NOT NULL,
    name      text NOT NULL,
    version   text NOT NULL,
    component bytea NOT NULL,
    -- Uploaded, or shipped with the program.
    uploaded  boolean NOT NULL,
    added_by  uuid REFERENCES person,
    added_at  timestamptz NOT NULL
);
CREATE INDEX plugin_artefact_kind ON plugin_artefact (kind, added_at DESC);

-- A plugin with settings. One candidate for each seat is worked on; what was in force is never changed again.
CREATE TABLE plugin_setup (
    id         uuid PRIMARY KEY,
    seat       text NOT NULL,
    plugin     text NOT NULL,
    -- Empty where the council's files name a plugin: whichever version the program ships.
    artefact   bytea REFERENCES plugin_artefact,
    settings   jsonb NOT NULL,
    -- Hosts that the council lets it reach.
    hosts      text[] NOT NULL DEFAULT '{}',
    -- What a way for messages is used for: `email` and `letter` to residents, `event` for other programs.
    carries    text[] NOT NULL DEFAULT '{}' CHECK (carries <@ ARRAY['email', 'letter', 'event']),
    state      text NOT NULL CHECK (state IN ('candidate', 'used', 'discarded')),
    -- Grows with each change, so that two who change it at once notice.
    version    int NOT NULL DEFAULT 1,
    made_by    uuid REFERENCES person,
    made_at    timestamptz NOT NULL,
    changed_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX plugin_setup_candidate ON plugin_setup (seat) WHERE state = 'candidate';

-- From when a setup is in force, until the next of its seat; none where the seat was emptied. Only added to.
CREATE TABLE plugin_activation (
    id           uuid PRIMARY KEY,
    seat         text NOT NULL,
    number       int NOT NULL,
    setup_id     uuid REFERENCES plugin_setup,
    -- The rehearsal that was looked at before, where there was one.
    rehearsal_id uuid,
    -- Empty where the council's files said so.
    made_by      uuid REFERENCES person,
    made_at      timestamptz NOT NULL,
    reason       text NOT NULL,
    UNIQUE (seat, number)
);

-- A candidate played through on the council's cases of up to a year.
CREATE TABLE plugin_rehearsal (
    id            uuid PRIMARY KEY,
    setup_id      uuid NOT NULL REFERENCES plugin_setup,
    -- Version of the setup that was rehearsed, and what was in force then.
    setup_version int NOT NULL,
    against       uuid NOT NULL REFERENCES plugin_setup,
    -- Of when the cases are.
    since         timestamptz NOT NULL,
    until         timestamptz NOT NULL,
    state         text NOT NULL CHECK (state IN ('waiting', 'done', 'cancelled', 'failed')),
    -- How many cases there are, once they were counted, and how many were played.
    total         int,
    done          int NOT NULL DEFAULT 0,
    -- The last case that was played; they go by id.
    at_case       uuid,
    -- What came of it so far.
    outcome       jsonb NOT NULL,
    failure       text,
    asked_by      uuid NOT NULL REFERENCES person,
    asked_at      timestamptz NOT NULL,
    ended_at      timestamptz
);
CREATE INDEX plugin_rehearsal_setup ON plugin_rehearsal (setup_id, asked_at DESC);
CREATE INDEX plugin_rehearsal_waiting ON plugin_rehearsal (asked_at) WHERE state = 'waiting';
ALTER TABLE plugin_activation ADD CONSTRAINT plugin_activation_rehearsal FOREIGN KEY (rehearsal_id) REFERENCES plugin_rehearsal;

-- A case that would have gone another way.
CREATE TABLE plugin_rehearsal_case (
    rehearsal_id uuid NOT NULL REFERENCES plugin_rehearsal,
    number       int NOT NULL,
    reference    text NOT NULL,
    change       jsonb NOT NULL,
    PRIMARY KEY (rehearsal_id, number)
);

-- Read when a council is loaded; written by its admins, who have `app.admin`, and by the program itself. A person writes in their own name.
ALTER TABLE plugin_artefact ENABLE ROW LEVEL SECURITY;
ALTER TABLE plugin_setup ENABLE ROW LEVEL SECURITY;
ALTER TABLE plugin_activation ENABLE ROW LEVEL SECURITY;
ALTER TABLE plugin_rehearsal ENABLE ROW LEVEL SECURITY;
ALTER TABLE plugin_rehearsal_case ENABLE ROW LEVEL SECURITY;
CREATE POLICY admin ON plugin_artefact
    USING ('on' IN ((SELECT current_setting('app.admin', true)), (SELECT current_setting('app.system', true))));
CREATE POLICY admin ON plugin_setup
    USING ('on' IN ((SELECT current_setting('app.admin', true)), (SELECT current_setting('app.system', true))));
CREATE POLICY unused ON plugin_setup AS RESTRICTIVE FOR UPDATE USING (state = 'candidate') WITH CHECK (true);
CREATE POLICY admin ON plugin_activation
    USING ('on' IN ((SELECT current_setting('app.admin', true)), (SELECT current_setting('app.system', true))))
    WITH CHECK ((SELECT current_setting('app.admin', true)) = 'on'
                    AND made_by::text = (SELECT split_part(current_setting('app.subjects', true), ',', 1))
                OR (SELECT current_setting('app.system', true)) = 'on' AND made_by IS NULL);
CREATE POLICY admin ON plugin_rehearsal
    USING ('on' IN ((SELECT current_setting('app.admin', true)), (SELECT current_setting('app.system', true))));
CREATE POLICY admin ON plugin_rehearsal_case
    USING ('on' IN ((SELECT current_setting('app.admin', true)), (SELECT current_setting('app.system', true))));

-- What the council's files said so far is in force.
INSERT INTO plugin_setup (id, seat, plugin, settings, state, made_at, changed_at)
    SELECT gen_random_uuid(), k.seat, m.body->'plugins'->k.name->>'plugin', m.body->'plugins'->k.name->'settings', 'used',
           m.applied_at, m.applied_at
    FROM (SELECT body, applied_at FROM manifest ORDER BY version DESC LIMIT 1) m
         CROSS JOIN (VALUES ('routing', 'routing'), ('sla-policy', 'sla')) AS k (seat, name);
INSERT INTO plugin_activation (id, seat, number, setup_id, made_at, reason)
    SELECT gen_random_uuid(), seat, 1, id, made_at, '' FROM plugin_setup;
