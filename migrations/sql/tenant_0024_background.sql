-- Background work takes steps in this order. With many on one day, an index of the days alone has all of them sorted for each fifty.
CREATE INDEX deadline_steps ON deadline (next_on, case_id) WHERE next_on IS NOT NULL;
DROP INDEX deadline_next;

-- Background work sees every case, and that is asked first: where a statement may touch many rows, PostgreSQL reads all cases of the
-- council once to answer the other half, and need not where the first half is true. Nobody sees more or less than before.
ALTER POLICY visible ON case_constituent
    USING ((SELECT current_setting('app.system', true)) = 'on' OR EXISTS (SELECT FROM cases c WHERE c.id = case_id));
ALTER POLICY visible ON constituent
    USING ((SELECT current_setting('app.system', true)) = 'on'
           OR EXISTS (SELECT FROM case_constituent l WHERE l.constituent_id = constituent.id));
ALTER POLICY visible ON deadline
    USING ((SELECT current_setting('app.system', true)) = 'on' OR EXISTS (SELECT FROM cases c WHERE c.id = case_id));
ALTER POLICY visible ON case_link
    USING ((SELECT current_setting('app.system', true)) = 'on'
           OR EXISTS (SELECT FROM cases c WHERE c.id = from_case) OR EXISTS (SELECT FROM cases c WHERE c.id = to_case));
ALTER POLICY visible ON resident_message
    USING ((SELECT current_setting('app.system', true)) = 'on' OR EXISTS (SELECT FROM cases c WHERE c.id = case_id));
ALTER POLICY known ON resident_message
    USING ((SELECT current_setting('app.system', true)) = 'on' OR EXISTS (SELECT FROM cases c WHERE c.id = case_id));
ALTER POLICY visible ON copy_address
    USING ((SELECT current_setting('app.system', true)) = 'on' OR EXISTS (SELECT FROM cases c WHERE c.id = case_id));
ALTER POLICY known ON copy_address
    USING ((SELECT current_setting('app.system', true)) = 'on' OR EXISTS (SELECT FROM cases c WHERE c.id = case_id));
ALTER POLICY visible ON copy_message
    USING ((SELECT current_setting('app.system', true)) = 'on' OR EXISTS (SELECT FROM cases c WHERE c.id = case_id));
ALTER POLICY known ON copy_message
    USING ((SELECT current_setting('app.system', true)) = 'on' OR EXISTS (SELECT FROM cases c WHERE c.id = case_id));
ALTER POLICY visible ON guest_link
    USING ((SELECT current_setting('app.system', true)) = 'on' OR EXISTS (SELECT FROM cases c WHERE c.id = case_id));
ALTER POLICY visible ON guest_word
    USING ((SELECT current_setting('app.system', true)) = 'on' OR EXISTS (SELECT FROM guest_link l WHERE l.id = link_id));
ALTER POLICY own ON draft_file
    USING ((SELECT current_setting('app.system', true)) = 'on' OR EXISTS (SELECT FROM draft d WHERE d.id = draft_id));
ALTER POLICY visible ON note_version
    USING ((SELECT current_setting('app.system', true)) = 'on' OR EXISTS (SELECT FROM note n WHERE n.id = note_id));
ALTER POLICY visible ON note
    USING ((SELECT current_setting('app.system', true)) = 'on'
           OR EXISTS (SELECT FROM cases c WHERE c.id = case_id)
              AND (audience <> 'team' OR (SELECT current_setting('app.officer', true)) = 'on'));
ALTER POLICY visible ON file
    USING ((SELECT current_setting('app.system', true)) = 'on'
           OR EXISTS (SELECT FROM cases c WHERE c.id = case_id)
              AND (audience <> 'team' OR (SELECT current_setting('app.officer', true)) = 'on'));
ALTER POLICY visible ON case_event
    USING ((SELECT current_setting('app.system', true)) = 'on'
           OR EXISTS (SELECT FROM cases c WHERE c.id = case_id)
              AND (kind NOT LIKE 'team-%' OR (SELECT current_setting('app.officer', true)) = 'on'));
ALTER POLICY own ON notice
    USING ((SELECT current_setting('app.system', true)) = 'on'
           OR person_id = (SELECT nullif(split_part(current_setting('app.subjects', true), ',', 1), '')::uuid)
              AND (case_id IS NULL OR EXISTS (SELECT FROM cases c WHERE c.id = case_id)));
