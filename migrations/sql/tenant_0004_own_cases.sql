-- Whoever a case was raised for sees it, as `visible_to` says too. Comparing one id first spares their home page, which counts all
-- their open cases, the comparison of two arrays for each of them (575 µs became 319 with 357 open cases).
-- `nullif`: a setting that was once set in a session is empty afterwards, not absent.
DROP POLICY visible ON cases;
CREATE POLICY visible ON cases
    USING (member_id = (SELECT nullif(split_part(current_setting('app.subjects', true), ',', 1), '')::uuid)
           OR visible_to && (SELECT string_to_array(current_setting('app.subjects', true), ',')::uuid[])
           OR (SELECT current_setting('app.system', true)) = 'on');
