//! Rows of messages that a channel carries: jobs of kind `mail` to residents, `letter` and `event`.

use casework::channel::Carries;
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{DbErr, FromQueryResult};
use uuid::Uuid;

use crate::jobs::Why;
use crate::tenancy::TenantTx;

/// How often a message is tried before it is given up; the pauses between are in the statement below.
const TRIES: i32 = 8;

/// A job that was claimed.
#[derive(Debug, FromQueryResult)]
pub(super) struct Job {
    pub id: Uuid,
    case_id: Option<Uuid>,
    seq: Option<i32>,
    pub resident: Option<Uuid>,
    /// By which seat it goes; none where whichever carries its kind.
    pub seat: Option<String>,
    /// What happened, and at which stage the case was then.
    pub event: Option<String>,
    pub stage: Option<String>,
}

impl Job {
    /// Case and number of what it is about.
    pub fn message(&self) -> Option<(Uuid, i32)> {
        self.case_id.zip(self.seq)
    }
}

const fn kind(what: Carries) -> &'static str {
    match what {
        Carries::Email => "mail",
        Carries::Letter => "letter",
        Carries::Event => "event",
    }
}

/// Takes what waits longest, for longer each time it is taken.
pub(super) async fn claim(tx: &TenantTx, what: Carries, now: DateTime<Utc>) -> Result<Option<Job>, DbErr> {
    tx.one(
        "WITH j AS (
            SELECT id FROM job WHERE state = 'waiting' AND kind = $2 AND due_at <= $1
                AND (kind <> 'mail' OR payload->>'resident' IS NOT NULL AND payload->>'smtp' IS NULL)
            ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
         ), c AS (
            UPDATE job SET attempts = attempts + 1,
                due_at = $1 + (ARRAY['1 min', '5 min', '30 min', '2 h', '6 h', '12 h', '1 day', '1 day']::interval[])[least(attempts + 1, 8)]
            FROM j WHERE job.id = j.id RETURNING job.id, job.payload
         )
         SELECT c.id, x.\"case\" AS case_id, x.seq, x.resident, x.seat, x.event, x.stage
         FROM c, jsonb_to_record(c.payload)
             AS x(\"case\" uuid, seq int, resident uuid, seat text, event text, stage text)",
        vec![now.into(), kind(what).into()],
    )
    .await
}

pub(super) async fn done(tx: &TenantTx, id: Uuid, now: DateTime<Utc>) -> Result<(), DbErr> {
    let sql = "UPDATE job SET state = 'done', ended_at = $2, last_error = NULL WHERE id = $1";
    tx.run(sql, vec![id.into(), now.into()]).await?;
    Ok(())
}

pub(super) async fn give_up(tx: &TenantTx, id: Uuid, why: Why, now: DateTime<Utc>) -> Result<(), DbErr> {
    let sql = "UPDATE job SET state = 'dead', ended_at = $2, last_error = $3 WHERE id = $1";
    tx.run(sql, vec![id.into(), now.into(), why.to_string().into()]).await?;
    Ok(())
}

/// Tries it again, not before `at`; the last try was the last.
pub(super) async fn again(
    tx: &TenantTx,
    id: Uuid,
    why: Why,
    at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    tx.run(
        "UPDATE job SET last_error = $2, due_at = greatest(due_at, $3), state = CASE WHEN attempts >= $5 THEN 'dead' ELSE 'waiting' END,
             ended_at = CASE WHEN attempts >= $5 THEN $4::timestamptz END
         WHERE id = $1",
        vec![id.into(), why.to_string().into(), at.into(), now.into(), TRIES.into()],
    )
    .await?;
    Ok(())
}

/// What else goes the same way waits as long, and that is no try.
pub(super) async fn put_off_others(
    tx: &TenantTx,
    what: Carries,
    job: &Job,
    until: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    tx.run(
        "UPDATE job SET due_at = $3 WHERE state = 'waiting' AND kind = $1 AND due_at <= $2 AND payload->>'seat' IS NOT DISTINCT FROM $4
             AND (kind <> 'mail' OR payload->>'resident' IS NOT NULL AND payload->>'smtp' IS NULL)",
        vec![kind(what).into(), now.into(), until.into(), job.seat.clone().into()],
    )
    .await?;
    Ok(())
}

/// A mail goes by the mail server after all.
pub(super) async fn by_mail_server(tx: &TenantTx, id: Uuid, now: DateTime<Utc>) -> Result<(), DbErr> {
    let sql = "UPDATE job SET payload = payload || '{\"smtp\": true}', attempts = 0, due_at = $2 WHERE id = $1";
    tx.run(sql, vec![id.into(), now.into()]).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Next {
    at: Option<DateTime<Utc>>,
}

pub(super) async fn next(tx: &TenantTx, emails: bool) -> Result<Option<DateTime<Utc>>, DbErr> {
    let sql = "SELECT least(
                   (SELECT min(due_at) FROM job WHERE state = 'waiting' AND kind IN ('letter', 'event')),
                   (SELECT min(due_at) FROM job
                    WHERE $1 AND state = 'waiting' AND kind = 'mail' AND payload->>'resident' IS NOT NULL AND payload->>'smtp' IS NULL)
               ) AS at";
    Ok(tx.one::<Next>(sql, vec![emails.into()]).await?.and_then(|row| row.at))
}

/// What another program is told of a case.
#[derive(Debug, FromQueryResult)]
pub(super) struct Facts {
    pub reference: String,
    pub category: String,
    pub service: String,
    /// GSS code.
    pub ward: Option<String>,
    pub happened_at: DateTime<Utc>,
    pub raised_at: DateTime<Utc>,
    pub due_on: NaiveDate,
    pub closed_at: Option<DateTime<Utc>>,
}

/// The facts of a case when this event happened; none of one that is confidential.
pub(super) async fn facts(tx: &TenantTx, case: Uuid, seq: i32) -> Result<Option<Facts>, DbErr> {
    tx.one(
        "SELECT c.reference, c.category, c.service, w.gss AS ward, e.at AS happened_at, c.raised_at, c.due_on, c.closed_at
         FROM cases c JOIN case_event e ON e.case_id = c.id AND e.seq = $2 LEFT JOIN ward w ON w.id = c.ward_id
         WHERE c.id = $1 AND NOT c.confidential",
        vec![case.into(), seq.into()],
    )
    .await
}
