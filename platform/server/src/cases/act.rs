//! Taking one of a stage's actions on a case (R16, R19, R20, R26).

use casework::stages::{Action, Moment, Refusal, Verb};
use sea_orm::DbErr;

use super::change::Author;
use super::{CaseRow, parties_of, state_of, store};
use crate::app::{Caller, to_the_end};
use crate::tenancy::TenantTx;

/// Why an action was not taken. The case is as it was.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// No such case, or not one that this person may see: nobody learns which.
    #[error("there is no such case")]
    NotFound,
    /// The case was changed since the person's page was made.
    #[error("the case has changed since this page was opened")]
    Stale,
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// Takes an action on the case of this reference. With `seen_version`, only if the case is still the one that was seen.
///
/// # Errors
/// See [`ActError`].
pub async fn act(
    caller: &Caller,
    reference: &str,
    action: Action,
    seen_version: Option<i32>,
) -> Result<CaseRow, ActError> {
    let (caller, reference) = (caller.clone(), reference.to_owned());
    to_the_end(async move {
        let Tried { tx, row, .. } = try_act(&caller, &reference, action, seen_version).await?;
        tx.commit().await?;
        caller.app.wake.work_for(caller.council.id);
        Ok(row)
    })
    .await
}

/// What was done to a case in a transaction that is still open. Dropped, nothing of it was done.
pub struct Tried {
    pub tx: TenantTx,
    /// The case as it is then.
    pub row: CaseRow,
    /// Number of the last event that it had before.
    pub since: i32,
}

/// Takes an action as [`act`] does, and leaves it open: for whoever wants to see first what follows from it.
///
/// # Errors
/// See [`ActError`].
pub async fn try_act(
    caller: &Caller,
    reference: &str,
    action: Action,
    seen_version: Option<i32>,
) -> Result<Tried, ActError> {
    let council = &*caller.council;
    let tx = caller.begin().await?;
    let row = store::read::for_change(&tx, reference).await?.ok_or(ActError::NotFound)?;
    if seen_version.is_some_and(|seen| seen != row.version) {
        return Err(ActError::Stale);
    }
    let (workflow, since) = (council.workflow(row.workflow_version), row.last_seq);
    let moment = Moment { at: caller.now(), calendar: &council.calendar };
    let (state, parties, reopens) = (state_of(&row), parties_of(&row), action.verb() == Verb::Reopen);
    let transition = workflow.apply(state, &parties, action, &caller.actor, &council.groups.lookup, moment)?;
    let row = Author::from(caller).step(&tx, row, transition).await?.ok_or(ActError::Stale)?;
    if reopens {
        store::links::end_merge(&tx, row.id, caller.actor.person.as_uuid(), caller.now()).await?;
    }
    Ok(Tried { tx, row, since })
}
