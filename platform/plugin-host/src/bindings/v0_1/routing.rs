//! World `routing` of `wardbook:plugin@0.1.0`, and the way from and to the types of `casework`.

use casework::routing::{Enquiry as Facts, RouteDecision};

use crate::failure::GuestFailure;
use crate::guest::{date_to_guest, sentence};

wasmtime::component::bindgen!({
    path: "../../plugins/wit",
    world: "routing",
    imports: { default: trappable },
    exports: { default: async },
});

use wardbook::plugin::routing_types::Point;

/// The longest key of a group, in bytes.
const LONGEST_GROUP: usize = 64;

/// What the guest is told.
pub(crate) fn enquiry(facts: &Facts) -> Enquiry {
    Enquiry {
        category: facts.category.clone(),
        service: facts.service.clone(),
        ward_gss: facts.ward_gss.clone(),
        ward_name: facts.ward_name.clone(),
        summary: facts.summary.clone(),
        details: facts.details.clone(),
        place_words: facts.place_words.clone(),
        point: facts.latitude.zip(facts.longitude).map(|(latitude, longitude)| Point { latitude, longitude }),
        raised_on: date_to_guest(facts.raised_on),
        raised_at_minutes: facts.raised_at_minutes,
        raiser_kind: facts.raiser_kind.clone(),
    }
}

/// What the guest answered, if it keeps to the contract. Whether the council has the group is settled by `casework`.
pub(crate) fn decision(answer: Decision) -> Result<RouteDecision, GuestFailure> {
    if answer.group.as_ref().is_some_and(|group| group.is_empty() || group.len() > LONGEST_GROUP) {
        return Err(GuestFailure::BadOutput { what: "a group's key that is empty or longer than 64 bytes" });
    }
    Ok(RouteDecision { group: answer.group, reason: sentence(answer.reason)? })
}
