-- Telling people: how each of them wants to hear of things, one mail a day, and who stands in for whom (issue 3, point 9).

-- How somebody wants to hear of each kind of news. Who has chosen nothing has no row, and is told as `casework::news` says.
CREATE TABLE telling_choice (
    person_id  uuid PRIMARY KEY REFERENCES person,
    waiting    text NOT NULL CHECK (waiting IN ('at-once', 'daily', 'here')),
    own        text NOT NULL CHECK (own IN ('at-once', 'daily', 'here')),
    team       text NOT NULL CHECK (team IN ('at-once', 'daily', 'here')),
    colleagues text NOT NULL CHECK (colleagues IN ('at-once', 'daily', 'here', 'not')),
    -- Of their mails; none: the council's first language.
    lang       text CHECK (lang IN ('en', 'cy')),
    changed_at timestamptz NOT NULL
);

-- Nobody reads or changes it but the person, and the program that tells them.
ALTER TABLE telling_choice ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON telling_choice
    USING (person_id = (SELECT nullif(split_part(current_setting('app.subjects', true), ',', 1), '')::uuid)
           OR (SELECT current_setting('app.system', true)) = 'on')
    WITH CHECK (person_id = (SELECT nullif(split_part(current_setting('app.subjects', true), ',', 1), '')::uuid));

-- Who is away and who stands in. Each is kept as it was said; one that was taken back or said anew has ended. Both days belong to it.
CREATE TABLE absence (
    id         uuid PRIMARY KEY,
    person_id  uuid NOT NULL REFERENCES person,
    deputy_id  uuid NOT NULL REFERENCES person,
    from_on    date NOT NULL,
    until_on   date NOT NULL CHECK (until_on >= from_on),
    said_at    timestamptz NOT NULL,
    ended_at   timestamptz,
    CHECK (deputy_id <> person_id)
);
CREATE UNIQUE INDEX absence_one ON absence (person_id) WHERE ended_at IS NULL;
CREATE INDEX absence_deputy ON absence (deputy_id, until_on) WHERE ended_at IS NULL;

-- Colleagues see who is away; each says it of themselves alone, and nobody takes it out of the record.
ALTER TABLE absence ENABLE ROW LEVEL SECURITY;
CREATE POLICY known ON absence FOR SELECT
    USING ((SELECT nullif(current_setting('app.subjects', true), '')) IS NOT NULL OR (SELECT current_setting('app.system', true)) = 'on');
CREATE POLICY say ON absence FOR INSERT
    WITH CHECK (person_id = (SELECT nullif(split_part(current_setting('app.subjects', true), ',', 1), '')::uuid));
CREATE POLICY take_back ON absence FOR UPDATE
    USING (person_id = (SELECT nullif(split_part(current_setting('app.subjects', true), ',', 1), '')::uuid));

-- A notice can say that something waits for somebody who is away, to a deputy who may not see the case: it then names no case.
ALTER TABLE notice
    ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid(),
    -- What the news is to the person: a word of `casework::news::Topic`.
    ADD COLUMN topic text NOT NULL DEFAULT 'own' CHECK (topic IN ('waiting', 'own', 'team', 'colleagues')),
    -- For whom the person stands in.
    ADD COLUMN for_person uuid REFERENCES person,
    -- The working day whose mail tells of it, and the mail that does; no day where it goes by itself or not at all.
    ADD COLUMN daily_on date,
    ADD COLUMN digest_id uuid;
ALTER TABLE notice DROP CONSTRAINT notice_pkey;
ALTER TABLE notice ADD PRIMARY KEY (id);
ALTER TABLE notice ALTER COLUMN case_id DROP NOT NULL, ALTER COLUMN seq DROP NOT NULL;
ALTER TABLE notice ADD CHECK ((case_id IS NULL) = (seq IS NULL)), ADD CHECK (case_id IS NOT NULL OR for_person IS NOT NULL);
CREATE UNIQUE INDEX notice_once ON notice (person_id, case_id, seq);
CREATE INDEX notice_list ON notice (person_id, at DESC, id);
DROP INDEX notice_newest;
CREATE INDEX notice_daily ON notice (daily_on, person_id) WHERE daily_on IS NOT NULL AND digest_id IS NULL;
CREATE INDEX notice_digest ON notice (digest_id) WHERE digest_id IS NOT NULL;

DROP POLICY own ON notice;
CREATE POLICY own ON notice
    USING (person_id = (SELECT nullif(split_part(current_setting('app.subjects', true), ',', 1), '')::uuid)
               AND (case_id IS NULL OR EXISTS (SELECT FROM cases c WHERE c.id = case_id))
           OR (SELECT current_setting('app.system', true)) = 'on');
