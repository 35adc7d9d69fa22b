-- Starters, movers and leavers (R60): what feeds of people say, what is to happen by it, who decided, and from when until when
-- somebody may come in.

ALTER TABLE person
    -- How they came: by the council's files or by a feed.
    ADD COLUMN origin text NOT NULL DEFAULT 'files' CHECK (origin IN ('files', 'feed')),
    -- The first and the last day on which they may come in, by the council's day; empty for already, and for good.
    ADD COLUMN access_from date,
    ADD COLUMN access_until date;

-- A row of a feed as it was read last. Who of the council it is, and the team that they have by it.
CREATE TABLE people_record (
    seat      text NOT NULL,
    key       text NOT NULL,
    body      jsonb NOT NULL,
    -- The source does not have it any more; it had two that say different things; somebody said to leave it out.
    gone      boolean NOT NULL DEFAULT false,
    twice     boolean NOT NULL DEFAULT false,
    left_out  boolean NOT NULL DEFAULT false,
    person_id uuid UNIQUE REFERENCES person,
    group_id  uuid REFERENCES work_group,
    read_at   timestamptz NOT NULL,
    PRIMARY KEY (seat, key)
);

-- What is to happen. One of each feed waits; what was decided stays as it was.
CREATE TABLE people_plan (
    id         uuid PRIMARY KEY,
    -- In the order in which they were made: several may be made at one moment.
    number     bigint NOT NULL UNIQUE GENERATED ALWAYS AS IDENTITY,
    seat       text NOT NULL,
    state      text NOT NULL CHECK (state IN ('waiting', 'held', 'applied', 'dismissed', 'superseded')),
    body       jsonb NOT NULL,
    -- Of the body: whoever decides about it has seen this one.
    hash       bytea NOT NULL,
    -- Of what was left undone on purpose: the same is not asked again.
    left_hash  bytea,
    made_at    timestamptz NOT NULL,
    decided_at timestamptz,
    -- Empty where the council's way is to put plans in force by themselves.
    decided_by uuid REFERENCES person,
    reason     text
);
CREATE UNIQUE INDEX people_plan_open ON people_plan (seat) WHERE state IN ('waiting', 'held');
CREATE INDEX people_plan_decided ON people_plan (number DESC) WHERE decided_at IS NOT NULL;

-- What is settled and has a day to come: access begins, or ended with the day before.
CREATE TABLE people_step (
    person_id uuid NOT NULL REFERENCES person,
    what      text NOT NULL CHECK (what IN ('join', 'leave')),
    on_day    date NOT NULL,
    -- Who takes over the cases of a councillor, where somebody has said so.
    successor uuid REFERENCES person,
    plan_id   uuid REFERENCES people_plan,
    PRIMARY KEY (person_id, what)
);
CREATE INDEX people_step_due ON people_step (on_day, person_id);

-- Which team a unit of a feed is; none where nobody who works there uses Wardbook. `key` is the unit as it is compared.
CREATE TABLE people_unit (
    key      text PRIMARY KEY,
    unit     text[] NOT NULL,
    group_id uuid REFERENCES work_group,
    said_by  uuid NOT NULL REFERENCES person,
    said_at  timestamptz NOT NULL
);

-- What happened to whose access and work, and who decided it. Only added to.
CREATE TABLE people_log (
    id        uuid PRIMARY KEY,
    -- In the order in which it happened.
    number    bigint NOT NULL UNIQUE GENERATED ALWAYS AS IDENTITY,
    at        timestamptz NOT NULL,
    -- Empty for the program itself.
    made_by   uuid REFERENCES person,
    what      text NOT NULL,
    plan_id   uuid REFERENCES people_plan,
    person_id uuid REFERENCES person,
    details   jsonb NOT NULL
);
CREATE INDEX people_log_plan ON people_log (plan_id, number DESC);

-- For the council's admins and the program alone. A person decides in their own name.
ALTER TABLE people_record ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_plan ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_step ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_unit ENABLE ROW LEVEL SECURITY;
ALTER TABLE people_log ENABLE ROW LEVEL SECURITY;
CREATE POLICY admin ON people_record
    USING ('on' IN ((SELECT current_setting('app.admin', true)), (SELECT current_setting('app.system', true))));
CREATE POLICY admin ON people_plan
    USING ('on' IN ((SELECT current_setting('app.admin', true)), (SELECT current_setting('app.system', true))));
CREATE POLICY decided ON people_plan AS RESTRICTIVE FOR UPDATE USING (state IN ('waiting', 'held')) WITH CHECK (true);
CREATE POLICY admin ON people_step
    USING ('on' IN ((SELECT current_setting('app.admin', true)), (SELECT current_setting('app.system', true))));
CREATE POLICY admin ON people_unit
    USING ('on' IN ((SELECT current_setting('app.admin', true)), (SELECT current_setting('app.system', true))));
CREATE POLICY admin ON people_log
    USING ('on' IN ((SELECT current_setting('app.admin', true)), (SELECT current_setting('app.system', true))));

-- Open cases whose councillor has left are looked for by whose they are.
CREATE INDEX cases_open_member ON cases (member_id, id) WHERE closed_at IS NULL;

-- Whoever takes somebody's access ends their absences, and those in which they were to stand in.
CREATE POLICY system ON absence FOR UPDATE USING ((SELECT current_setting('app.system', true)) = 'on');
