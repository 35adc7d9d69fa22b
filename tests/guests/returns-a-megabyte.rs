//! Gives a reason of a megabyte. Must meet the cap on what a guest may hand over.

use sdk::routing::{Decision, Enquiry, Refusal, Routing};
use sdk::settings::Settings;

struct Guest;

impl Routing for Guest {
    type Prepared<'a> = ();

    fn prepare(_: &Settings<'_>) {}

    fn route((): (), _: &Enquiry) -> Result<Decision, Refusal> {
        Ok(Decision { group: None, reason: "x".repeat(1024 * 1024) })
    }
}

sdk::register_routing!(Guest);
