//! Spins for ever. Must meet its fuel, or the deadline for wall time, whichever comes first.

use sdk::routing::{Decision, Enquiry, Refusal, Routing};
use sdk::settings::Settings;

struct Guest;

impl Routing for Guest {
    type Prepared<'a> = ();

    fn prepare(_: &Settings<'_>) {}

    fn route((): (), _: &Enquiry) -> Result<Decision, Refusal> {
        let mut turns = 0_u64;
        loop {
            turns = core::hint::black_box(turns.wrapping_add(1));
        }
    }
}

sdk::register_routing!(Guest);
