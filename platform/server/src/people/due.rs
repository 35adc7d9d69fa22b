//! What days ask for that were settled before: joiners come in on their first day, leavers are out after their last (R60).

use casework::calendar::{local_date, midnight};
use casework::ids::PersonId;
use chrono::{DateTime, Utc};
use sea_orm::DbErr;

use super::doing::Doing;
use super::store::{self, people, steps};
use crate::app::Turn;
use crate::tenancy::TenantTx;

/// Does everything that is due by now, one person a transaction, and tells for how many. A worker that dies has done it for a person or
/// has not.
///
/// # Errors
/// When the database cannot be asked, or the lease was lost. What was done before is kept.
pub async fn apply_due(turn: &Turn) -> Result<usize, DbErr> {
    let mut done = 0;
    loop {
        let tx = turn.begin().await?;
        store::lock(&tx).await?;
        let Some(step) = steps::take_due(&tx, local_date(turn.now)).await? else { return Ok(done) };
        let id = PersonId::from_uuid(step.person_id);
        let (app, council, plan) = (&turn.app, &*turn.council, step.plan_id);
        let doing = Doing { app, council, tx: &tx, by: None, now: turn.now, plan };
        match (step.what.as_str(), people::one(&tx, id).await?) {
            ("join", Some(_)) => doing.begins(id).await?,
            (_, Some(person)) => doing.leaves(&person, step.successor.map(PersonId::from_uuid)).await?,
            (_, None) => {}
        }
        tx.commit().await?;
        turn.app.wake.work_for(turn.council.id);
        done += 1;
    }
}

/// From when there is more to do.
///
/// # Errors
/// When the database cannot be asked.
pub async fn next_due(tx: &TenantTx) -> Result<Option<DateTime<Utc>>, DbErr> {
    Ok(steps::next_day(tx).await?.map(midnight))
}
