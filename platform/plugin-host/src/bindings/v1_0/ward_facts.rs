//! World `ward-facts` of `wardbook:plugin@1.0.0`, and the way to the types of `casework`.

use casework::feeds::{Fact, FactUnit};

use super::feeds::{feed, gss, text, words};
use crate::bindings::world;
use crate::failure::GuestFailure;
use crate::guest::Guest;

wasmtime::component::bindgen!({
    path: "../../plugins/wit/v1_0",
    world: "ward-facts",
    imports: { default: trappable },
    exports: { default: async },
    with: {
        "wardbook:plugin/types@1.0.0": super::routing::wardbook::plugin::types,
        "wardbook:plugin/log@1.0.0": super::routing::wardbook::plugin::log,
        "wardbook:plugin/calendar@1.0.0": super::routing::wardbook::plugin::calendar,
        "wardbook:plugin/http@1.0.0": super::people_feed::wardbook::plugin::http,
        "wardbook:plugin/feeds@1.0.0": super::people_feed::wardbook::plugin::feeds,
    },
});

use wardbook::plugin::facts as found;

world!(WardFacts, WardFactsPre);
feed!(facts, Fact);

impl found::Host for Guest {}

fn item(fact: found::Fact) -> Result<Fact, GuestFailure> {
    if !fact.value.is_finite() {
        return Err(GuestFailure::BadOutput { what: "a figure that is no number" });
    }
    let statistic = text(fact.statistic, 100)?;
    if !statistic.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-')) {
        return Err(GuestFailure::BadOutput {
            what: "a statistic whose key has something else than a to z, 0 to 9 and -",
        });
    }
    Ok(Fact {
        key: text(fact.key, 200)?,
        ward_gss: gss(fact.ward_gss)?,
        statistic,
        label: text(fact.label, 200)?,
        label_cy: words(fact.label_cy, 200)?,
        value: fact.value,
        unit: match fact.unit {
            found::Unit::Count => FactUnit::Count,
            found::Unit::Percent => FactUnit::Percent,
            found::Unit::PerSquareKilometre => FactUnit::PerSquareKilometre,
            found::Unit::Years => FactUnit::Years,
            found::Unit::Pounds => FactUnit::Pounds,
            found::Unit::Other => FactUnit::Other,
        },
        period: text(fact.period, 100)?,
        source: text(fact.source, 200)?,
        boundary_year: fact.boundary_year,
    })
}
