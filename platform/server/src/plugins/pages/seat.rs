//! One plugin that carries, as the page of it begins: what is in force, what was, what is on its way.

use super::super::life::{self, LifeError};
use super::super::seat::Seat;
use super::now;
use super::overview::activation_line;
use crate::app::Caller;
use crate::tenancy::TenantTx;
use crate::web::views::PluginSeatPage;

/// What the page of a seat says, whatever it carries.
///
/// # Errors
/// [`LifeError::NotFound`] for a seat in which nothing sits and never did; see [`LifeError`].
pub async fn seat_view(tx: &TenantTx, caller: &Caller, seat: &Seat) -> Result<PluginSeatPage, LifeError> {
    let overview = life::overview(tx, caller).await?;
    let history = life::history(tx, caller, seat).await?;
    if seat.kind.decides() || (history.activations.is_empty() && history.candidate.is_none()) {
        return Err(LifeError::NotFound);
    }
    let choices = life::choices(tx, caller, seat.kind).await?;
    let in_force = overview.seats.iter().find(|known| known.in_force.setup.seat == *seat);
    let current = in_force.map(|known| known.in_force.activation);
    let in_force = in_force.map(|known| now(known, caller));
    Ok(PluginSeatPage {
        kind: seat.kind.to_string(),
        plugin: seat.plugin().unwrap_or_default().to_owned(),
        title: in_force.as_ref().map_or_else(|| seat.plugin().unwrap_or_default().to_owned(), |it| it.plugin.clone()),
        now: in_force,
        candidate: history.candidate.map(|setup| setup.id.to_string()),
        history: history.activations.into_iter().map(|row| activation_line(row, current, &choices)).collect(),
        ..PluginSeatPage::default()
    })
}
