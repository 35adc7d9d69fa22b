//! A routing plugin that asks for HTTP, which decisions do not get. Must be refused before it runs.
// pack: tests/guests/wit reaches-out

use sdk::routing::{Decision, Enquiry, Refusal, Routing};
use sdk::settings::Settings;

struct Guest;

impl Routing for Guest {
    type Prepared<'a> = ();

    fn prepare(_: &Settings<'_>) {}

    fn route((): (), _: &Enquiry) -> Result<Decision, Refusal> {
        let answer = sdk::http::get("https://example.org/", None);
        Ok(Decision { group: None, reason: format!("I asked: {}.", answer.is_ok()) })
    }
}

sdk::register_routing!(Guest);
