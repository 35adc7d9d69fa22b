-- Background work over all councils. `work` says from when a council has something to do: a hint, so that looking for work is one
-- query however many councils have none. What is to be done stands in the council's own schema, and a slow sweep looks there too.
CREATE TABLE control.work (
    tenant_id uuid PRIMARY KEY REFERENCES control.tenant,
    due_at    timestamptz NOT NULL
);
CREATE INDEX work_due ON control.work (due_at);

-- Councils are dealt into slots. Whoever holds a slot's lease works for its councils; each new holder gets a higher fence, and
-- a council refuses work under a lower one than it has seen.
CREATE TABLE control.lease (
    slot       int PRIMARY KEY,
    fence      bigint NOT NULL DEFAULT 0,
    holder     uuid,
    expires_at timestamptz NOT NULL DEFAULT '-infinity'
);
INSERT INTO control.lease (slot) SELECT generate_series(0, 15);

GRANT SELECT, INSERT, UPDATE ON control.work TO wardbook_control;
GRANT SELECT, UPDATE ON control.lease TO wardbook_control;
