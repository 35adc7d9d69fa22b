//! What the demo asks of a council's rows.

use sea_orm::{DbErr, FromQueryResult};

use crate::tenancy::TenantTx;

#[derive(FromQueryResult)]
struct Held {
    held: bool,
}

/// Whether the council holds a case already.
pub(super) async fn holds_cases(tx: &TenantTx) -> Result<bool, DbErr> {
    let row = tx.one::<Held>("SELECT EXISTS (SELECT FROM cases) AS held", vec![]).await?;
    Ok(row.is_some_and(|row| row.held))
}
