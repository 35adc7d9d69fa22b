-- Cases that belong together (R25): `from_case` is related to, was merged into, was split off, or is a member of `to_case`.
CREATE TABLE case_link (
    id         uuid PRIMARY KEY,
    from_case  uuid NOT NULL REFERENCES cases,
    to_case    uuid NOT NULL REFERENCES cases,
    relation   text NOT NULL CHECK (relation IN ('related', 'merged-into', 'part-of', 'member-of')),
    created_at timestamptz NOT NULL,
    created_by uuid NOT NULL REFERENCES person,
    ended_at   timestamptz,
    ended_by   uuid REFERENCES person,
    -- Of a merge: the state of `from_case` before it, to which it comes back.
    state_before jsonb,
    CHECK (from_case <> to_case)
);
CREATE INDEX case_link_from ON case_link (from_case);
CREATE INDEX case_link_to ON case_link (to_case);
CREATE UNIQUE INDEX case_link_once ON case_link (from_case, to_case, relation) WHERE ended_at IS NULL;
-- A case follows one other at most.
CREATE UNIQUE INDEX case_link_follows ON case_link (from_case) WHERE ended_at IS NULL AND relation IN ('merged-into', 'member-of');

-- Whoever sees one of the cases knows that it is connected, as its history says, too. The other case itself is seen by those alone
-- whom its own policy lets see it: every query that tells more than ids asks `cases`.
ALTER TABLE case_link ENABLE ROW LEVEL SECURITY;
CREATE POLICY visible ON case_link
    USING (EXISTS (SELECT FROM cases c WHERE c.id = from_case) OR EXISTS (SELECT FROM cases c WHERE c.id = to_case));
