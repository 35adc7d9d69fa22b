-- Row-level security: inside a council, nobody sees a case that its `visible_to` does not name (R34 to R36).
-- `app.subjects` holds the id of the person asking, then those of their groups and wards; `app.system` is on for background work.
-- Each setting is read once a statement (sub-select), not once a row.
-- WITH CHECK (true): raising a case is one statement, and its other rows cannot yet see the case they belong to.
ALTER TABLE cases ENABLE ROW LEVEL SECURITY;
CREATE POLICY visible ON cases
    USING (visible_to && (SELECT string_to_array(current_setting('app.subjects', true), ',')::uuid[])
           OR (SELECT current_setting('app.system', true)) = 'on');

ALTER TABLE case_constituent ENABLE ROW LEVEL SECURITY;
CREATE POLICY visible ON case_constituent
    USING (EXISTS (SELECT FROM cases c WHERE c.id = case_id))
    WITH CHECK (true);

ALTER TABLE constituent ENABLE ROW LEVEL SECURITY;
CREATE POLICY visible ON constituent
    USING (EXISTS (SELECT FROM case_constituent l WHERE l.constituent_id = constituent.id))
    WITH CHECK (true);

ALTER TABLE note ENABLE ROW LEVEL SECURITY;
CREATE POLICY visible ON note
    USING (EXISTS (SELECT FROM cases c WHERE c.id = case_id));

ALTER TABLE deadline ENABLE ROW LEVEL SECURITY;
CREATE POLICY visible ON deadline
    USING (EXISTS (SELECT FROM cases c WHERE c.id = case_id))
    WITH CHECK (true);

-- An event is written in the name of whoever is asking, or by the system: nobody can write one for somebody else.
ALTER TABLE case_event ENABLE ROW LEVEL SECURITY;
CREATE POLICY visible ON case_event FOR SELECT
    USING (EXISTS (SELECT FROM cases c WHERE c.id = case_id));
CREATE POLICY own_name ON case_event FOR INSERT
    WITH CHECK (actor_id IS NULL
                OR actor_id::text = (SELECT split_part(current_setting('app.subjects', true), ',', 1))
                OR (SELECT current_setting('app.system', true)) = 'on');
