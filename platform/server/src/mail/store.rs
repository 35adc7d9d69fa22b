//! Rows of mail that is to be sent.

use chrono::{DateTime, Utc};
use sea_orm::{DbErr, FromQueryResult};
use uuid::Uuid;

use crate::jobs::Why;
use crate::tenancy::TenantTx;

/// How often a mail is tried before it is given up; the pauses between are in the statement below, two days in all.
const TRIES: i32 = 8;

/// A mail that was claimed. What it tells is looked up where it is sent.
#[derive(Debug, FromQueryResult)]
pub(super) struct Mail {
    pub id: Uuid,
    pub attempts: i32,
    /// None for what belongs to no single case.
    pub case_id: Option<Uuid>,
    pub seq: Option<i32>,
    /// The resident to whom it goes; none where it goes to somebody of the council.
    pub resident: Option<Uuid>,
    /// The address outside that gets a copy (R11).
    pub copy: Option<Uuid>,
    /// Somebody of the council.
    pub person: Option<Uuid>,
    /// The notice that it tells of, or the daily mail that it is.
    pub notice: Option<Uuid>,
    pub daily: Option<Uuid>,
}

/// Somebody outside to whom a mail goes, and the message that it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outside {
    pub case: Uuid,
    pub seq: i32,
    pub to: ToWhom,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum ToWhom {
    Resident(Uuid),
    Copy(Uuid),
}

impl Mail {
    /// The message to somebody outside that this mail is, if it is one.
    pub fn outside(&self) -> Option<Outside> {
        let to = self.resident.map(ToWhom::Resident).or(self.copy.map(ToWhom::Copy))?;
        Some(Outside { case: self.case_id?, seq: self.seq?, to })
    }
}

/// Why a mail was not sent.
pub(super) struct Failure {
    pub why: Why,
    pub for_good: bool,
}

/// Takes the mail that waits longest, for longer each time it is taken.
/// Mails to residents only where no channel carries them.
pub(super) async fn claim(tx: &TenantTx, residents_too: bool, now: DateTime<Utc>) -> Result<Option<Mail>, DbErr> {
    tx.one(
        "WITH j AS (
            SELECT id FROM job WHERE state = 'waiting' AND kind = 'mail' AND due_at <= $1
                AND ($2 OR payload->>'resident' IS NULL OR payload->>'smtp' IS NOT NULL)
            ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
         ), c AS (
            UPDATE job SET attempts = attempts + 1,
                due_at = $1 + (ARRAY['1 min', '5 min', '30 min', '2 h', '6 h', '12 h', '1 day', '1 day']::interval[])[least(attempts + 1, 8)]
            FROM j WHERE job.id = j.id RETURNING job.id, job.attempts, job.payload
         )
         SELECT c.id, c.attempts, x.\"case\" AS case_id, x.seq, x.resident, x.copy, x.person, x.notice, x.daily
         FROM c, jsonb_to_record(c.payload)
             AS x(person uuid, resident uuid, copy uuid, \"case\" uuid, seq int, notice uuid, daily uuid)",
        vec![now.into(), residents_too.into()],
    )
    .await
}

/// Gives up the mail that has waited longest for its first try and was due before `before`.
pub(super) async fn give_up_old(
    tx: &TenantTx,
    before: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Option<Old>, DbErr> {
    tx.one(
        "UPDATE job SET state = 'dead', ended_at = $2, last_error = $3
         WHERE id = (SELECT id FROM job WHERE state = 'waiting' AND kind = 'mail' AND attempts = 0 AND due_at < $1
                     ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
         RETURNING (payload->>'case')::uuid AS case_id, (payload->>'seq')::int AS seq, payload->>'resident' IS NOT NULL AS resident,
             (payload->>'copy')::uuid AS copy",
        vec![before.into(), now.into(), Why::NotSetUp.to_string().into()],
    )
    .await
}

/// A mail that is too old to be sent by itself.
#[derive(Debug, FromQueryResult)]
pub(super) struct Old {
    pub case_id: Option<Uuid>,
    pub seq: Option<i32>,
    pub resident: bool,
    pub copy: Option<Uuid>,
}

pub(super) async fn done(tx: &TenantTx, mail: &Mail, now: DateTime<Utc>) -> Result<(), DbErr> {
    let sql = "UPDATE job SET state = 'done', ended_at = $2, last_error = NULL WHERE id = $1";
    tx.run(sql, vec![mail.id.into(), now.into()]).await?;
    Ok(())
}

/// Returns whether it was given up.
pub(super) async fn failed(tx: &TenantTx, mail: &Mail, failure: Failure, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let dead = failure.for_good || mail.attempts >= TRIES;
    let sql = "UPDATE job SET last_error = $2, state = CASE WHEN $3 THEN 'dead' ELSE 'waiting' END,
                   ended_at = CASE WHEN $3 THEN $4::timestamptz END WHERE id = $1";
    tx.run(sql, vec![mail.id.into(), failure.why.to_string().into(), dead.into(), now.into()]).await?;
    Ok(dead)
}

/// Which message to somebody outside a mail is.
#[derive(Debug, FromQueryResult)]
pub(super) struct ToOutside {
    pub case_id: Uuid,
    pub seq: i32,
    /// None for a resident.
    pub copy: Option<Uuid>,
}

/// The message that the mail of this id is, if it went to a resident or was a copy.
pub(super) async fn to_outside(tx: &TenantTx, id: Uuid) -> Result<Option<ToOutside>, DbErr> {
    tx.one(
        "SELECT x.\"case\" AS case_id, x.seq, x.copy
         FROM job, jsonb_to_record(payload) AS x(resident uuid, copy uuid, \"case\" uuid, seq int)
         WHERE id = $1 AND kind = 'mail' AND (x.resident IS NOT NULL OR x.copy IS NOT NULL)",
        vec![id.into()],
    )
    .await
}
