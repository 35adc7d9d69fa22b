//! Rows of incoming mail.

use chrono::{DateTime, Utc};
use sea_orm::{DbErr, FromQueryResult};
use uuid::Uuid;

use crate::tenancy::TenantTx;

/// Writes down that a message came in, unless the same one did before. Tells whether it is new.
pub(super) async fn add(tx: &TenantTx, id: Uuid, sha256: &[u8], bytes: i64, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let sql = "INSERT INTO mail_in (id, sha256, bytes, received_at, due_at) VALUES ($1, $2, $3, $4, $4) ON CONFLICT (sha256) DO NOTHING";
    let added = tx.run(sql, vec![id.into(), sha256.to_vec().into(), bytes.into(), now.into()]).await?;
    Ok(added == 1)
}

/// A mail that was claimed.
#[derive(Debug, FromQueryResult)]
pub(super) struct Claimed {
    pub id: Uuid,
    pub attempts: i32,
    pub handed_to: Option<Uuid>,
}

/// Takes the mail that waits longest, for longer each time it is taken.
pub(super) async fn claim(tx: &TenantTx, now: DateTime<Utc>) -> Result<Option<Claimed>, DbErr> {
    tx.one(
        "WITH m AS (
            SELECT id FROM mail_in WHERE state = 'waiting' AND due_at <= $1 ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
         )
         UPDATE mail_in SET attempts = attempts + 1,
             due_at = $1 + (ARRAY['2 min', '5 min', '15 min', '1 h', '3 h', '12 h']::interval[])[least(attempts + 1, 6)]
         FROM m WHERE mail_in.id = m.id RETURNING mail_in.id, mail_in.attempts, mail_in.handed_to",
        vec![now.into()],
    )
    .await
}

/// What became of a mail.
#[derive(Debug, Default)]
pub(super) struct Ended {
    pub state: &'static str,
    pub reason: Option<&'static str>,
    pub sender: Option<String>,
    pub subject: Option<String>,
    pub about: Option<String>,
    pub once: Option<Vec<u8>>,
}

/// Writes down what became of a mail.
pub(super) async fn end(tx: &TenantTx, id: Uuid, ended: Ended, now: DateTime<Utc>) -> Result<(), DbErr> {
    let sql = "UPDATE mail_in SET state = $2, reason = $3, sender = coalesce($4, sender), subject = coalesce($5, subject), about = $6,
                   once = coalesce($7, once), ended_at = CASE WHEN $2 <> 'parked' THEN $8::timestamptz END WHERE id = $1";
    let values = vec![
        id.into(),
        ended.state.into(),
        ended.reason.into(),
        ended.sender.into(),
        ended.subject.into(),
        ended.about.into(),
        ended.once.into(),
        now.into(),
    ];
    tx.run(sql, values).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Found {
    id: Uuid,
}

/// The other mail that said the same.
pub(super) async fn said_before(tx: &TenantTx, once: &[u8], but: Uuid) -> Result<bool, DbErr> {
    let sql = "SELECT id FROM mail_in WHERE once = $1 AND id <> $2";
    Ok(tx.one::<Found>(sql, vec![once.to_vec().into(), but.into()]).await?.is_some())
}

/// The case about which the first of these mails of ours was sent to this person that was sent to them at all.
pub(super) async fn case_answered(tx: &TenantTx, jobs: Vec<Uuid>, person: Uuid) -> Result<Option<Uuid>, DbErr> {
    let sql = "SELECT (payload->>'case')::uuid AS id FROM job
               WHERE id = ANY($1) AND kind = 'mail' AND state = 'done' AND payload->>'person' = $2::uuid::text
                 AND payload->>'case' IS NOT NULL
               ORDER BY array_position($1, id) LIMIT 1";
    Ok(tx.one::<Found>(sql, vec![jobs.into(), person.into()]).await?.map(|found| found.id))
}

/// Forgets mail that was dealt with before `before`, and tells which, so that its bytes can be removed.
pub(super) async fn forget(tx: &TenantTx, before: DateTime<Utc>) -> Result<Vec<Uuid>, DbErr> {
    let sql = "DELETE FROM mail_in WHERE id IN (SELECT id FROM mail_in WHERE ended_at < $1 LIMIT 200) RETURNING id";
    Ok(tx.all::<Found>(sql, vec![before.into()]).await?.into_iter().map(|found| found.id).collect())
}

/// A mail that somebody must look at.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Parked {
    pub id: Uuid,
    pub received_at: DateTime<Utc>,
    pub sender: Option<String>,
    pub subject: Option<String>,
    /// Worded by `mail-in-why-<reason>`.
    pub reason: String,
}

macro_rules! parked {
    ($narrowed:literal) => {
        concat!("SELECT id, received_at, sender, subject, reason FROM mail_in WHERE state = 'parked' ", $narrowed)
    };
}

pub(super) async fn parked(tx: &TenantTx, limit: i64) -> Result<Vec<Parked>, DbErr> {
    tx.all(parked!("ORDER BY received_at DESC, id DESC LIMIT $1"), vec![limit.into()]).await
}

pub(super) async fn one_parked(tx: &TenantTx, id: Uuid) -> Result<Option<Parked>, DbErr> {
    tx.one(parked!("AND id = $1"), vec![id.into()]).await
}

#[derive(FromQueryResult)]
struct Count {
    count: i64,
}

pub(super) async fn count(tx: &TenantTx) -> Result<i64, DbErr> {
    let sql = "SELECT count(*) FROM (SELECT FROM mail_in WHERE state = 'parked' LIMIT 100) m";
    Ok(tx.one::<Count>(sql, vec![]).await?.map_or(0, |row| row.count))
}

/// Closes a parked mail. Tells whether it was one.
pub(super) async fn dismiss(tx: &TenantTx, id: Uuid, by: Uuid, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let sql =
        "UPDATE mail_in SET state = 'dismissed', handed_by = $2, ended_at = $3 WHERE id = $1 AND state = 'parked'";
    Ok(tx.run(sql, vec![id.into(), by.into(), now.into()]).await? == 1)
}

/// Has a parked mail made into a draft of somebody's. Tells whether it was one.
pub(super) async fn hand_over(tx: &TenantTx, id: Uuid, to: Uuid, by: Uuid, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let sql =
        "UPDATE mail_in SET state = 'waiting', reason = NULL, attempts = 0, due_at = $4, handed_to = $2, handed_by = $3
               WHERE id = $1 AND state = 'parked'";
    Ok(tx.run(sql, vec![id.into(), to.into(), by.into(), now.into()]).await? == 1)
}
