//! A deadline on its way from the SLA policy into a case: what the policy is told, the row, the event.

use casework::events::EventBody;
use casework::people::Role;
use casework::sla::Deadline;

use super::store::write::NewDeadline;

/// What the SLA policy is told of the member: nothing for the council's own councillors.
pub(super) fn representative(member_kind: &str) -> Option<String> {
    (member_kind != Role::Councillor.as_str()).then(|| member_kind.to_owned())
}

/// The event that records a deadline and why it is what it is (R30).
pub(super) fn deadline_event(deadline: &Deadline) -> EventBody {
    EventBody::DeadlineSet {
        due: deadline.due,
        target: deadline.target,
        policy: deadline.policy.clone(),
        policy_version: deadline.policy_version.clone(),
        explanation: deadline.explanation.clone(),
    }
}

/// The row of a deadline that begins.
pub(super) fn new_deadline(deadline: Deadline) -> NewDeadline {
    NewDeadline {
        target: deadline.target.as_str().to_owned(),
        due_on: deadline.due,
        remind_on: deadline.remind_on,
        policy: deadline.policy,
        policy_version: deadline.policy_version,
        explanation: deadline.explanation,
    }
}
