//! Stops with a trap, as any panic does.

use sdk::routing::{Decision, Enquiry, Refusal, Routing};
use sdk::settings::Settings;

struct Guest;

impl Routing for Guest {
    type Prepared<'a> = ();

    fn prepare(_: &Settings<'_>) {}

    fn route((): (), _: &Enquiry) -> Result<Decision, Refusal> {
        panic!("a plugin with a mistake in it");
    }
}

sdk::register_routing!(Guest);
