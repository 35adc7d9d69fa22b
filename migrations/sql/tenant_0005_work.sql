-- Background work of a council (R27 to R29): what deadlines ask for, effects outside, and who is told what.

-- The next day on which a deadline asks for something, and the last one that was looked at. Reminders that were due before this
-- step landed are not sent afterwards.
ALTER TABLE deadline ADD COLUMN next_on date, ADD COLUMN done_through date;
UPDATE deadline SET done_through = current_date,
    next_on = (SELECT min(d) FROM unnest(remind_on || (due_on + 1)) d WHERE d > current_date);
CREATE INDEX deadline_next ON deadline (next_on) WHERE next_on IS NOT NULL;

-- Messages of before were read by nobody, and say nothing of whom to tell: nobody is told of last year's news.
UPDATE outbox SET sent_at = at WHERE sent_at IS NULL;

-- Effects outside the database, such as mail. A claimed job is due again later, so that one whose worker died is taken up again;
-- its id goes along as the idempotency key.
CREATE TABLE job (
    id         uuid PRIMARY KEY,
    kind       text NOT NULL,
    -- Whatever makes it this job: another one of the same key is not added.
    key        text NOT NULL UNIQUE,
    payload    jsonb NOT NULL,
    state      text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'dead')),
    due_at     timestamptz NOT NULL,
    attempts   int NOT NULL DEFAULT 0,
    last_error text,
    created_at timestamptz NOT NULL,
    ended_at   timestamptz
) WITH (autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX job_due ON job (due_at, id) WHERE state = 'waiting';
CREATE INDEX job_dead ON job (ended_at DESC, id) WHERE state = 'dead';

CREATE TABLE work_fence (
    one   boolean PRIMARY KEY DEFAULT true CHECK (one),
    fence bigint NOT NULL
);
INSERT INTO work_fence (fence) VALUES (0);

-- What somebody is told of a case: one line for one event of its history.
CREATE TABLE notice (
    person_id uuid NOT NULL REFERENCES person,
    case_id   uuid NOT NULL REFERENCES cases,
    seq       int NOT NULL,
    kind      text NOT NULL,
    at        timestamptz NOT NULL,
    read_at   timestamptz,
    PRIMARY KEY (person_id, case_id, seq)
);
CREATE INDEX notice_newest ON notice (person_id, at DESC, case_id, seq);
CREATE INDEX notice_unread ON notice (person_id) WHERE read_at IS NULL;

-- Notices are the reader's own, of cases that they still may see.
ALTER TABLE notice ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON notice
    USING (person_id = (SELECT nullif(split_part(current_setting('app.subjects', true), ',', 1), '')::uuid)
               AND EXISTS (SELECT FROM cases c WHERE c.id = case_id)
           OR (SELECT current_setting('app.system', true)) = 'on');
