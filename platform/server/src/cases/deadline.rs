//! A deadline on its way from the SLA policy into a case: what the policy is told, the row, the event.

use casework::events::EventBody;
use casework::ids::WardId;
use casework::people::Role;
use casework::sla::{Deadline, Situation, agreed_deadline, resumed_deadline, stage_deadline};
use casework::stages::{DeadlineStep, TargetKind};
use chrono::{DateTime, NaiveDate, Utc};

use super::CaseRow;
use super::store::write::{DeadlineChange, NewDeadline};
use crate::app::local_date;
use crate::sla;
use crate::tenancy::Council;

/// What the SLA policy is told of the member: nothing for the council's own councillors.
fn representative(member_kind: &str) -> Option<String> {
    (member_kind != Role::Councillor.as_str()).then(|| member_kind.to_owned())
}

/// What a step of the workflow means for the deadline's row. A deadline that begins is recorded in the case's row and among
/// the events (R30).
pub(super) async fn change(
    council: &Council,
    row: &mut CaseRow,
    step: DeadlineStep,
    events: &mut Vec<EventBody>,
    now: DateTime<Utc>,
) -> DeadlineChange {
    let today = local_date(now);
    let deadline = match step {
        DeadlineStep::Keep => return DeadlineChange::Keep,
        DeadlineStep::Clear => return DeadlineChange::End,
        DeadlineStep::Set(target) => {
            return DeadlineChange::Begin(begin(council, row, target, None, events, now).await);
        }
        DeadlineStep::Within { target, working_days } => {
            return DeadlineChange::Begin(begin(council, row, target, Some(working_days), events, now).await);
        }
        DeadlineStep::Agreed(day) => agreed_deadline(day, today, &council.calendar),
        DeadlineStep::Resume { target, days_left, due } => resumed_deadline(target, due, days_left, &council.calendar),
    };
    DeadlineChange::Begin(record(deadline, row, events, today))
}

fn record(deadline: Deadline, row: &mut CaseRow, events: &mut Vec<EventBody>, today: NaiveDate) -> NewDeadline {
    events.push(deadline_event(&deadline));
    row.due_on = deadline.due;
    new_deadline(deadline, today)
}

/// Asks the policy for the deadline that begins now, unless the stage gives working days of its own, and records it in the row and
/// among the events.
pub(super) async fn begin(
    council: &Council,
    row: &mut CaseRow,
    target: TargetKind,
    working_days: Option<u16>,
    events: &mut Vec<EventBody>,
    now: DateTime<Utc>,
) -> NewDeadline {
    let today = local_date(now);
    if let Some(days) = working_days {
        let deadline = stage_deadline(target, days, row.workflow_version, today, &council.calendar);
        return record(deadline, row, events, today);
    }
    let situation = Situation {
        target,
        category: row.category.clone(),
        service: row.service.clone(),
        ward_gss: row.ward_id.map(|id| council.wards.gss(WardId::from_uuid(id)).to_owned()),
        raised_on: local_date(row.raised_at),
        entered_on: today,
        today,
        priority: None,
        summary: row.summary.clone(),
        representative_kind: representative(&row.member_kind),
    };
    // The row is locked meanwhile; the policy answers within the plugin host's limits or not at all.
    let deadline = sla::deadline(council, &situation).await;
    record(deadline, row, events, today)
}

/// The event that records a deadline and why it is what it is (R30).
fn deadline_event(deadline: &Deadline) -> EventBody {
    EventBody::DeadlineSet {
        due: deadline.due,
        target: deadline.target,
        policy: deadline.policy.clone(),
        policy_version: deadline.policy_version.clone(),
        explanation: deadline.explanation.clone(),
    }
}

/// The row of a deadline that begins.
fn new_deadline(deadline: Deadline, today: NaiveDate) -> NewDeadline {
    let after = deadline.begins_after(today);
    NewDeadline {
        next_on: deadline.first_step(after),
        done_through: after,
        target: deadline.target.as_str().to_owned(),
        due_on: deadline.due,
        remind_on: deadline.remind_on,
        policy: deadline.policy,
        policy_version: deadline.policy_version,
        explanation: deadline.explanation,
    }
}
