\set area random(1, :areas)
\set status random(1, 4)
SELECT m.ref, m.summary, m.stage, m.status, m.kind, m.raised_at, m.due_on, s.name AS service, p.name AS member FROM by_hand.matter m JOIN by_hand.kind_of_service s ON s.id = m.service_id JOIN by_hand.member p ON p.id = m.member_id WHERE m.area_id = :area AND m.status = (ARRAY['open', 'waiting', 'resolved', 'closed'])[:status] ORDER BY m.due_on, m.id LIMIT 25;
