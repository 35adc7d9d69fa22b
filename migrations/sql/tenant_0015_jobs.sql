-- What the program gave up can be taken up again, or put aside with a reason, by those who sort the council's mail.
ALTER TABLE job DROP CONSTRAINT job_state_check,
    ADD CONSTRAINT job_state_check CHECK (state IN ('waiting', 'done', 'dead', 'discarded'));

-- What was decided about a job that was given up, by whom and when. Only added to.
CREATE TABLE job_decision (
    id       uuid PRIMARY KEY,
    job_id   uuid NOT NULL REFERENCES job,
    decision text NOT NULL CHECK (decision IN ('retried', 'discarded')),
    reason   text,
    -- Empty where the operator did it.
    made_by  uuid REFERENCES person,
    made_at  timestamptz NOT NULL,
    CHECK ((decision = 'discarded') = (reason IS NOT NULL))
);
CREATE INDEX job_decision_newest ON job_decision (made_at DESC, id DESC);

-- A job is taken up or put aside in the statement that writes this, so nobody else does either; `app.desk` is on for whoever may. In
-- their own name, as events are.
ALTER TABLE job_decision ENABLE ROW LEVEL SECURITY;
CREATE POLICY desk ON job_decision
    USING ('on' IN ((SELECT current_setting('app.desk', true)), (SELECT current_setting('app.system', true))))
    WITH CHECK ((SELECT current_setting('app.desk', true)) = 'on'
                    AND made_by::text = (SELECT split_part(current_setting('app.subjects', true), ',', 1))
                OR (SELECT current_setting('app.system', true)) = 'on' AND made_by IS NULL);
