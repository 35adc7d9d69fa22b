//! World `sla-policy` of `wardbook:plugin@0.1.0`, and the way from and to the types of `casework`.

use casework::sla::{MAX_REMINDERS, Proposed, Situation as Facts, TargetKind};
use wasmtime::Store;

use super::{date_from_guest, date_to_guest, refusal};
use crate::bindings::world;
use crate::failure::GuestFailure;
use crate::guest::{Guest, sentence};

wasmtime::component::bindgen!({
    path: "../../plugins/wit/v0_1",
    world: "sla-policy",
    imports: { default: trappable },
    exports: { default: async },
    with: {
        "wardbook:plugin/types@0.1.0": super::routing::wardbook::plugin::types,
        "wardbook:plugin/log@0.1.0": super::routing::wardbook::plugin::log,
        "wardbook:plugin/calendar@0.1.0": super::routing::wardbook::plugin::calendar,
    },
});

use wardbook::plugin::sla_types::{Host, Target};

world!(SlaPolicy, SlaPolicyPre);

impl Host for Guest {}

/// Calls `deadline` of a fresh instance.
pub(crate) async fn deadline(
    pre: &Pre,
    store: &mut Store<Guest>,
    prepared: &[u8],
    facts: Facts,
) -> wasmtime::Result<Result<Proposed, GuestFailure>> {
    let answer = pre.instantiate_async(&mut *store).await?.call_deadline(store, prepared, &situation(facts)).await?;
    Ok(answer.map_err(refusal).and_then(proposal))
}

/// What the guest is told.
fn situation(facts: Facts) -> Situation {
    Situation {
        target: match facts.target {
            TargetKind::FirstResponse => Target::FirstResponse,
            TargetKind::NextResponse => Target::NextResponse,
            TargetKind::RepresentativeReply => Target::RepresentativeReply,
        },
        category: facts.category,
        service: facts.service,
        ward_gss: facts.ward_gss,
        raised_on: date_to_guest(facts.raised_on),
        entered_on: date_to_guest(facts.entered_on),
        today: date_to_guest(facts.today),
        priority: facts.priority,
        summary: facts.summary,
        representative_kind: facts.representative_kind,
    }
}

/// What the guest answered, if it keeps to the contract. Whether the day is a sensible one is settled by `casework`.
fn proposal(answer: Proposal) -> Result<Proposed, GuestFailure> {
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
