//! Rows of people, of what feeds say of them, and of what was decided. People and plans change in transactions that hold the lock.

pub mod log;
pub mod people;
pub mod plans;
pub mod push;
pub mod records;
pub mod steps;
pub mod units;

use sea_orm::DbErr;

use crate::tenancy::TenantTx;

/// Lets one transaction at a time decide about a council's people: a reading and somebody who decides about the one before.
pub async fn lock(tx: &TenantTx) -> Result<(), DbErr> {
    tx.run("SELECT pg_advisory_xact_lock(hashtextextended('people/' || current_schema(), 0))", vec![]).await.map(|_| ())
}

fn json<T: serde::Serialize>(value: &T) -> Result<serde_json::Value, DbErr> {
    serde_json::to_value(value).map_err(|error| DbErr::Json(error.to_string()))
}
