-- The control plane: which councils exist, at which host names, on which node, and since which revision.
CREATE TABLE control.tenant (
    id          uuid PRIMARY KEY,
    slug        text NOT NULL UNIQUE,
    schema_name text NOT NULL UNIQUE CHECK (schema_name ~ '^t_[a-z0-9]{12}$'),
    status      text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'suspended')),
    -- Grows by one with each `tenant apply`, suspension or resumption; running servers reload what has a newer one.
    revision    bigint NOT NULL DEFAULT 1,
    created_at  timestamptz NOT NULL,
    changed_at  timestamptz NOT NULL
);

CREATE TABLE control.host (
    name      text PRIMARY KEY CHECK (name = lower(name)),
    tenant_id uuid NOT NULL REFERENCES control.tenant
);

-- Where a council's schema lives. One node today; the directory is asked all the same, so that a second one is data.
CREATE TABLE control.node (
    name text PRIMARY KEY
);
INSERT INTO control.node (name) VALUES ('main');

CREATE TABLE control.placement (
    tenant_id uuid PRIMARY KEY REFERENCES control.tenant,
    node      text NOT NULL REFERENCES control.node
);

GRANT USAGE ON SCHEMA control TO wardbook_control;
GRANT SELECT ON ALL TABLES IN SCHEMA control TO wardbook_control;
