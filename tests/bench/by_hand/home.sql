\set member random(1, :members)
SELECT stage, count(*) AS cases, count(*) FILTER (WHERE due_on < current_date) AS overdue FROM by_hand.matter WHERE member_id = :member AND closed_at IS NULL GROUP BY stage;
SELECT m.ref, m.summary, m.stage, m.updated_at, r.body, r.written_at FROM (SELECT id, ref, summary, stage, updated_at FROM by_hand.matter WHERE member_id = :member ORDER BY updated_at DESC LIMIT 10) m LEFT JOIN LATERAL (SELECT body, written_at FROM by_hand.remark WHERE matter_id = m.id ORDER BY written_at DESC LIMIT 1) r ON true ORDER BY m.updated_at DESC;
