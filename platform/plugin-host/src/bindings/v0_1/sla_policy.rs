//! World `sla-policy` of `wardbook:plugin@0.1.0`, and the way from and to the types of `casework`.

use casework::sla::{MAX_REMINDERS, Proposed, Situation as Facts, TargetKind};

use crate::failure::GuestFailure;
use crate::guest::{date_from_guest, date_to_guest, sentence};

wasmtime::component::bindgen!({
    path: "../../plugins/wit",
    world: "sla-policy",
    imports: { default: trappable },
    exports: { default: async },
    with: {
        "wardbook:plugin/types@0.1.0": super::routing::wardbook::plugin::types,
        "wardbook:plugin/log@0.1.0": super::routing::wardbook::plugin::log,
        "wardbook:plugin/calendar@0.1.0": super::routing::wardbook::plugin::calendar,
    },
});

use wardbook::plugin::sla_types::Target;

/// What the guest is told.
pub(crate) fn situation(facts: &Facts) -> Situation {
    Situation {
        target: match facts.target {
            TargetKind::FirstResponse => Target::FirstResponse,
            TargetKind::NextResponse => Target::NextResponse,
            TargetKind::RepresentativeReply => Target::RepresentativeReply,
        },
        category: facts.category.clone(),
        service: facts.service.clone(),
        ward_gss: facts.ward_gss.clone(),
        raised_on: date_to_guest(facts.raised_on),
        entered_on: date_to_guest(facts.entered_on),
        today: date_to_guest(facts.today),
        priority: facts.priority.clone(),
        summary: facts.summary.clone(),
        representative_kind: facts.representative_kind.clone(),
    }
}

/// What the guest answered, if it keeps to the contract. Whether the day is a sensible one is settled by `casework`.
pub(crate) fn proposal(answer: Proposal) -> Result<Proposed, GuestFailure> {
    let no_such_day = GuestFailure::BadOutput { what: "a day that does not exist" };
    if answer.remind_on.len() > MAX_REMINDERS {
        return Err(GuestFailure::BadOutput { what: "more than 20 reminders" });
    }
    Ok(Proposed {
        due: date_from_guest(answer.due).ok_or_else(|| no_such_day.clone())?,
        explanation: sentence(answer.explanation)?,
        remind_on: answer.remind_on.into_iter().map(date_from_guest).collect::<Option<_>>().ok_or(no_such_day)?,
    })
}
