//! Taking one of a stage's actions on a case (R16, R19, R20, R26).

use casework::events::EventBody;
use casework::ids::CaseId;
use casework::sla::Situation;
use casework::stages::{Action, DeadlineStep, Refusal, TargetKind};
use sea_orm::DbErr;
use serde_json::json;

use super::deadline::{deadline_event, new_deadline, representative};
use super::history::Chain;
use super::store::write::{self, DeadlineChange, NewMessage};
use super::{CaseRow, parties_of, put_state, state_of, store};
use crate::app::{Caller, local_date, to_the_end};
use crate::sla;

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
            // The row is locked meanwhile; the policy answers within the plugin host's limits or not at all.
            let deadline = sla::deadline(council, &situation(caller, &row, target)).await;
            events.push(deadline_event(&deadline));
            row.due_on = deadline.due;
            DeadlineChange::Begin(new_deadline(deadline))
        }
    };

    let id = CaseId::from_uuid(row.id);
    let hash = row.last_hash.as_slice().try_into().map_err(|_| DbErr::Type("a hash is 32 bytes".to_owned()))?;
    let mut chain = Chain { case: id, seq: row.last_seq, hash };
    let topic = events.first().map_or("case.changed", topic_of);
    let on_behalf_of = parties_of(&row).on_behalf_of.filter(|_| row.raised_by == caller.actor.person.as_uuid());
    let events = chain.extend(events, Some(caller.actor.person), on_behalf_of, now)?;
    put_state(&mut row, transition.state, transition.holder, council, workflow);
    row.last_seq = chain.seq;
    row.last_hash = chain.hash.to_vec();
    row.updated_at = now;

    let message = NewMessage {
        id: caller.app.ids.row(now),
        topic,
        payload: json!({ "case": id, "holder": row.holder, "holder_group": row.holder_group }),
    };
    if !write::change_case(&tx, row.clone(), now, &events, deadline, message).await? {
        return Err(ActError::Stale);
    }
    tx.commit().await?;
    row.version += 1;
    Ok(row)
}

fn situation(caller: &Caller, row: &CaseRow, target: TargetKind) -> Situation {
    let wards = &caller.council.wards;
    Situation {
        target,
        category: row.category.clone(),
        service: row.service.clone(),
        ward_gss: row.ward_id.map(|id| wards.gss(casework::ids::WardId::from_uuid(id)).to_owned()),
        raised_on: local_date(row.raised_at),
        entered_on: caller.today(),
        today: caller.today(),
        priority: None,
        summary: row.summary.clone(),
        representative_kind: representative(&row.member_kind),
    }
}

/// The outbox topic of what happened: `case.` and the event's name.
fn topic_of(event: &EventBody) -> &'static str {
    match event {
        EventBody::Acknowledged => "case.acknowledged",
        EventBody::Assigned { .. } => "case.assigned",
        EventBody::InformationRequested { .. } => "case.information-requested",
        EventBody::InformationProvided { .. } => "case.information-provided",
        EventBody::ProgressRecorded { .. } => "case.progress-recorded",
        EventBody::Resolved { .. } => "case.resolved",
        EventBody::SentBack { .. } => "case.sent-back",
        EventBody::ResolutionConfirmed { .. } => "case.resolution-confirmed",
        _ => "case.changed",
    }
}
