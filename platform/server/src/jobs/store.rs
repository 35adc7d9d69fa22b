//! Rows of jobs that were given up, and of what was decided about them.

use chrono::{DateTime, Utc};
use sea_orm::{DbErr, FromQueryResult};
use uuid::Uuid;

use crate::tenancy::TenantTx;

/// A job that was given up.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Given {
    pub id: Uuid,
    /// What it was to do: its kind, and of a mail, whom to.
    pub what: String,
    pub created_at: DateTime<Utc>,
    /// When it was given up.
    pub ended_at: Option<DateTime<Utc>>,
    pub attempts: i32,
    pub last_error: Option<String>,
    /// The case that it belongs to; none where it belongs to none, or whoever asks may not see it.
    pub reference: Option<String>,
    /// Of somebody of the council to whom it was.
    pub person: Option<String>,
}

macro_rules! what {
    () => {
        "CASE WHEN j.kind <> 'mail' THEN j.kind WHEN j.payload->>'resident' IS NOT NULL THEN 'mail-resident'
         WHEN j.payload->>'copy' IS NOT NULL THEN 'mail-copy' ELSE 'mail-staff' END"
    };
}

// The policies of `cases` decide whether a case is named.
macro_rules! given_up {
    ($narrowed:literal) => {
        concat!(
            "SELECT j.id, ",
            what!(),
            " AS what, j.created_at, j.ended_at, j.attempts, j.last_error, c.reference, p.name AS person
             FROM job j LEFT JOIN cases c ON c.id = (j.payload->>'case')::uuid
             LEFT JOIN person p ON p.id = (j.payload->>'person')::uuid
             WHERE j.state = 'dead' ",
            $narrowed
        )
    };
}

/// The newest first.
pub(super) async fn given_up(tx: &TenantTx, limit: i64) -> Result<Vec<Given>, DbErr> {
    tx.all(given_up!("ORDER BY j.ended_at DESC, j.id LIMIT $1"), vec![limit.into()]).await
}

pub(super) async fn one(tx: &TenantTx, id: Uuid) -> Result<Option<Given>, DbErr> {
    tx.one(given_up!("AND j.id = $1"), vec![id.into()]).await
}

/// How many jobs of a kind were given up.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Kind {
    pub what: String,
    pub jobs: i64,
}

pub(super) async fn kinds(tx: &TenantTx) -> Result<Vec<Kind>, DbErr> {
    let sql = concat!(
        "SELECT ",
        what!(),
        " AS what, count(*) AS jobs FROM job j WHERE j.state = 'dead' GROUP BY 1 ORDER BY 1"
    );
    tx.all(sql, vec![]).await
}

#[derive(FromQueryResult)]
struct Count {
    count: i64,
}

pub(super) async fn count(tx: &TenantTx) -> Result<i64, DbErr> {
    let sql = "SELECT count(*) FROM (SELECT FROM job WHERE state = 'dead' LIMIT 100) j";
    Ok(tx.one::<Count>(sql, vec![]).await?.map_or(0, |row| row.count))
}

/// Takes up again: the same job, as if it had never been tried, and the decision. Narrowed by `$1`.
macro_rules! retry {
    ($narrowed:expr) => {
        concat!(
            "WITH r AS (
                UPDATE job j SET state = 'waiting', attempts = 0, ended_at = NULL, due_at = $3 WHERE j.state = 'dead' AND ",
            $narrowed,
            " RETURNING j.id
             )
             INSERT INTO job_decision (id, job_id, decision, made_by, made_at) SELECT gen_random_uuid(), r.id, 'retried', $2, $4 FROM r"
        )
    };
}

pub(super) async fn retry_one(
    tx: &TenantTx,
    id: Uuid,
    by: Option<Uuid>,
    due_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<u64, DbErr> {
    tx.run(retry!("j.id = $1"), vec![id.into(), by.into(), due_at.into(), now.into()]).await
}

pub(super) async fn retry_kind(
    tx: &TenantTx,
    what: String,
    by: Option<Uuid>,
    due_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<u64, DbErr> {
    tx.run(retry!(concat!(what!(), " = $1")), vec![what.into(), by.into(), due_at.into(), now.into()]).await
}

pub(super) async fn discard(
    tx: &TenantTx,
    id: Uuid,
    reason: String,
    by: Uuid,
    now: DateTime<Utc>,
) -> Result<u64, DbErr> {
    tx.run(
        "WITH d AS (UPDATE job SET state = 'discarded', ended_at = $4 WHERE id = $1 AND state = 'dead' RETURNING id)
         INSERT INTO job_decision (id, job_id, decision, reason, made_by, made_at)
         SELECT gen_random_uuid(), d.id, 'discarded', $2, $3, $4 FROM d",
        vec![id.into(), reason.into(), by.into(), now.into()],
    )
    .await
}

/// How often a job is tried that failed by an error of ours.
const TRIES: i32 = 8;

pub(super) async fn put_off(tx: &TenantTx, id: Uuid, error: String, now: DateTime<Utc>) -> Result<(), DbErr> {
    tx.run(
        "UPDATE job SET attempts = attempts + 1, last_error = $2,
             state = CASE WHEN attempts + 1 >= $4 THEN 'dead' ELSE 'waiting' END,
             ended_at = CASE WHEN attempts + 1 >= $4 THEN $3::timestamptz END,
             due_at = $3 + (ARRAY['1 min', '5 min', '30 min', '2 h', '6 h', '12 h', '1 day', '1 day']::interval[])[least(attempts + 1, 8)]
         WHERE id = $1 AND state = 'waiting'",
        vec![id.into(), error.into(), now.into(), TRIES.into()],
    )
    .await?;
    Ok(())
}

/// An event of a case that somebody outside is to be told of.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub struct Task {
    pub id: Uuid,
    pub case_id: Uuid,
    /// Number of the event.
    pub cause: i32,
}

/// The task of a kind that waits longest, held until the transaction ends.
pub(super) async fn next_task(tx: &TenantTx, kind: &str, now: DateTime<Utc>) -> Result<Option<Task>, DbErr> {
    tx.one(
        "SELECT j.id, x.\"case\" AS case_id, x.cause
         FROM (SELECT id, payload FROM job WHERE state = 'waiting' AND kind = $1 AND due_at <= $2
               ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED) j,
              jsonb_to_record(j.payload) AS x(\"case\" uuid, cause int)",
        vec![kind.into(), now.into()],
    )
    .await
}

pub(super) async fn task_done(tx: &TenantTx, task: Task, now: DateTime<Utc>) -> Result<(), DbErr> {
    let sql = "UPDATE job SET state = 'done', attempts = attempts + 1, ended_at = $2 WHERE id = $1";
    tx.run(sql, vec![task.id.into(), now.into()]).await?;
    Ok(())
}

/// What was decided about a job.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Decision {
    pub job_id: Uuid,
    pub what: String,
    /// `retried` or `discarded`.
    pub decision: String,
    pub reason: Option<String>,
    /// None for the operator.
    pub by: Option<String>,
    pub at: DateTime<Utc>,
}

pub(super) async fn decisions(tx: &TenantTx, limit: i64) -> Result<Vec<Decision>, DbErr> {
    let sql = concat!(
        "SELECT d.job_id, ",
        what!(),
        " AS what, d.decision, d.reason, p.name AS by, d.made_at AS at
         FROM job_decision d JOIN job j ON j.id = d.job_id LEFT JOIN person p ON p.id = d.made_by
         ORDER BY d.made_at DESC, d.id DESC LIMIT $1"
    );
    tx.all(sql, vec![limit.into()]).await
}
