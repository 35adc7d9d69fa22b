-- What plugins bring in from other systems (R52), how each of them fares, and what they need there that nobody else may read (R58).

-- One row for each plugin that reads from another system, from when it first came into force.
CREATE TABLE feed (
    seat      text PRIMARY KEY,
    -- The setup with which it reads: with another one it begins anew.
    setup_id  uuid NOT NULL REFERENCES plugin_setup,
    -- Where its next reading begins; only the plugin understands it.
    cursor    bytea,
    -- Hash of the secret in the address to which the other system sends; empty where nothing is sent.
    push_hash bytea CHECK (length(push_hash) = 32),
    -- The topic of a notification service that was the first to send there; others are refused.
    topic     text,
    -- From when it is to be read again; empty where it is read only when something was sent or given.
    next_at   timestamptz,
    tried_at  timestamptz,
    -- When it was last read to its end: how fresh what is known is.
    good_at   timestamptz,
    -- Readings that failed one after the other, and why the last one did.
    failures  int NOT NULL DEFAULT 0,
    failure   text,
    why       text,
    -- Rows of the last reading that could not be read: {row, key, what, remedy}.
    skipped   jsonb NOT NULL DEFAULT '[]'
);

-- Meetings, works and figures, as they were brought. `about` is what they concern: GSS codes of wards; of a meeting, the names of
-- those who sit, as they are compared.
CREATE TABLE feed_item (
    seat       text NOT NULL,
    key        text NOT NULL,
    kind       text NOT NULL,
    about      text[] NOT NULL DEFAULT '{}',
    -- The days on which it is of interest; empty for what has none.
    from_on    date,
    until_on   date,
    body       jsonb NOT NULL,
    -- When the source last changed it; what is newer stays.
    changed_at timestamptz,
    read_at    timestamptz NOT NULL,
    PRIMARY KEY (seat, key)
) WITH (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
CREATE INDEX feed_item_about ON feed_item USING gin (about);
CREATE INDEX feed_item_coming ON feed_item (kind, until_on, from_on);

-- Something that another system sent, kept until its plugin has read it.
CREATE TABLE feed_message (
    id         uuid PRIMARY KEY,
    seat       text NOT NULL,
    media_type text NOT NULL,
    body       bytea NOT NULL CHECK (length(body) <= 1048576),
    -- What the sender calls this message, so that one that is sent again counts once.
    sent_as    text,
    came_at    timestamptz NOT NULL,
    due_at     timestamptz NOT NULL,
    attempts   int NOT NULL DEFAULT 0,
    -- Given up: it waits for an admin.
    failure    text
);
CREATE UNIQUE INDEX feed_message_sent ON feed_message (seat, sent_as) WHERE sent_as IS NOT NULL;
CREATE INDEX feed_message_due ON feed_message (due_at) WHERE failure IS NULL;

-- Keys of the council for other systems, sealed with a key that is not in the database. They are never shown again.
CREATE TABLE plugin_secret (
    seat    text NOT NULL,
    name    text NOT NULL,
    -- Empty where it was taken out again.
    sealed  bytea,
    -- Grows with each change, so that every program notices.
    version int NOT NULL DEFAULT 1,
    set_by  uuid REFERENCES person,
    set_at  timestamptz NOT NULL,
    PRIMARY KEY (seat, name)
);

-- Everybody of the council reads what was brought in; the program alone writes it. The rest is for admins.
ALTER TABLE feed ENABLE ROW LEVEL SECURITY;
ALTER TABLE feed_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE feed_message ENABLE ROW LEVEL SECURITY;
ALTER TABLE plugin_secret ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON feed FOR SELECT USING (true);
CREATE POLICY kept ON feed
    USING ('on' IN ((SELECT current_setting('app.admin', true)), (SELECT current_setting('app.system', true))));
CREATE POLICY seen ON feed_item FOR SELECT USING (true);
CREATE POLICY kept ON feed_item USING ((SELECT current_setting('app.system', true)) = 'on');
CREATE POLICY kept ON feed_message
    USING ('on' IN ((SELECT current_setting('app.admin', true)), (SELECT current_setting('app.system', true))));
CREATE POLICY kept ON plugin_secret
    USING ('on' IN ((SELECT current_setting('app.admin', true)), (SELECT current_setting('app.system', true))));

-- By which seat a message to a resident goes that is not mailed or printed here, and what the other service calls it (R31).
ALTER TABLE resident_message
    ADD COLUMN channel text,
    ADD COLUMN channel_reference text,
    DROP CONSTRAINT resident_message_state_check,
    ADD CONSTRAINT resident_message_state_check
        CHECK (state IN ('waiting', 'sent', 'printed', 'refused', 'stopped', 'unsent', 'delivered'));
CREATE INDEX resident_message_carried ON resident_message (channel, channel_reference) WHERE channel_reference IS NOT NULL;
