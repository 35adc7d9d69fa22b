//! Leaves ten thousand long notes. Must not fill logs or memory; the decision itself is good.

use sdk::routing::{Decision, Enquiry, Refusal, Routing};
use sdk::settings::Settings;

struct Guest;

impl Routing for Guest {
    type Prepared<'a> = ();

    fn prepare(_: &Settings<'_>) {}

    fn route((): (), _: &Enquiry) -> Result<Decision, Refusal> {
        for _ in 0..10_000 {
            sdk::log(sdk::Level::Warn, &"a long note ".repeat(80));
        }
        Ok(Decision { group: None, reason: "I had a lot to say.".to_owned() })
    }
}

sdk::register_routing!(Guest);
