//! Rows of notices.

use chrono::{DateTime, Utc};
use sea_orm::{DbErr, FromQueryResult};
use uuid::Uuid;

use crate::tenancy::TenantTx;

/// One thing that somebody is told.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Notice {
    pub reference: String,
    pub summary: String,
    /// Name of the event, as in the history.
    pub kind: String,
    pub actor: Option<String>,
    pub at: DateTime<Utc>,
    pub read_at: Option<DateTime<Utc>>,
    pub case_id: Uuid,
    pub seq: i32,
}

/// A notice's place in the list.
#[derive(Clone, Copy, Debug)]
pub struct At {
    pub at: DateTime<Utc>,
    pub case_id: Uuid,
    pub seq: i32,
}

macro_rules! newest {
    ($narrowed:literal) => {
        concat!(
            "SELECT c.reference, c.summary, n.kind, p.name AS actor, n.at, n.read_at, n.case_id, n.seq
             FROM (SELECT * FROM notice WHERE person_id = $1 ",
            $narrowed,
            " ORDER BY at DESC, case_id, seq LIMIT $2) n
             JOIN cases c ON c.id = n.case_id
             LEFT JOIN case_event e ON e.case_id = n.case_id AND e.seq = n.seq
             LEFT JOIN person p ON p.id = e.actor_id
             ORDER BY n.at DESC, n.case_id, n.seq"
        )
    };
}

pub(super) async fn newest(tx: &TenantTx, person: Uuid, after: Option<At>, limit: i64) -> Result<Vec<Notice>, DbErr> {
    let (person, limit) = (person.into(), limit.into());
    match after {
        None => tx.all(newest!(""), vec![person, limit]).await,
        Some(after) => {
            let values = vec![person, limit, after.at.into(), after.case_id.into(), after.seq.into()];
            tx.all(newest!("AND (at < $3 OR at = $3 AND (case_id, seq) > ($4, $5))"), values).await
        }
    }
}

#[derive(FromQueryResult)]
struct Count {
    count: i64,
}

pub(super) async fn unread(tx: &TenantTx, person: Uuid) -> Result<i64, DbErr> {
    let sql = "SELECT count(*) FROM (SELECT FROM notice WHERE person_id = $1 AND read_at IS NULL LIMIT 100) n";
    Ok(tx.one::<Count>(sql, vec![person.into()]).await?.map_or(0, |row| row.count))
}

pub(super) async fn mark_read(
    tx: &TenantTx,
    person: Uuid,
    reference: Option<String>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    match reference {
        None => {
            let sql = "UPDATE notice SET read_at = $2 WHERE person_id = $1 AND read_at IS NULL";
            tx.run(sql, vec![person.into(), now.into()]).await?;
        }
        Some(reference) => {
            let sql = "UPDATE notice SET read_at = $2 WHERE person_id = $1 AND read_at IS NULL
                       AND case_id = (SELECT id FROM cases WHERE reference = $3)";
            tx.run(sql, vec![person.into(), now.into(), reference.into()]).await?;
        }
    }
    Ok(())
}

#[derive(FromQueryResult)]
struct Told {
    messages: i64,
}

/// Takes messages out of the outbox and makes a notice of each for everybody it names but whoever did it. One statement: a
/// message is told whole or not at all.
///
/// With `mail_at`, everybody who has an address also gets a mail then. What residents are told of becomes a job of the slice
/// `residents`, from when the office opens, and what those are told who get copies, one of `copies`.
pub(super) async fn tell(
    tx: &TenantTx,
    limit: i64,
    now: DateTime<Utc>,
    mail_at: Option<DateTime<Utc>>,
    office_opens: DateTime<Utc>,
) -> Result<u64, DbErr> {
    let told = tx
        .one::<Told>(
            "WITH taken AS (
                SELECT id FROM outbox WHERE sent_at IS NULL ORDER BY at, id LIMIT $1 FOR UPDATE SKIP LOCKED
             ), m AS (
                UPDATE outbox SET sent_at = $2 FROM taken WHERE outbox.id = taken.id RETURNING outbox.id, outbox.at, outbox.payload
             ), told AS (
                INSERT INTO notice (person_id, case_id, seq, kind, at)
                SELECT DISTINCT ON (p.id, m.id) p.id, (m.payload ->> 'case')::uuid, x.seq, x.kind, m.at
                FROM m CROSS JOIN ROWS FROM (jsonb_to_recordset(jsonb_build_array(m.payload) || coalesce(m.payload -> 'also', '[]'))
                    AS (seq int, kind text, persons uuid[], groups uuid[])) WITH ORDINALITY AS x(seq, kind, persons, groups, place)
                JOIN person p ON p.active AND p.id IS DISTINCT FROM (m.payload ->> 'actor')::uuid
                    AND (p.id = ANY(x.persons) OR p.group_ids && x.groups)
                WHERE x.seq IS NOT NULL
                ORDER BY p.id, m.id, x.kind <> 'mentioned', x.place
                ON CONFLICT DO NOTHING RETURNING person_id, case_id, seq, kind
             ), mailed AS (
                INSERT INTO job (id, kind, key, payload, due_at, created_at)
                SELECT gen_random_uuid(), 'mail', concat_ws('/', 'notice', t.person_id, t.case_id, t.seq),
                    jsonb_build_object('person', t.person_id, 'case', t.case_id, 'seq', t.seq, 'kind', t.kind), $3, $2
                FROM told t JOIN person p ON p.id = t.person_id AND p.email IS NOT NULL
                WHERE $3::timestamptz IS NOT NULL
                ON CONFLICT DO NOTHING
             ), residents AS (
                INSERT INTO job (id, kind, key, payload, due_at, created_at)
                SELECT gen_random_uuid(), 'residents', concat_ws('/', 'residents', x.\"case\", x.residents),
                    jsonb_build_object('case', x.\"case\", 'cause', x.residents), $4, $2
                FROM m, jsonb_to_record(m.payload) AS x(\"case\" uuid, residents int)
                WHERE x.residents IS NOT NULL
                ON CONFLICT DO NOTHING
             ), copies AS (
                INSERT INTO job (id, kind, key, payload, due_at, created_at)
                SELECT gen_random_uuid(), 'copies', concat_ws('/', 'copies', x.\"case\", x.copies),
                    jsonb_build_object('case', x.\"case\", 'cause', x.copies), $4, $2
                FROM m, jsonb_to_record(m.payload) AS x(\"case\" uuid, copies int)
                WHERE EXISTS (SELECT FROM copy_address a WHERE a.case_id = x.\"case\" AND a.ended IS NULL AND x.copies IS NOT NULL)
                ON CONFLICT DO NOTHING
             )
             SELECT count(*) AS messages FROM m",
            vec![limit.into(), now.into(), mail_at.into(), office_opens.into()],
        )
        .await?;
    Ok(told.and_then(|told| u64::try_from(told.messages).ok()).unwrap_or_default())
}
