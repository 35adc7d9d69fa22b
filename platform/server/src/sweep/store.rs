//! How far the store was searched, and which of its keys a row names.

use chrono::{DateTime, Utc};
use sea_orm::{DbErr, FromQueryResult};
use uuid::Uuid;

use crate::tenancy::TenantTx;

/// A search that is due.
#[derive(FromQueryResult)]
pub(super) struct Begun {
    /// The last key that was looked at; none before a round.
    pub after: Option<Uuid>,
}

pub(super) async fn due(tx: &TenantTx, now: DateTime<Utc>) -> Result<Option<Begun>, DbErr> {
    tx.one("SELECT after FROM file_sweep WHERE due_at <= $1", vec![now.into()]).await
}

pub(super) async fn go_on(tx: &TenantTx, after: Option<Uuid>, due_at: DateTime<Utc>) -> Result<(), DbErr> {
    tx.run("UPDATE file_sweep SET after = $1, due_at = $2", vec![after.into(), due_at.into()]).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Unnamed {
    id: Uuid,
}

/// Those of these keys that no row names. Every table whose rows lie in the store stands here.
pub(super) async fn unnamed(tx: &TenantTx, keys: Vec<Uuid>) -> Result<Vec<Uuid>, DbErr> {
    let rows = tx
        .all::<Unnamed>(
            "SELECT k AS id FROM unnest($1::uuid[]) AS k
             WHERE NOT EXISTS (SELECT FROM file WHERE id = k)
               AND NOT EXISTS (SELECT FROM file WHERE thumbnail = k)
               AND NOT EXISTS (SELECT FROM draft_file WHERE id = k OR thumbnail = k)
               AND NOT EXISTS (SELECT FROM mail_in WHERE id = k)",
            vec![keys.into()],
        )
        .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Forgets where photos were taken that were added before a time, or whose case has a place by now.
pub(super) async fn forget_offers(tx: &TenantTx, before: DateTime<Utc>) -> Result<(), DbErr> {
    let sql = "UPDATE file f SET latitude = NULL, longitude = NULL FROM cases c
               WHERE c.id = f.case_id AND f.latitude IS NOT NULL AND (f.created_at < $1 OR c.latitude IS NOT NULL)";
    tx.run(sql, vec![before.into()]).await?;
    let sql = "UPDATE draft_file f SET latitude = NULL, longitude = NULL FROM draft d
               WHERE d.id = f.draft_id AND f.latitude IS NOT NULL AND d.created_at < $1";
    tx.run(sql, vec![before.into()]).await?;
    Ok(())
}
