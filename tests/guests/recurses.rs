//! Calls itself without end. Must meet the end of its stack.

use sdk::routing::{Decision, Enquiry, Refusal, Routing};
use sdk::settings::Settings;

struct Guest;

impl Routing for Guest {
    type Prepared<'a> = ();

    fn prepare(_: &Settings<'_>) {}

    fn route((): (), enquiry: &Enquiry) -> Result<Decision, Refusal> {
        Ok(Decision { group: None, reason: deeper(enquiry.raised_at_minutes.into()).to_string() })
    }
}

sdk::register_routing!(Guest);

#[expect(unconditional_recursion, reason = "that is what this guest is for")]
fn deeper(depth: u64) -> u64 {
    core::hint::black_box(deeper(core::hint::black_box(depth + 1))) + depth
}
