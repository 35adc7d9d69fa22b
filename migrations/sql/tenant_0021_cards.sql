-- What somebody made of their home page (R53), and the address under which a calendar of theirs can be read (R54).

-- Cards of the home page in a person's own order. Who has chosen nothing has no row.
CREATE TABLE home_cards (
    person_id  uuid PRIMARY KEY REFERENCES person,
    -- Every card that there was when they chose. One that came since stands where it stands for everybody.
    ordered    text[] NOT NULL,
    hidden     text[] NOT NULL,
    changed_at timestamptz NOT NULL
);

-- One secret address for each person; a new one takes the place of the old.
CREATE TABLE calendar_link (
    person_id    uuid PRIMARY KEY REFERENCES person,
    hash         bytea NOT NULL UNIQUE CHECK (length(hash) = 32),
    -- Every meeting of the council, and not only those of committees on which the person sits.
    all_meetings boolean NOT NULL,
    made_at      timestamptz NOT NULL
);

-- Nobody reads or changes them but the person; the program finds whose an address is.
ALTER TABLE home_cards ENABLE ROW LEVEL SECURITY;
ALTER TABLE calendar_link ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON home_cards
    USING (person_id = (SELECT nullif(split_part(current_setting('app.subjects', true), ',', 1), '')::uuid));
CREATE POLICY own ON calendar_link
    USING (person_id = (SELECT nullif(split_part(current_setting('app.subjects', true), ',', 1), '')::uuid)
           OR (SELECT current_setting('app.system', true)) = 'on')
    WITH CHECK (person_id = (SELECT nullif(split_part(current_setting('app.subjects', true), ',', 1), '')::uuid));

-- A figure is shown beside those of the council's other wards.
CREATE INDEX feed_item_statistic ON feed_item ((body ->> 'statistic')) WHERE kind = 'ward-facts';
