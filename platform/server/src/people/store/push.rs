//! The token of a directory that pushes, and what of it waits to be taken in.

use casework::ids::PersonId;
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{DbErr, FromQueryResult};

use crate::tenancy::TenantTx;

/// What admins see of it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Push {
    /// There is a token; otherwise it was revoked.
    pub open: bool,
    /// Who made it, and when.
    pub made_by: String,
    pub made_at: DateTime<Utc>,
    /// When the directory was heard last, to the minute.
    pub heard_at: Option<DateTime<Utc>>,
    /// From when what waits is taken in.
    pub due_at: Option<DateTime<Utc>>,
}

pub async fn state(tx: &TenantTx) -> Result<Option<Push>, DbErr> {
    let sql = "SELECT n.hash IS NOT NULL AS open, p.name AS made_by, n.made_at, n.heard_at, n.due_at
               FROM people_push n JOIN person p ON p.id = n.made_by";
    tx.one(sql, vec![]).await
}

#[derive(FromQueryResult)]
struct Hash {
    hash: Option<Vec<u8>>,
}

pub async fn hash(tx: &TenantTx) -> Result<Option<Vec<u8>>, DbErr> {
    Ok(tx.one::<Hash>("SELECT hash FROM people_push", vec![]).await?.and_then(|row| row.hash))
}

/// Puts a token in the place of the one before.
pub async fn open(tx: &TenantTx, hash: &[u8; 32], by: PersonId, at: DateTime<Utc>) -> Result<(), DbErr> {
    tx.run(
        "INSERT INTO people_push (hash, made_by, made_at) VALUES ($1, $2, $3)
         ON CONFLICT (one) DO UPDATE SET hash = excluded.hash, made_by = excluded.made_by, made_at = excluded.made_at, heard_at = NULL",
        vec![hash.to_vec().into(), by.as_uuid().into(), at.into()],
    )
    .await
    .map(|_| ())
}

/// Tells whether there was one. What waited is not taken in.
pub async fn close(tx: &TenantTx) -> Result<bool, DbErr> {
    let sql = "UPDATE people_push SET hash = NULL, since = NULL, due_at = NULL WHERE hash IS NOT NULL";
    Ok(tx.run(sql, vec![]).await? == 1)
}

/// Writes down that the directory was heard, once a minute. Tells whether it did.
pub async fn heard(tx: &TenantTx, at: DateTime<Utc>) -> Result<bool, DbErr> {
    let sql = "UPDATE people_push SET heard_at = $1 WHERE heard_at IS NULL OR heard_at <= $2";
    Ok(tx.run(sql, vec![at.into(), (at - TimeDelta::minutes(1)).into()]).await? == 1)
}

#[derive(FromQueryResult)]
struct First {
    first: bool,
}

/// Has what was sent wait, but never longer than `latest` after the first. Tells whether this is the first.
pub async fn wait(tx: &TenantTx, now: DateTime<Utc>, due: DateTime<Utc>, latest: TimeDelta) -> Result<bool, DbErr> {
    let sql = "UPDATE people_push SET since = coalesce(since, $1),
                   due_at = least($2, coalesce(since, $1) + make_interval(secs => $3))
               RETURNING since = $1 AS first";
    let latest = i32::try_from(latest.num_seconds()).unwrap_or(i32::MAX);
    let row = tx.one::<First>(sql, vec![now.into(), due.into(), f64::from(latest).into()]).await?;
    Ok(row.is_some_and(|row| row.first))
}

#[derive(FromQueryResult)]
struct Due {
    due_at: Option<DateTime<Utc>>,
}

pub async fn due(tx: &TenantTx) -> Result<Option<DateTime<Utc>>, DbErr> {
    Ok(tx.one::<Due>("SELECT due_at FROM people_push", vec![]).await?.and_then(|row| row.due_at))
}

/// Nothing waits any more.
pub async fn taken(tx: &TenantTx) -> Result<(), DbErr> {
    tx.run("UPDATE people_push SET since = NULL, due_at = NULL", vec![]).await.map(|_| ())
}
