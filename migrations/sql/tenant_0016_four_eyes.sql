-- Who gave the answer that stands, so that somebody else can be asked to check it (R17).
ALTER TABLE cases ADD COLUMN answered_by uuid;
