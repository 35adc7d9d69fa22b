-- A day that was agreed (R23, R24), and the council's deadline that stands still meanwhile with the working days that were left (R28).
ALTER TABLE cases ADD COLUMN agreed_day date;
ALTER TABLE cases ADD COLUMN paused_target text;
ALTER TABLE cases ADD COLUMN paused_days_left int;
ALTER TABLE cases ADD CONSTRAINT cases_paused CHECK ((paused_target IS NULL) = (paused_days_left IS NULL));
