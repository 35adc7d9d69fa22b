//! Rows of addresses of calendars.

use chrono::{DateTime, Utc};
use sea_orm::{DbErr, FromQueryResult};
use uuid::Uuid;

use crate::guests::LinkHash;
use crate::tenancy::TenantTx;

/// Somebody's address.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Link {
    pub person_id: Uuid,
    pub all_meetings: bool,
    pub made_at: DateTime<Utc>,
}

pub(super) async fn of_person(tx: &TenantTx, person: Uuid) -> Result<Option<Link>, DbErr> {
    let sql = "SELECT person_id, all_meetings, made_at FROM calendar_link WHERE person_id = $1";
    tx.one(sql, vec![person.into()]).await
}

/// Whose address it is: for the program, before it is known who reads.
pub(super) async fn by_hash(tx: &TenantTx, hash: LinkHash) -> Result<Option<Link>, DbErr> {
    let sql = "SELECT person_id, all_meetings, made_at FROM calendar_link WHERE hash = $1";
    tx.one(sql, vec![hash.to_vec().into()]).await
}

pub(super) async fn save(
    tx: &TenantTx,
    person: Uuid,
    hash: LinkHash,
    all_meetings: bool,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    tx.run(
        "INSERT INTO calendar_link (person_id, hash, all_meetings, made_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (person_id) DO UPDATE SET hash = $2, all_meetings = $3, made_at = $4",
        vec![person.into(), hash.to_vec().into(), all_meetings.into(), now.into()],
    )
    .await?;
    Ok(())
}

pub(super) async fn choose(tx: &TenantTx, person: Uuid, all_meetings: bool) -> Result<u64, DbErr> {
    tx.run("UPDATE calendar_link SET all_meetings = $2 WHERE person_id = $1", vec![person.into(), all_meetings.into()])
        .await
}

pub(super) async fn end(tx: &TenantTx, person: Uuid) -> Result<u64, DbErr> {
    tx.run("DELETE FROM calendar_link WHERE person_id = $1", vec![person.into()]).await
}
