//! Names a group that no council has. Must end in Triage.

use sdk::routing::{Decision, Enquiry, Refusal, Routing};
use sdk::settings::Settings;

struct Guest;

impl Routing for Guest {
    type Prepared<'a> = ();

    fn prepare(_: &Settings<'_>) {}

    fn route((): (), _: &Enquiry) -> Result<Decision, Refusal> {
        Ok(Decision { group: Some("no-such-group".to_owned()), reason: "Because I say so.".to_owned() })
    }
}

sdk::register_routing!(Guest);
