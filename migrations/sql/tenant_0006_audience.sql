-- A note says who it is for (R21): everybody on the case, or those alone who work on it. What is for the team, and that there is
-- such a note, is kept from everybody else by the database. `app.officer` is on for whoever works in a group.
ALTER TABLE note ADD COLUMN audience text NOT NULL DEFAULT 'case' CHECK (audience IN ('case', 'team'));

DROP POLICY visible ON note;
CREATE POLICY visible ON note
    USING (EXISTS (SELECT FROM cases c WHERE c.id = case_id)
           AND (audience <> 'team' OR 'on' IN ((SELECT current_setting('app.officer', true)), (SELECT current_setting('app.system', true)))));

DROP POLICY visible ON case_event;
CREATE POLICY visible ON case_event FOR SELECT
    USING (EXISTS (SELECT FROM cases c WHERE c.id = case_id)
           AND (kind <> 'team-note-added'
                OR 'on' IN ((SELECT current_setting('app.officer', true)), (SELECT current_setting('app.system', true)))));
