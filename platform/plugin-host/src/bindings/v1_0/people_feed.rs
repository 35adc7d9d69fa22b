//! World `people-feed` of `wardbook:plugin@1.0.0`, and the way to the types of `casework`.

use casework::feeds::{Capacity, Person};

use super::feeds::{day, feed, gss, text, words};
use crate::bindings::world;
use crate::failure::GuestFailure;
use crate::guest::Guest;

wasmtime::component::bindgen!({
    path: "../../plugins/wit/v1_0",
    world: "people-feed",
    imports: { "wardbook:plugin/http.fetch": async | trappable, default: trappable },
    exports: { default: async },
    with: {
        "wardbook:plugin/types@1.0.0": super::routing::wardbook::plugin::types,
        "wardbook:plugin/log@1.0.0": super::routing::wardbook::plugin::log,
        "wardbook:plugin/calendar@1.0.0": super::routing::wardbook::plugin::calendar,
    },
});

use wardbook::plugin::people as found;

world!(PeopleFeed, PeopleFeedPre);
feed!(people, Person);

impl found::Host for Guest {}

/// Departments within departments, down to the team.
const MOST_UNITS: usize = 8;

fn item(person: found::Person) -> Result<Person, GuestFailure> {
    if person.units.len() > MOST_UNITS {
        return Err(GuestFailure::BadOutput { what: "a person in more than eight units" });
    }
    Ok(Person {
        key: text(person.key, 100)?,
        capacity: match person.capacity {
            found::Capacity::Officer => Capacity::Officer,
            found::Capacity::Member => Capacity::Member,
        },
        name: text(person.name, 200)?,
        given_name: words(person.given_name, 200)?,
        family_name: words(person.family_name, 200)?,
        email: words(person.email, 254)?,
        phone: words(person.phone, 50)?,
        job_title: words(person.job_title, 200)?,
        units: person.units.into_iter().map(|unit| text(unit, 200)).collect::<Result<_, _>>()?,
        manager: words(person.manager, 100)?,
        starts: person.starts.map(day).transpose()?,
        ends: person.ends.map(day).transpose()?,
        active: person.active,
        ward_gss: person.ward_gss.map(gss).transpose()?,
        ward_name: words(person.ward_name, 200)?,
    })
}
