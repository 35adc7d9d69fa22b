-- The facts of a case (R12): what happened so far, who was asked already, what the resident wants. Empty where nobody said.
ALTER TABLE cases
    ADD COLUMN history    text NOT NULL DEFAULT '',
    ADD COLUMN approached text NOT NULL DEFAULT '',
    ADD COLUMN wanted     text NOT NULL DEFAULT '';
