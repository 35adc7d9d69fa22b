//! Rows of messages that a channel of the council's carries.

use chrono::{DateTime, Utc};
use sea_orm::{DbErr, FromQueryResult};
use uuid::Uuid;

use crate::plugins::Seat;
use crate::tenancy::TenantTx;

/// A message goes by this seat, and no longer waits to be printed.
pub(in crate::residents) async fn goes_by(tx: &TenantTx, case: Uuid, seq: i32, seat: &Seat) -> Result<(), DbErr> {
    let sql = "UPDATE resident_message SET channel = $3 WHERE case_id = $1 AND seq = $2";
    tx.run(sql, vec![case.into(), seq.into(), seat.to_string().into()]).await?;
    Ok(())
}

/// A message was taken over by this seat's service, which calls it so.
///
/// # Errors
/// When the database cannot be written to.
pub async fn carried(
    tx: &TenantTx,
    (case, seq): (Uuid, i32),
    seat: &Seat,
    reference: Option<&str>,
) -> Result<(), DbErr> {
    let sql = "UPDATE resident_message SET channel = $3, channel_reference = $4 WHERE case_id = $1 AND seq = $2";
    tx.run(sql, vec![case.into(), seq.into(), seat.to_string().into(), reference.into()]).await?;
    Ok(())
}

/// A letter that no channel carries waits to be printed.
///
/// # Errors
/// When the database cannot be written to.
pub async fn to_print(tx: &TenantTx, case: Uuid, seq: i32) -> Result<(), DbErr> {
    let sql = "UPDATE resident_message SET channel = NULL WHERE case_id = $1 AND seq = $2";
    tx.run(sql, vec![case.into(), seq.into()]).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Message {
    case_id: Uuid,
    seq: i32,
}

/// The message that a seat's service calls so: case and number.
///
/// # Errors
/// When the database cannot be asked.
pub async fn by_reference(tx: &TenantTx, seat: &Seat, reference: &str) -> Result<Option<(Uuid, i32)>, DbErr> {
    let sql = "SELECT case_id, seq FROM resident_message WHERE channel = $1 AND channel_reference = $2";
    let row = tx.one::<Message>(sql, vec![seat.to_string().into(), reference.into()]).await?;
    Ok(row.map(|row| (row.case_id, row.seq)))
}

/// A message arrived.
///
/// # Errors
/// When the database cannot be written to.
pub async fn delivered(tx: &TenantTx, case: Uuid, seq: i32, now: DateTime<Utc>) -> Result<(), DbErr> {
    super::put_state(tx, case, seq, &["sent"], "delivered", now).await.map(|_| ())
}
