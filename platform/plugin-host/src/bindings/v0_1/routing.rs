//! World `routing` of `wardbook:plugin@0.1.0`, and the way from and to the types of `casework`.

use casework::routing::{Enquiry as Facts, RouteDecision};
use wasmtime::Store;

use super::{date_to_guest, refusal};
use crate::bindings::world;
use crate::failure::GuestFailure;
use crate::guest::{Guest, group_key, sentence};

wasmtime::component::bindgen!({
    path: "../../plugins/wit/v0_1",
    world: "routing",
    imports: { default: trappable },
    exports: { default: async },
});

use wardbook::plugin::routing_types::{Host, Point};

world!(Routing, RoutingPre);

impl Host for Guest {}

/// Calls `route` of a fresh instance.
pub(crate) async fn route(
    pre: &Pre,
    store: &mut Store<Guest>,
    prepared: &[u8],
    facts: Facts,
) -> wasmtime::Result<Result<RouteDecision, GuestFailure>> {
    let answer = pre.instantiate_async(&mut *store).await?.call_route(store, prepared, &enquiry(facts)).await?;
    Ok(answer.map_err(refusal).and_then(decision))
}

/// What the guest is told.
fn enquiry(facts: Facts) -> Enquiry {
    Enquiry {
        category: facts.category,
        service: facts.service,
        ward_gss: facts.ward_gss,
        ward_name: facts.ward_name,
        summary: facts.summary,
        details: facts.details,
        place_words: facts.place_words,
        point: facts.latitude.zip(facts.longitude).map(|(latitude, longitude)| Point { latitude, longitude }),
        raised_on: date_to_guest(facts.raised_on),
        raised_at_minutes: facts.raised_at_minutes,
        raiser_kind: facts.raiser_kind,
    }
}

/// What the guest answered, if it keeps to the contract. Whether the council has the group is settled by `casework`.
fn decision(answer: Decision) -> Result<RouteDecision, GuestFailure> {
    Ok(RouteDecision { group: group_key(answer.group)?, reason: sentence(answer.reason)? })
}
