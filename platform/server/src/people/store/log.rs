//! What happened to whose access and work, and who decided it. Rows are only added.

use casework::ids::PersonId;
use chrono::{DateTime, Utc};
use sea_orm::{DbErr, FromQueryResult};
use uuid::Uuid;

use crate::tenancy::TenantTx;

/// A row to be added.
pub struct Entry<'a> {
    pub id: Uuid,
    pub at: DateTime<Utc>,
    /// None for the program itself.
    pub by: Option<PersonId>,
    pub what: &'a str,
    pub plan: Option<Uuid>,
    pub person: Option<PersonId>,
    pub details: serde_json::Value,
}

pub async fn add(tx: &TenantTx, entry: Entry<'_>) -> Result<(), DbErr> {
    tx.run(
        "INSERT INTO people_log (id, at, made_by, what, plan_id, person_id, details) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        vec![
            entry.id.into(),
            entry.at.into(),
            entry.by.map(|id| id.as_uuid()).into(),
            entry.what.into(),
            entry.plan.into(),
            entry.person.map(|id| id.as_uuid()).into(),
            entry.details.into(),
        ],
    )
    .await
    .map(|_| ())
}

/// A row as people read it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct LogLine {
    pub at: DateTime<Utc>,
    /// Who decided it; none for the program itself.
    pub by: Option<String>,
    pub what: String,
    /// About whom.
    pub person: Option<String>,
    pub details: serde_json::Value,
}

#[derive(FromQueryResult)]
struct Count {
    count: i64,
}

/// How many lost their access by this feed since then without anybody's look, and have none now.
pub async fn left_by_itself(tx: &TenantTx, seat: &str, since: DateTime<Utc>) -> Result<usize, DbErr> {
    let sql = "SELECT count(DISTINCT l.person_id) AS count
               FROM people_log l JOIN people_plan n ON n.id = l.plan_id JOIN person p ON p.id = l.person_id
               WHERE l.what = 'leaves' AND l.made_by IS NULL AND l.at > $2 AND n.seat = $1 AND NOT p.active";
    let row = tx.one::<Count>(sql, vec![seat.into(), since.into()]).await?;
    Ok(row.and_then(|row| usize::try_from(row.count).ok()).unwrap_or_default())
}

/// The newest first.
pub async fn newest(tx: &TenantTx, limit: i64) -> Result<Vec<LogLine>, DbErr> {
    tx.all(
        "SELECT l.at, b.name AS by, l.what, p.name AS person, l.details
         FROM people_log l LEFT JOIN person b ON b.id = l.made_by LEFT JOIN person p ON p.id = l.person_id
         ORDER BY l.number DESC LIMIT $1",
        vec![limit.into()],
    )
    .await
}

/// What happened by one plan.
pub async fn of_plan(tx: &TenantTx, plan: Uuid) -> Result<Vec<LogLine>, DbErr> {
    tx.all(
        "SELECT l.at, b.name AS by, l.what, p.name AS person, l.details
         FROM people_log l LEFT JOIN person b ON b.id = l.made_by LEFT JOIN person p ON p.id = l.person_id
         WHERE l.plan_id = $1 ORDER BY l.number DESC LIMIT 500",
        vec![plan.into()],
    )
    .await
}
