//! What is to happen by a feed, and what was decided about it.

use casework::starters::Plan;
use chrono::{DateTime, Utc};
use sea_orm::{DbErr, FromQueryResult};
use uuid::Uuid;

use super::json;
use crate::tenancy::TenantTx;

/// A plan and where it stands.
#[derive(Clone, Debug, FromQueryResult)]
pub struct PlanRow {
    pub id: Uuid,
    pub seat: String,
    /// `waiting`, `held`, `applied`, `dismissed` or `superseded`.
    pub state: String,
    pub body: serde_json::Value,
    pub hash: Vec<u8>,
    pub made_at: DateTime<Utc>,
    pub decided_at: Option<DateTime<Utc>>,
    pub decided_by: Option<Uuid>,
    /// Their name.
    pub by: Option<String>,
    pub reason: Option<String>,
}

impl PlanRow {
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.state.as_str(), "waiting" | "held")
    }

    /// # Errors
    /// When it was written by a program that knows more of plans.
    pub fn plan(&self) -> Result<Plan, DbErr> {
        serde_json::from_value(self.body.clone()).map_err(|error| DbErr::Json(error.to_string()))
    }
}

macro_rules! plans {
    ($end:literal) => {
        concat!(
            "SELECT n.id, n.seat, n.state, n.body, n.hash, n.made_at, n.decided_at, n.decided_by, p.name AS by, n.reason
             FROM people_plan n LEFT JOIN person p ON p.id = n.decided_by ",
            $end
        )
    };
}

pub async fn one(tx: &TenantTx, id: Uuid) -> Result<Option<PlanRow>, DbErr> {
    tx.one(plans!("WHERE n.id = $1"), vec![id.into()]).await
}

/// The plan of a feed about which nobody has decided.
pub async fn open_of(tx: &TenantTx, seat: &str) -> Result<Option<PlanRow>, DbErr> {
    tx.one(plans!("WHERE n.seat = $1 AND n.state IN ('waiting', 'held')"), vec![seat.into()]).await
}

pub async fn open(tx: &TenantTx) -> Result<Vec<PlanRow>, DbErr> {
    tx.all(plans!("WHERE n.state IN ('waiting', 'held') ORDER BY n.seat"), vec![]).await
}

/// What was decided, the newest first.
pub async fn decided(tx: &TenantTx, limit: i64) -> Result<Vec<PlanRow>, DbErr> {
    let sql = plans!("WHERE n.state IN ('applied', 'dismissed') ORDER BY n.number DESC LIMIT $1");
    tx.all(sql, vec![limit.into()]).await
}

#[derive(FromQueryResult)]
struct Count {
    count: i64,
}

pub async fn count_open(tx: &TenantTx) -> Result<i64, DbErr> {
    let sql = "SELECT count(*) AS count FROM people_plan WHERE state IN ('waiting', 'held')";
    Ok(tx.one::<Count>(sql, vec![]).await?.map_or(0, |row| row.count))
}

#[derive(FromQueryResult)]
struct Hash {
    left_hash: Option<Vec<u8>>,
}

/// What was left undone on purpose when somebody last decided about a plan of this feed.
pub async fn left_undone(tx: &TenantTx, seat: &str) -> Result<Option<Vec<u8>>, DbErr> {
    let sql = "SELECT left_hash FROM people_plan WHERE seat = $1 AND state IN ('applied', 'dismissed')
               ORDER BY number DESC LIMIT 1";
    Ok(tx.one::<Hash>(sql, vec![seat.into()]).await?.and_then(|row| row.left_hash))
}

pub async fn add(
    tx: &TenantTx,
    id: Uuid,
    seat: &str,
    plan: &Plan,
    hash: Vec<u8>,
    at: DateTime<Utc>,
) -> Result<(), DbErr> {
    let state = if plan.held.is_some() { "held" } else { "waiting" };
    tx.run(
        "INSERT INTO people_plan (id, seat, state, body, hash, made_at) VALUES ($1, $2, $3, $4, $5, $6)",
        vec![id.into(), seat.into(), state.into(), json(plan)?.into(), hash.into(), at.into()],
    )
    .await
    .map(|_| ())
}

/// How a plan was decided.
pub struct Decided<'a> {
    pub state: &'static str,
    pub left_hash: Option<Vec<u8>>,
    pub by: Option<Uuid>,
    pub reason: Option<&'a str>,
    pub at: DateTime<Utc>,
}

/// Tells whether it was still to be decided.
pub async fn decide(tx: &TenantTx, id: Uuid, decided: Decided<'_>) -> Result<bool, DbErr> {
    let changed = tx
        .run(
            "UPDATE people_plan SET state = $2, left_hash = $3, decided_by = $4, reason = $5, decided_at = $6
             WHERE id = $1 AND state IN ('waiting', 'held')",
            vec![
                id.into(),
                decided.state.into(),
                decided.left_hash.into(),
                decided.by.into(),
                decided.reason.into(),
                decided.at.into(),
            ],
        )
        .await?;
    Ok(changed == 1)
}

/// What is to happen is something else by now.
pub async fn supersede(tx: &TenantTx, seat: &str) -> Result<(), DbErr> {
    let sql = "UPDATE people_plan SET state = 'superseded' WHERE seat = $1 AND state IN ('waiting', 'held')";
    tx.run(sql, vec![seat.into()]).await.map(|_| ())
}
