//! From messages to notices, mails and daily mails.

use casework::news::Choice;
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{DbErr, FromQueryResult};

use crate::tenancy::TenantTx;

#[derive(FromQueryResult)]
struct Told {
    messages: i64,
}

/// When those who are told now get their mail.
pub(in crate::notices) struct When {
    pub now: DateTime<Utc>,
    /// Whoever is away on this day has a deputy.
    pub today: NaiveDate,
    pub office_opens: DateTime<Utc>,
    /// The day of the next daily mail, and of the one before: what happened before that one went is late, and goes at once.
    pub daily_on: NaiveDate,
    pub late_on: NaiveDate,
    pub late_before: DateTime<Utc>,
    /// Whether there is mail at all.
    pub mail: bool,
    /// Seats of the channels that tell other programs (R61).
    pub event_seats: Vec<String>,
}

/// Takes messages out of the outbox and makes a notice of each for everybody it names but whoever did it, and for the deputies of
/// those for whom the case waits. One statement: a message is told whole or not at all, and nobody is told of it twice: what
/// waits for them comes first, then what waits for somebody who is away.
///
/// A deputy who may not see the case gets a notice that names none. Mail goes as each has chosen; `choice` is for whoever has chosen
/// nothing. What residents are told of becomes a job of the slice `residents`, from when the office opens, and what those are told who
/// get copies, one of `copies`. What other programs are told becomes a job of the slice `channels`, one for each seat.
pub(in crate::notices) async fn tell(tx: &TenantTx, limit: i64, when: &When, choice: &Choice) -> Result<u64, DbErr> {
    let choice = serde_json::to_value(choice).map_err(|error| DbErr::Json(error.to_string()))?;
    let told = tx
        .one::<Told>(
            "WITH taken AS (
                SELECT id FROM outbox WHERE sent_at IS NULL ORDER BY at, id LIMIT $1 FOR UPDATE SKIP LOCKED
             ), m AS (
                UPDATE outbox SET sent_at = $2 FROM taken WHERE outbox.id = taken.id RETURNING outbox.id, outbox.at, outbox.payload
             ), happened AS (
                SELECT m.id AS message, m.at, (m.payload ->> 'case')::uuid AS case_id, (m.payload ->> 'actor')::uuid AS actor, x.*
                FROM m CROSS JOIN ROWS FROM (jsonb_to_recordset(jsonb_build_array(m.payload) || coalesce(m.payload -> 'also', '[]'))
                    AS (seq int, kind text, persons uuid[], groups uuid[], waits uuid[], wards uuid[], parties uuid[]))
                    WITH ORDINALITY AS x(seq, kind, persons, groups, waits, wards, parties, place)
                WHERE x.seq IS NOT NULL
             ), hearer AS (
                SELECT h.message, h.place, h.at, h.case_id, h.seq, h.kind, h.actor, p.id AS person_id,
                    CASE WHEN p.id = ANY(h.waits) OR p.group_ids && h.waits THEN 'waiting' WHEN p.id = ANY(h.persons) THEN 'own'
                         WHEN p.group_ids && h.groups THEN 'team' ELSE 'colleagues' END AS topic
                FROM happened h JOIN person p ON p.active AND p.id IS DISTINCT FROM h.actor
                    AND (p.id = ANY(h.persons) OR p.group_ids && h.groups OR p.ward_ids && h.wards AND p.id <> ALL(h.parties))
             ), everybody AS (
                SELECT message, place, at, case_id, seq, kind, topic, person_id, NULL::uuid AS for_person FROM hearer
                UNION ALL
                SELECT h.message, h.place, h.at, c.id, CASE WHEN c.id IS NOT NULL THEN h.seq END,
                    CASE WHEN c.id IS NULL THEN 'unseen' WHEN h.kind = 'mentioned' THEN 'mentioned-away' ELSE h.kind END, h.topic, d.id, h.person_id
                FROM hearer h
                JOIN absence a ON a.person_id = h.person_id AND a.ended_at IS NULL AND $3 BETWEEN a.from_on AND a.until_on
                JOIN person d ON d.id = a.deputy_id AND d.active AND d.id IS DISTINCT FROM h.actor
                LEFT JOIN cases c ON c.id = h.case_id AND c.visible_to && (ARRAY[d.id] || d.group_ids || d.ward_ids)
                WHERE h.topic = 'waiting'
             ), once AS (
                SELECT DISTINCT ON (e.person_id, e.message) e.*,
                    coalesce(to_jsonb(t) ->> e.topic, $4::jsonb ->> e.topic) AS how, p.email IS NOT NULL AND $5 AS by_mail
                FROM everybody e JOIN person p ON p.id = e.person_id LEFT JOIN telling_choice t ON t.person_id = e.person_id
                ORDER BY e.person_id, e.message, e.topic <> 'waiting', e.for_person IS NOT NULL, e.kind <> 'mentioned', e.place
             ), told AS (
                INSERT INTO notice (person_id, case_id, seq, kind, at, topic, for_person, daily_on)
                SELECT person_id, case_id, seq, kind, at, topic, for_person,
                    CASE WHEN how = 'daily' AND by_mail THEN CASE WHEN at < $8 THEN $9::date ELSE $6::date END END
                FROM once WHERE how <> 'not'
                ON CONFLICT DO NOTHING RETURNING id, person_id, case_id, seq, kind, topic
             ), mailed AS (
                INSERT INTO job (id, kind, key, payload, due_at, created_at)
                SELECT gen_random_uuid(), 'mail', 'notice/' || n.id,
                    jsonb_build_object('notice', n.id, 'person', n.person_id, 'case', n.case_id, 'seq', n.seq, 'kind', n.kind), $7, $2
                FROM told n JOIN person p ON p.id = n.person_id LEFT JOIN telling_choice t ON t.person_id = n.person_id
                WHERE $5 AND p.email IS NOT NULL AND coalesce(to_jsonb(t) ->> n.topic, $4::jsonb ->> n.topic) = 'at-once'
                ON CONFLICT DO NOTHING
             ), residents AS (
                INSERT INTO job (id, kind, key, payload, due_at, created_at)
                SELECT gen_random_uuid(), 'residents', concat_ws('/', 'residents', x.\"case\", x.residents),
                    jsonb_build_object('case', x.\"case\", 'cause', x.residents), $7, $2
                FROM m, jsonb_to_record(m.payload) AS x(\"case\" uuid, residents int)
                WHERE x.residents IS NOT NULL
                ON CONFLICT DO NOTHING
             ), copies AS (
                INSERT INTO job (id, kind, key, payload, due_at, created_at)
                SELECT gen_random_uuid(), 'copies', concat_ws('/', 'copies', x.\"case\", x.copies),
                    jsonb_build_object('case', x.\"case\", 'cause', x.copies), $7, $2
                FROM m, jsonb_to_record(m.payload) AS x(\"case\" uuid, copies int)
                WHERE EXISTS (SELECT FROM copy_address a WHERE a.case_id = x.\"case\" AND a.ended IS NULL AND x.copies IS NOT NULL)
                ON CONFLICT DO NOTHING
             ), events AS (
                INSERT INTO job (id, kind, key, payload, due_at, created_at)
                SELECT gen_random_uuid(), 'event', concat_ws('/', 'event', m.payload ->> 'case', e.seq, s.seat),
                    jsonb_build_object('case', m.payload ->> 'case', 'seq', e.seq, 'event', e.name, 'stage', e.stage, 'seat', s.seat), $2, $2
                FROM m CROSS JOIN jsonb_to_recordset(m.payload -> 'events') AS e(seq int, name text, stage text)
                    CROSS JOIN unnest($10::text[]) AS s(seat)
                ON CONFLICT DO NOTHING
             )
             SELECT count(*) AS messages FROM m",
            vec![
                limit.into(),
                when.now.into(),
                when.today.into(),
                choice.into(),
                when.mail.into(),
                when.daily_on.into(),
                when.office_opens.into(),
                when.late_before.into(),
                when.late_on.into(),
                when.event_seats.clone().into(),
            ],
        )
        .await?;
    Ok(told.and_then(|told| u64::try_from(told.messages).ok()).unwrap_or_default())
}

/// Makes the daily mails of all days up to this one: a job for each person for whom notices wait, and each notice marked with it. One
/// statement, so that a notice is in one mail, whatever becomes of the worker; its id is the mail's.
pub(in crate::notices) async fn make_daily(tx: &TenantTx, day: NaiveDate, now: DateTime<Utc>) -> Result<u64, DbErr> {
    tx.run(
        "WITH waiting AS (
            SELECT id, person_id FROM notice WHERE daily_on <= $1 AND digest_id IS NULL FOR UPDATE
         ), mail AS (
            SELECT gen_random_uuid() AS id, person_id FROM waiting GROUP BY person_id
         ), marked AS (
            UPDATE notice SET digest_id = mail.id FROM waiting JOIN mail USING (person_id) WHERE notice.id = waiting.id
         )
         INSERT INTO job (id, kind, key, payload, due_at, created_at)
         SELECT id, 'mail', 'daily/' || id, jsonb_build_object('person', person_id, 'daily', id), $2, $2 FROM mail",
        vec![day.into(), now.into()],
    )
    .await
}
