//! Taking one of a stage's actions on a case (R16, R19, R20, R26).

use casework::ids::CaseId;
use casework::stages::{Action, DeadlineStep, Refusal};
use sea_orm::DbErr;

use super::history::Chain;
use super::message::message;
use super::store::write::{self, DeadlineChange};
use super::{CaseRow, deadline, parties_of, put_state, state_of, store};
use crate::app::{Caller, to_the_end};

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
    to_the_end(async move { take(&caller, &reference, action, seen_version).await }).await
}

async fn take(
    caller: &Caller,
    reference: &str,
    action: Action,
    seen_version: Option<i32>,
) -> Result<CaseRow, ActError> {
    let (council, now) = (&*caller.council, caller.now());
    let tx = caller.begin().await?;
    let mut row = store::read::for_change(&tx, reference).await?.ok_or(ActError::NotFound)?;
    if seen_version.is_some_and(|seen| seen != row.version) {
        return Err(ActError::Stale);
    }
    let workflow = council.workflow(row.workflow_version);
    let transition =
        workflow.apply(state_of(&row), &parties_of(&row), action, &caller.actor, &council.groups.lookup, now)?;

    let mut events = transition.events;
    let deadline = match transition.deadline {
        DeadlineStep::Keep => DeadlineChange::Keep,
        DeadlineStep::Clear => DeadlineChange::End,
        DeadlineStep::Set(target) => {
            DeadlineChange::Begin(deadline::begin(council, &mut row, target, &mut events, now).await)
        }
    };

    let id = CaseId::from_uuid(row.id);
    let hash = row.last_hash.as_slice().try_into().map_err(|_| DbErr::Type("a hash is 32 bytes".to_owned()))?;
    let mut chain = Chain { case: id, seq: row.last_seq, hash };
    let on_behalf_of = parties_of(&row).on_behalf_of.filter(|_| row.raised_by == caller.actor.person.as_uuid());
    put_state(&mut row, transition.state, transition.holder, council, workflow);
    let actor = Some(caller.actor.person);
    let message = message(caller.app.ids.row(now), council, &row, chain.seq + 1, &events, actor);
    let events = chain.extend(events, actor, on_behalf_of, now)?;
    row.last_seq = chain.seq;
    row.last_hash = chain.hash.to_vec();
    row.updated_at = now;

    if !write::change_case(&tx, row.clone(), now, &events, deadline, message).await? {
        return Err(ActError::Stale);
    }
    tx.commit().await?;
    caller.app.wake.work_for(council.id);
    row.version += 1;
    Ok(row)
}
